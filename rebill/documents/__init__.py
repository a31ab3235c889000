"""What a document says, and how it is rendered for machines and for people, without database or clock (documents 3)."""
