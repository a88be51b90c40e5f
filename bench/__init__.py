"""make bench: the project's own code beside a plain pandas script and bare parsing, in one process, several rounds
in turn.
"""
