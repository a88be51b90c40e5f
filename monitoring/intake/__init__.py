"""Files in: layouts and reports, reading, checks, uploads, snapshots. The first door of the street."""
