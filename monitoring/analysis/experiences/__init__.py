"""Students' experiences with teachers: an experience is a student in a class with a teacher (metrics D3).

`student_groups` says who is of which group, `classes` which teacher of a class is of which category, `counts` puts
students and teachers together, `students` asks how many met any, and `report` compares a group with all who are not of
it. Pure: frames in, frames out, of one district's cohort.
"""
