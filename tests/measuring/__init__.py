"""What documents are measured to ask for, and what their answers cost."""
