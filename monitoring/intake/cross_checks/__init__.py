"""The second stage of checks: what a district's files of one school year say of each other. One rule a file."""
