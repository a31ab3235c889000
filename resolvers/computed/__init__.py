"""Computed fields: what no column holds and plain functions work out, for all rows of a list at once."""
