"""Rules about the file itself, applied while it is read."""
