"""Taking a whole posted document back, as if it had never been posted (putting-right 4)."""
