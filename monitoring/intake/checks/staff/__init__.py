"""Rules on rosters, assignments, licenses, evaluations and attendance."""
