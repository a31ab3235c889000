"""Reads compiled: an operation becomes one statement a root field, whose answer is the response's JSON."""
