"""The laws that can be stated on rows in memory; their names are those of `posting.laws`, which state them in SQL."""
