"""A state that does not exist, whole: its organizations, its people over the years, and every file they would send.

Pure and whole-column: numpy draws, Polars lays out, and nothing loops over persons. The same plan gives the same bytes
in every process. Nobody in it exists, and nobody has a name.
"""
