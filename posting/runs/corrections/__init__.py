"""The same correction for many invoices: what is selected, what would become of it, and posting it."""
