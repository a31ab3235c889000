"""The rule tables."""
