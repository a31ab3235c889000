"""Random documents over random books: whatever answers a read, it answers the same to the byte."""
