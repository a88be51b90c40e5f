"""Rules that compare columns or rows of one file with each other."""
