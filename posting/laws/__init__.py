"""The laws of the books, as statements that find what breaks them."""
