"""What the pages on students' experiences show: lines of tables, charts and sentences, of rows that are there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from districts.models import District
from monitoring.analysis import reasons
from monitoring.analysis.experiences.classes import CATEGORIES
from monitoring.analysis.experiences.compared import Compared, compared
from monitoring.analysis.experiences.parts import sentence_of
from monitoring.analysis.experiences.sentences import experience_sentences, plain_gap, students_sentence
from monitoring.analysis.experiences.words import CATEGORY_WORDS, GROUP_WORDS, WHY_NONE
from monitoring.analysis.formatting import (
    count,
    parts_per_hundred,
    per_hundred,
    percent,
    plain,
    points,
    ratio,
    school_years,
)
from monitoring.analysis.measures import MEASURES

from .charts import Spec
from .experience_choice import ExperienceChoice
from .models import ExperienceReport
from .ratio_charts import RatioPoint, beyond, build_ratios, end_of_axis

OF_A_DISTRICT = {"between_schools": "Between its schools", "within_schools": "Within its schools"}
BY_COURSE = {"between_courses": "Between courses of a school", "within_courses": "Between classes of a course"}
MOST_LINES = 40  # of a chart; more schools stand in the table alone


@dataclass(frozen=True)
class Line:
    """A row of a table. `query`: the choice that it leads to; `beside`: the district's, where it is a school's."""

    heading: str
    row: Compared
    query: str = ""
    is_chosen: bool = False
    beside: Compared | None = None


@dataclass(frozen=True)
class Chart:
    """Ratios of lines, and what they show in a sentence. Without a spec where no line has a ratio, or too many do."""

    title: str
    sentence: str
    spec: Spec | None


@dataclass(frozen=True)
class WhereItLies:
    """The parts of a gap, as they add up, and in words."""

    sentence: str
    parts: tuple[tuple[str, str], ...] = ()


def row_of(rows: Iterable[Compared], choice: ExperienceChoice, code: str) -> Compared | None:
    named = (code, choice.category.id, choice.group_id)
    return next((row for row in rows if (row.org_code, row.category_id, row.group_id) == named), None)


def sentences(row: Compared, choice: ExperienceChoice, years: Sequence[int], place: str = "") -> list[str]:
    """Of the number that was chosen. `years`: those that it is of."""
    told = experience_sentences(row, is_weighed=choice.is_weighed, place=place)
    return [*told, *(text for text in [students_sentence(row, list(years))] if text)]


def district_sentence(beside: Compared | None, district: District) -> str:
    """The same number of all of the district, beside a school's."""
    if beside is None or beside.ratio is None:
        why = WHY_NONE[beside.reason] if beside and beside.reason else "not known"
        return f"In all of {district.name} there is no such ratio to compare with: {why}."
    rates = [per_hundred(rate or 0) for rate in (beside.focal_rate, beside.reference_rate)]
    focal, others = (plain(one) for one in rates)
    return f"In all of {district.name} it is {focal} of 100 beside {others}, {ratio(beside.ratio)} times as often."


def group_lines(rows: Sequence[Compared], choice: ExperienceChoice, beside: Sequence[Compared] = ()) -> list[Line]:
    """The chosen category for every group, in their fixed order. `rows`: of one place; `beside`: of its district."""
    found = {row.group_id: row for row in rows if row.category_id == choice.category.id}
    others = {row.group_id: row for row in beside if row.category_id == choice.category.id}
    return [
        Line(words.title, found[name], choice.query_with(group_id=name), name == choice.group_id, others.get(name))
        for name, words in GROUP_WORDS.items()
        if name in found
    ]


def category_lines(rows: Sequence[Compared], choice: ExperienceChoice, beside: Sequence[Compared] = ()) -> list[Line]:
    """Every category for the chosen group, in their fixed order."""
    found = {row.category_id: row for row in rows if row.group_id == choice.group_id}
    others = {row.category_id: row for row in beside if row.group_id == choice.group_id}
    return [
        Line(
            CATEGORY_WORDS[one.id].title,
            found[one.id],
            choice.query_with(category_id=one.id),
            one == choice.category,
            others.get(one.id),
        )
        for one in CATEGORIES
        if one.id in found
    ]


def school_lines(report: pl.DataFrame, choice: ExperienceChoice, names: dict[str, str]) -> list[Line]:
    """The chosen category and group at every school with students in October, by name."""
    found = {row.org_code: row for row in compared(choice.rows_of(report))}
    named = [code for code in names if code in found]
    return [Line(names.get(code, code), found[code], choice.query) for code in [*named, *sorted(found.keys() - names)]]


def chart_of(lines: Sequence[Line], choice: ExperienceChoice, title: str) -> Chart:
    drawn = [_point(line) for line in lines if line.row.ratio is not None]
    spec = build_ratios(drawn) if 0 < len(drawn) <= MOST_LINES else None
    return Chart(title, _chart_sentence(lines, drawn, choice), spec)


def _point(line: Line) -> RatioPoint:
    row = line.row
    return RatioPoint(line.heading, row.ratio, row.ratio_low, row.ratio_high, bool(row.is_gap))


def _chart_sentence(lines: Sequence[Line], drawn: Sequence[RatioPoint], choice: ExperienceChoice) -> str:
    """What there is to see, by the state's rule, and what rests on few."""
    if not drawn:
        return "There is no ratio for any of them; the table says why."
    parts = [_of_the_rule(drawn, choice)]
    few = sum(line.row.ratio is not None and line.row.interval_reason == reasons.FEW_TEACHERS for line in lines)
    if few and not choice.is_weighed:
        parts.append(_of_few(few, len(drawn)))
    if without := len(lines) - len(drawn):
        parts.append(f"For {count(without)} there is no ratio.")
    if beyond(drawn):
        parts.append(f"What is beyond {end_of_axis(drawn):g} stands at the edge.")
    return " ".join(parts)


def _of_few(few: int, ratios: int) -> str:
    """
    >>> _of_few(1, 1), _of_few(4, 4), _of_few(1, 4)
    ('It rests on few teachers.', 'All 4 rest on few teachers.', '1 of the 4 rests on few teachers.')
    """
    if few == ratios:
        return "It rests on few teachers." if few == 1 else f"All {count(few)} rest on few teachers."
    return f"{count(few)} of the {count(ratios)} rest{'s' if few == 1 else ''} on few teachers."


def _of_the_rule(drawn: Sequence[RatioPoint], choice: ExperienceChoice) -> str:
    if MEASURES[choice.category.id].is_favorable:
        return f"{count(len(drawn))} ratios; here more is better, and the state’s rule does not judge it."
    gaps = sum(point.is_gap for point in drawn)
    return f"{count(gaps)} of {count(len(drawn))} ratios {'is' if gaps == 1 else 'are'} {plain_gap()} or more, which \
the state calls an equity gap."


def where_it_lies(gaps: pl.DataFrame, choice: ExperienceChoice, titles: Mapping[str, str]) -> WhereItLies | None:
    """Of the chosen gap, with each class counted for each of its teachers. `titles`: of the parts that make it up."""
    wanted = choice.rows_of(gaps)
    if wanted.is_empty():
        return None
    return parts_of_a_gap(wanted.row(0, named=True), titles)


def parts_of_a_gap(row: Mapping[str, Any], titles: Mapping[str, str]) -> WhereItLies:
    sentence = sentence_of(row, tuple(titles))
    if row["gap"] is None:
        return WhereItLies(sentence)
    shown = parts_per_hundred([row[name] for name in titles], per_hundred(row["gap"]))
    parts = [(title, points(float(part) / 100)) for title, part in zip(titles.values(), shown, strict=True)]
    return WhereItLies(sentence, (*parts, ("Together: the gap", points(row["gap"]))))


def coverage(row: Compared, choice: ExperienceChoice, report: ExperienceReport, district: District) -> list[str]:
    """How much of what was asked is there. `row`: the number that was chosen."""
    told = [_years_words(report, choice, district)]
    if row.taught_share is not None:
        told.append(
            f"Of {count(row.seats or 0)} classes that students sit in, each counted for each student, "
            f"{percent(row.taught_share)} have a teacher in the files."
        )
    if row.known_share is not None:
        told.append(f"Of the experiences that are asked about, it is known of {percent(row.known_share)}.")
    return [*told, "Experiences in other districts count where these have certified their schedules of the year."]


def years_of(report: ExperienceReport, choice: ExperienceChoice) -> list[int]:
    """The school years of the chosen history of which the district sent schedules."""
    return [year for year in sorted(report.years) if report.school_year - choice.window < year <= report.school_year]


def _years_words(report: ExperienceReport, choice: ExperienceChoice, district: District) -> str:
    years = years_of(report, choice)
    asked = range(report.school_year - choice.window + 1, report.school_year + 1)
    lacking = [year for year in asked if year not in years]
    sent = f"{district.name} sent schedules of {school_years(years)}" if years else f"{district.name} sent no schedules"
    return f"{sent}{f', and none of {school_years(lacking)}' if lacking else ''}."
