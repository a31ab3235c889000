"""Who asks: credentials, whatever way they came, and the caller that they make (access 1)."""
