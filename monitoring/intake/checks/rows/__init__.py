"""Rules about whole rows: what is set aside, what cannot be placed, what stands twice."""
