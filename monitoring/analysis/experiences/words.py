"""What readers are told of the groups and categories of the report on experiences. Titles of groups by which schools
are compared too, and of measures, stand in their own catalogues.
"""

from __future__ import annotations

from typing import NamedTuple

from monitoring.analysis.groups import GROUPS

from .classes import CATEGORIES
from .student_groups import STUDENT_GROUPS


class GroupWords(NamedTuple):
    """`students` stands within a sentence."""

    title: str
    students: str


class CategoryWords(NamedTuple):
    """`one`: whom a student met, like "a first-year teacher"; `are`: what such teachers are, after their number."""

    title: str
    one: str
    are: str


_OTHERS: dict[str, GroupWords] = {
    "high_needs": GroupWords("High-needs students", "high-needs students"),
    "aian": GroupWords("American Indian or Alaska Native students", "American Indian or Alaska Native students"),
    "asian": GroupWords("Asian students", "Asian students"),
    "black": GroupWords("Black or African American students", "Black or African American students"),
    "hispanic": GroupWords("Hispanic or Latino students", "Hispanic or Latino students"),
    "multi": GroupWords("Multiracial students, not Hispanic", "multiracial students"),
    "nhpi": GroupWords("Native Hawaiian or Pacific Islander students", "Native Hawaiian or Pacific Islander students"),
    "white": GroupWords("White students", "white students"),
    "homeless": GroupWords("Students who are homeless", "students who are homeless"),
    "foster": GroupWords("Students in foster care", "students in foster care"),
    "migrant": GroupWords("Students of migrant families", "students of migrant families"),
    "military": GroupWords("Students of military families", "students of military families"),
    "section_504": GroupWords("Students with a Section 504 plan", "students with a Section 504 plan"),
    "first_language_not_english": GroupWords(
        "Students whose first language is not English", "students whose first language is not English"
    ),
}
GROUP_WORDS: dict[str, GroupWords] = {
    one.id: GroupWords(GROUPS[one.id].title, GROUPS[one.id].students) if one.id in GROUPS else _OTHERS[one.id]
    for one in STUDENT_GROUPS
}

_TEACHERS: dict[str, CategoryWords] = {
    "T_EXP_LT1": CategoryWords("First-year teachers", "a first-year teacher", "in their first year"),
    "T_EXP_LT3": CategoryWords(
        "Inexperienced teachers",
        "a teacher of less than three years’ experience",
        "of less than three years’ experience",
    ),
    "T_UNQ": CategoryWords("Unqualified teachers", "an unqualified teacher", "unqualified"),
    "T_OOF": CategoryWords(
        "Classes taught out of field", "a teacher who taught the class out of field", "out of field in some class"
    ),
    "T_ABS_GT10": CategoryWords(
        "Teachers absent more than ten days", "a teacher absent more than ten days", "absent more than ten days"
    ),
    "T_EVAL_LOW": CategoryWords(
        "Teachers rated Needs Improvement or Unsatisfactory",
        "a teacher rated Needs Improvement or Unsatisfactory",
        "rated so",
    ),
    "T_EVAL_HIGH": CategoryWords("Teachers rated Exemplary", "a teacher rated Exemplary", "rated so"),
}
CATEGORY_WORDS: dict[str, CategoryWords] = {one.id: _TEACHERS[one.id] for one in CATEGORIES}
