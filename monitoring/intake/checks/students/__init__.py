"""Rules on students and their schedules."""
