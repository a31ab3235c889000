"""Servers of the same tables, as others would write them."""
