"""Documents, tested as what they are: pure functions from facts to terms, from terms to files, in milliseconds."""
