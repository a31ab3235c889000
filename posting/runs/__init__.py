"""Posting runs: many documents, one transaction each, planned, reviewed, executed and resumed."""
