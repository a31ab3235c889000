"""Laws that hold over random histories."""
