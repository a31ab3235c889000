"""The rules that we check ourselves, on the terms of a document: our own, and Peppol's that it can break (3.7, 3.8)."""
