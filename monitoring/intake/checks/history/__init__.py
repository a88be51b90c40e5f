"""Rules that compare a file with what was accepted before."""
