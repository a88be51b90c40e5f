"""The tables that are reviewed before a collection is certified. Pure: rows of files in, small tables out."""
