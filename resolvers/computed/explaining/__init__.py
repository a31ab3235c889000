"""Explaining the ledger: from rows and their connections to a tree of sentences. Pure but for the loading."""
