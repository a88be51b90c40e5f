"""Method E in words: a gap in a sentence, and the notes without which its figures would be taken for those of schools
at both ends. All are made from the definitions.
"""

from __future__ import annotations

from collections.abc import Mapping

from monitoring.analysis.contributions import Ends
from monitoring.analysis.formatting import count, per_hundred, percent, plain
from monitoring.analysis.groups import GROUPS, Grouping
from monitoring.analysis.measure import Measure
from monitoring.analysis.methods import METHODS
from monitoring.analysis.notes import left_out_note
from monitoring.analysis.sentences import (
    GapFigures,
    difference_words,
    gap_sentence,
    interval_words,
    missing_note,
    ratio_words,
    said_words,
    when_words,
)
from monitoring.analysis.title_one import GROUPS_NAMED, MEASURES_NAMED, STATUSES
from monitoring.analysis.verdicts import HIGHER

LAW = "ESSA 1111(g)(1)(B)"


def comparison_sentence(gap: GapFigures, method: str, measure: Measure, group: Grouping) -> str:
    """One gap in words, by whatever method it is made."""
    if method != "E" or gap.difference is None or gap.focal_rate is None or gap.reference_rate is None:
        return gap_sentence(gap, measure, group, METHODS[method].units)
    of_whom = f"{measure.people} of {group.students}"
    rates = (
        f"{when_words(gap)}, each school\N{RIGHT SINGLE QUOTATION MARK}s teachers weighed by its students, "
        f"{percent(gap.focal_rate)} of the {of_whom} in the {count(gap.focal_schools)} Title I schools "
        f"{measure.predicate}, compared with {percent(gap.reference_rate)} of those of all other students in the "
        f"{count(gap.reference_schools)} other schools: "
        f"{difference_words(gap, measure)}{interval_words(gap)}{ratio_words(gap, measure)}."
    )
    parts = [
        rates,
        said_words(gap, measure, "schools"),
        _close(gap, group),
        missing_note(gap, "schools"),
        gap.break_text or "",
    ]
    return " ".join(part for part in parts if part)


def _close(gap: GapFigures, group: Grouping) -> str:
    if not gap.people_to_close or gap.verdict != HIGHER:
        return ""
    return (
        f"Were there {count(gap.people_to_close)} fewer {group.students} in Title I schools with such a teacher, both "
        "rates would be the same."
    )


def is_named(measure_id: str, group_id: str) -> bool:
    """Whether the law names both, so that they are compared by method E.

    >>> is_named("T_OOF_80", "low_income"), is_named("T_TURN", "low_income"), is_named("T_OOF_80", "english_learners")
    (True, False, False)
    """
    return measure_id in MEASURES_NAMED and group_id in GROUPS_NAMED


def not_named_sentence() -> str:
    """Why there is nothing of other measures and groups.

    >>> not_named_sentence()
    'This comparison is of those alone that federal law names: low-income students and students of color, and measures \
of ineffective, out-of-field and inexperienced teachers.'
    """
    groups = " and ".join(GROUPS[name].students for name in GROUPS_NAMED)
    return (
        f"This comparison is of those alone that federal law names: {groups}, and measures of ineffective, "
        "out-of-field and inexperienced teachers."
    )


def notes() -> tuple[str, ...]:
    """What holds for every figure of the method: who is on which side, how students are counted, and what is not to be
    read into it.
    """
    sides = " ".join(one.why for one in STATUSES if one.is_title_one)
    return (
        f"By {LAW}, at student level: the group\N{RIGHT SINGLE QUOTATION MARK}s students in Title I schools beside "
        "students who are not of the group, in schools that are not Title I schools. On neither side are the "
        "group\N{RIGHT SINGLE QUOTATION MARK}s students elsewhere, and the others in Title I schools. It is another "
        "question than that of schools with the largest and the smallest shares, and its figures do not compare with "
        "those.",
        f"Title I schools are those with a schoolwide program or targeted assistance. {sides} The status is the one "
        "that the directory has now, in all years. Schools whose status is not known are on neither side and count as "
        "missing.",
        "Figures of schools do not say who teaches whom: all students of a school are taken to meet its teachers "
        "alike. A rate is the sum over schools of their students on the side times the rate of their teachers, over "
        "all students on the side; where only the share of a group is known, its students are that share of all, to "
        "the nearest whole student. Rates of teachers over three years meet the students of the latest.",
        "Intervals have schools as clusters, and what may be said depends on how many teachers there are, since "
        "thousands of students may have the same few. People to close a gap are students, and so is N.",
    )


def group_note(group: Grouping, left_out: Mapping[str, int], year: int) -> str:
    """Who is counted in a year, and how many schools are on neither side, by reason.

    >>> group_note(GROUPS["students_of_color"], {"no_title1_status": 2}, 2021).partition(": ")[2]
    'Students of every race and ethnicity other than White: 100 minus the percentage of White students. Left out: \
2 schools (2 because their Title I status is not known).'
    """
    return f"{group.title}: {group.in_year(year).definition}{left_out_note('schools', left_out)}"


def ends_sentence(ends: Ends) -> str:
    """How the difference is split between both sides, in words."""
    focal = per_hundred(float(ends.part("focal", ends.focal)))
    reference = per_hundred(float(ends.difference)) - focal  # as printed, so that both make up the gap as printed
    whose = "of all students" if ends.whole else "of both sides together"
    return (
        f"Measured from {percent(float(ends.middle))}, the rate {whose}, the group in Title I schools adds "
        f"{plain(focal)} points, the others in other schools {plain(reference)}."
    )
