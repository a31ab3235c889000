"""What stands on documents: what posted ones copied, what drafts would copy now, and how others call them."""
