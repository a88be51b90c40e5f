"""What readers are told of the groups and categories of the report on experiences. Groups are described in groups.toml,
and measures in their own catalogue.
"""

from __future__ import annotations

from typing import NamedTuple

from monitoring.analysis import reasons
from monitoring.analysis.groups import OF_ANY_KIND, GroupOfStudents

from .classes import CATEGORIES
from .student_groups import STUDENT_GROUPS

WHY_NONE = {  # no ratio, rate or gap
    **reasons.PHRASES,
    reasons.TOO_MANY_MISSING: "of more than a fifth of these experiences it is not known",
}


class CategoryWords(NamedTuple):
    """`one`: whom a student met, like "a first-year teacher"; `are`: what such teachers are, after their number."""

    title: str
    one: str
    are: str


GROUP_WORDS: dict[str, GroupOfStudents] = {one.id: OF_ANY_KIND[one.id] for one in STUDENT_GROUPS}

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
