"""What leaves the house of a document: its facts out of the books, its files, and the numbers others know it by."""
