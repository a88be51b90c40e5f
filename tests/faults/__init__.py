"""A running city is killed piece by piece while people send files, and its books are checked (docs/faults.md)."""
