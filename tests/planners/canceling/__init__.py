"""Taking a whole document back, without a database."""
