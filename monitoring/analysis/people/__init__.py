"""Measures of persons: from a district's files about its people to sums that no person stands in any more.

`StaffYear` holds the files of a district and school year; a rule judges each of its people where they work; `sums` adds
the judgments up for schools, the district and the state. Definitions are data (`catalogue`): a new version of one with
other numbers in it is a new line and no code.
"""
