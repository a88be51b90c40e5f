"""A corpus of malformed files, generated: good tables, and the kinds of damage that are done to them."""
