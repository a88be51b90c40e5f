"""What files there are: one frozen declaration a report or layout, and the catalogue made from them.

Pure: no Django.
"""
