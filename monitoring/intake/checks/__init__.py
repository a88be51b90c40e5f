"""The checks: one rule a file, and the catalogue made from them. Pure: no Django."""
