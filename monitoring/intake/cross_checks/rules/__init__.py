"""Rules between files, one a file."""
