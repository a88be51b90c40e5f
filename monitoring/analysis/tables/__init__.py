"""The plan's Tables 1 to 5, and the one that federal law asks for, filled from stored gaps. A cell is found by what it
is of, and never by its place.
"""
