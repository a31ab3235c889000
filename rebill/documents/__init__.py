"""What a document says, and how it is rendered for machines and for people: pure, without database or clock."""
