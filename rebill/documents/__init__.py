"""What a document says, and how it is rendered for machines and for people; pure: no database, no clock (documents 3, 4)."""
