"""Pages of intake: files in, and what may stand in them."""
