"""Rules about a column in a school year: does it hold what its name says?"""
