"""Values at the door: every place where one comes in, and what is told of one that cannot be used."""
