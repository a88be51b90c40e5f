"""A district on one page: who gets which teachers, whether it is getting better, and where to look first. Words and
their order, by rule, from stored figures alone; the three dimensions stand side by side and are never added up.
"""
