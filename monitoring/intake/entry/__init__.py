"""Rows typed in on a page, for districts that have no export: they become a file like any other."""
