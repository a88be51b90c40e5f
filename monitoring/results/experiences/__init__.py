"""Students' experiences with teachers, from the files that districts answer for."""
