"""What the server does when there is too much, too slow or nothing to work with."""
