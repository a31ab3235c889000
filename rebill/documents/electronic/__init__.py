"""A document for machines: the two syntaxes of EN 16931, and the rules that a file must pass (documents 3)."""
