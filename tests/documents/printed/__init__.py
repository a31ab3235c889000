"""The document for people, as PDF and HTML."""
