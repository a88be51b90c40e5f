"""Pages of the districts room."""
