"""Documents: who stands on them, what they copy, and what is kept of them."""
