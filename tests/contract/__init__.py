"""The agreed API."""
