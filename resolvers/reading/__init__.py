"""The read path: fields declared once, batched loads, keyset pages. Rows and tuples, no entities."""
