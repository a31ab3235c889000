"""Sending documents out: the files of posted ones, kept for good."""
