"""The report in words: what students of a group met, beside all others, what the state's rule says of it, and how far
chance reaches. Nothing is said to exist that an interval leaves open.
"""

from __future__ import annotations

from typing import NamedTuple

from monitoring.analysis import reasons
from monitoring.analysis.formatting import count, per_hundred, percent, plain, ratio, school_years
from monitoring.analysis.measures import MEASURES

from .compared import Compared
from .ratios import GAP
from .words import CATEGORY_WORDS, GROUP_WORDS, WHY_NONE

GAP_RATIO = GAP[0] / GAP[1]


def experience_sentences(row: Compared, *, is_weighed: bool = False, place: str = "") -> list[str]:
    """One row in words: both rates and the ratio; the state's rule; what chance leaves open. `place`: where, at the end
    of the first, like "at Northfield High".

    >>> row = Compared(**dict.fromkeys(Compared._fields), **{})._replace(category_id="T_EXP_LT1", group_id="low_income")
    >>> row = row._replace(focal_rate=0.142, reference_rate=0.09, ratio=0.142 / 0.09, is_gap=True)
    >>> row = row._replace(ratio_low=1.1, ratio_high=2.27)
    >>> for sentence in experience_sentences(row):
    ...     print(sentence)
    Low-income students met a first-year teacher in 14.2 of 100 experiences, other students in 9.0: 1.58 times as often.
    The state calls a ratio of 1.5 or more an equity gap: this is one.
    Had chance sent other teachers, the ratio could be anywhere from 1.10 to 2.27 (95% interval): above 1, and not \
surely 1.5 or more.
    >>> experience_sentences(row._replace(ratio=None, reason="suppressed"))
    ['Low-income students and a first-year teacher: not published, because the numbers are small.']
    >>> experience_sentences(row._replace(ratio=None, reason="too_many_missing"))
    ['Low-income students and a first-year teacher: there is no rate, for of more than a fifth of the experiences it \
is not known whether the teacher is one.']
    """
    if row.ratio is None:
        return [_without_ratio(row, place)]
    told = [_compared(row, place), rule_words(row)]
    return [*told, *([] if is_weighed else [chance_words(row)])]


def _compared(row: Compared, place: str) -> str:
    group, category = GROUP_WORDS[row.group_id], CATEGORY_WORDS[row.category_id]
    focal, others = plain(per_hundred(row.focal_rate or 0)), plain(per_hundred(row.reference_rate or 0))
    students = _capital(group.students)
    first = f"{students}{_after(place)} met {category.one} in {focal} of 100 experiences"
    if not row.reference_rate:
        return f"{first}, and no other student did; with one experience in the place of none, as Edwin has it, that \
is {ratio(row.ratio or 0)} times as often."
    return f"{first}, other students in {others}: {ratio(row.ratio or 0)} times as often."


def _without_ratio(row: Compared, place: str) -> str:
    group, category = GROUP_WORDS[row.group_id], CATEGORY_WORDS[row.category_id]
    students = f"{_capital(group.students)}{_after(place)}"
    if row.reason == reasons.REFERENCE_ZERO:
        if not row.focal_rate:
            return f"No student{_after(place)}, of the group or not, met {category.one}, so that there is no ratio."
        focal = plain(per_hundred(row.focal_rate))
        return f"{students} met {category.one} in {focal} of 100 experiences, and no other student did, so that there \
is no ratio."
    if row.reason == reasons.ZERO_DENOMINATOR:
        return f"{students} and {category.one}: there is nothing to compare, for {nothing_words(row).whole}."
    if row.reason == reasons.TOO_MANY_MISSING:
        return (
            f"{students} and {category.one}: there is no rate, for of more than a fifth of the experiences it is not \
known whether the teacher is one."
        )
    return f"{students} and {category.one}: {WHY_NONE[row.reason or reasons.SUPPRESSED]}."


class Nothing(NamedTuple):
    """Why there is nothing to compare: in a cell, and in a sentence."""

    short: str
    whole: str


def nothing_words(row: Compared) -> Nothing:
    """Of a row with a side of which no experience is known: what is lacking. Of a row that tells no numbers, that
    nothing is known.

    >>> row = Compared(**dict.fromkeys(Compared._fields))
    >>> nothing_words(row).short, nothing_words(row._replace(focal_students=0, reference_students=0)).short
    ('nothing is known', 'group not known of any student')
    >>> row = row._replace(focal_students=3, reference_students=9)
    >>> nothing_words(row).short, nothing_words(row._replace(focal_known=5)).whole
    ('not known of any teacher', 'no experiences of other students are known')
    >>> nothing_words(row._replace(focal_students=0, reference_known=5)).whole
    'there are no students of the group'
    """
    known, students = (row.focal_known, row.reference_known), (row.focal_students, row.reference_students)
    if not any(known):
        if students == (None, None):
            return Nothing("nothing is known", "nothing is known of it")
        if students == (0, 0):
            return Nothing("group not known of any student", "of no student it is known whether they are of the group")
        return Nothing("not known of any teacher", "of no experience it is known whether the teacher is one")
    whose, lacking = ("students of the group", students[0]) if not known[0] else ("other students", students[1])
    if lacking == 0:
        return Nothing(f"no {whose}", f"there are no {whose}")
    return Nothing(f"not known of {whose}", f"no experiences of {whose} are known")


def rule_words(row: Compared) -> str:
    """What the state's rule says."""
    if MEASURES[row.category_id].is_favorable:
        return "Here more is better: the state’s rule, which looks for more of what is worse, does not judge it."
    rule = f"The state calls a ratio of {plain_gap()} or more an equity gap: this is "
    if row.is_gap:
        return f"{rule}one."
    is_close = ratio(row.ratio or 0) == ratio(GAP_RATIO)
    return f"{rule}none{', for before rounding it is less' if is_close else ''}."


def plain_gap() -> str:
    """The ratio of the state's rule.

    >>> plain_gap()
    '1.5'
    """
    return f"{GAP_RATIO:g}"


def chance_words(row: Compared) -> str:
    """How far the ratio could be another by chance in who teaches, or why that is not said."""
    if row.ratio_low is not None and row.ratio_high is not None:
        ends = f"from {ratio(row.ratio_low)} to {ratio(row.ratio_high)} (95% interval)"
        return f"Had chance sent other teachers, the ratio could be anywhere {ends}{_left_open(row)}."
    if row.interval_reason == reasons.TEACHERS_ALIKE:
        return "Whichever teacher is left out, the ratio stays the same, so that no interval is given."
    are = CATEGORY_WORDS[row.category_id].are
    return (
        f"It rests on few teachers: of {count(row.teachers or 0)} behind it, {count(row.teachers_having or 0)} "
        f"{'is' if row.teachers_having == 1 else 'are'} {are}. One teacher more or less could make it another, so that "
        "no interval is given, and nothing should be concluded from it alone."
    )


def _left_open(row: Compared) -> str:
    low, high = row.ratio_low or 0, row.ratio_high or 0
    if low <= 1 <= high:
        return ", so that these figures cannot tell whether the group meets them more often or less often"
    if high < 1:
        return ": below 1, so that it is not by chance alone that the group meets them less often"
    if low >= GAP_RATIO:
        return f": all of it {plain_gap()} or more"
    return f": above 1, and {'not surely' if high >= GAP_RATIO else 'surely not'} {plain_gap()} or more"


def students_sentence(row: Compared, years: list[int]) -> str:
    """How many students of both sides met any such teacher in these years, and in two of them that follow each other.
    Empty where that is not known of both sides.

    >>> nothing = Compared(**dict.fromkeys(Compared._fields))._replace(category_id="T_EXP_LT1", group_id="low_income")
    >>> counts = {"focal_met": 3, "focal_met_known": 8, "reference_met": 1, "reference_met_known": 8}
    >>> row = nothing._replace(**counts, focal_twice=1, focal_twice_known=8, reference_twice=0, reference_twice_known=8)
    >>> students_sentence(row, [2023, 2024, 2025])
    'In 2022-23 to 2024-25, 37.5% of low-income students met a first-year teacher at least once, of other students \
12.5%; in two or more years in a row, 12.5% and 0.0% of those of whom two such years are known.'
    >>> students_sentence(nothing, [2025])
    ''
    """
    focal, reference = row.share("focal", "met"), row.share("reference", "met")
    if focal is None or reference is None:
        return ""
    students, one = GROUP_WORDS[row.group_id].students, CATEGORY_WORDS[row.category_id].one
    when = f"In {school_years(years)}, " if years else ""
    met = f"{percent(focal)} of {students} met {one} at least once, of other students {percent(reference)}"
    twice, others = row.share("focal", "twice"), row.share("reference", "twice")
    if twice is None or others is None:
        return f"{when}{met}."
    some = f"{percent(twice)} and {percent(others)} of those of whom two such years are known"
    return f"{when}{met}; in two or more years in a row, {some}."


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _after(place: str) -> str:
    return f" {place}" if place else ""
