"""What lines are taxed as, how much that is, and the breakdown of a document's tax: pure (documents 2)."""
