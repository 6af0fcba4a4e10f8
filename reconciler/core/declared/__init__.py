"""What was written, read into what is desired: every field by its type, every rule held."""
