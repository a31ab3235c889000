"""The customer's tables as typed data: what is written when, in their order and words."""
