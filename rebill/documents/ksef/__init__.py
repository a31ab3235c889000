"""What Poland's KSeF knows parties, documents and taxes by: for the file, and for the rules about it."""
