"""What is monitored: the rooms from analysis up to api; each may import only rooms below it."""
