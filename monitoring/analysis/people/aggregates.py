"""Measures that districts report by school and not by person: answers to surveys, and exams for licenses."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any, ClassVar

import polars as pl

from monitoring.analysis.amounts import SCALE

from .places import DISTRICT, SCHOOL, STATE, STATE_CODE
from .staff_year import ITS_DISTRICT, OFFICE, is_school
from .sums import SUMS

ANSWERS, SCORE = "ANSWERS", "SCORE_MEAN"


@dataclass(frozen=True)
class Answers:
    """A share of the answers to a survey: `part` of `whole`, over all items or those named. Source: metrics D2
    (T_SATIS).

    >>> Answers().part, Answers("respondents", "eligible").whole
    ('favourable', 'eligible')
    >>> Answers().as_data
    {'kind': 'Answers', 'part': 'favourable', 'whole': 'respondents', 'items': []}
    """

    part: str = "favourable"
    whole: str = "respondents"
    items: tuple[str, ...] = ()

    units: ClassVar[tuple[str, ...]] = (ANSWERS,)
    datasets: ClassVar[tuple[str, ...]] = ("climate_survey",)
    looks_back: ClassVar[bool] = False
    is_of_ratings: ClassVar[bool] = False

    @property
    def as_data(self) -> dict[str, Any]:
        """The rule as JSON holds it."""
        return {"kind": "Answers", **asdict(self), "items": list(self.items)}


SURVEYS: dict[str, Answers] = {
    "T_SATIS": Answers(),
    "T_SATIS_ASKED": Answers(whole="eligible"),  # as a table that divides by all teachers does
    "T_SATIS_RESPONSE": Answers("respondents", "eligible"),
}


@dataclass(frozen=True)
class SurveyMeasure:
    """Answers under the id of a measure, in a version of its definition, for the `levels` that it is given for."""

    id: str
    version: int
    rule: Answers
    levels: tuple[str, ...] = (SCHOOL, DISTRICT, STATE)


SHIPPED = tuple(SurveyMeasure(name, 1, rule) for name, rule in SURVEYS.items())


def surveys_of_districts(
    rows: pl.DataFrame, school_year: int, measures: Iterable[SurveyMeasure] = SHIPPED
) -> pl.DataFrame:
    """The sums of measures of surveys. In: rows of climate_survey, of each whose it is (`district`). Grain: district,
    `sums.GRAIN`; nobody is missing, since the files hold no persons.

    A district's own row counts where none of its schools has one.

    >>> sent = {"org_code": "00010505", "item_code": ["x", "y"], "favourable": [20, 10], "respondents": 30}
    >>> rows = pl.DataFrame({**sent, "eligible": 30, "district": "00010000"})
    >>> found = surveys_of_districts(rows, 2025).filter(level="state", measure_id="T_SATIS")
    >>> found.select("numerator", "denominator").rows()
    [(300000, 600000)]
    """
    parts = [
        as_sums(
            _given_for(one, answer_sums(rows, one.rule)),
            one.id,
            unit=ANSWERS,
            school_year=school_year,
            version=one.version,
        )
        for one in measures
    ]
    return pl.concat([pl.DataFrame(schema={"district": pl.String, **SUMS}), *parts])


def _given_for(measure: SurveyMeasure, sums: pl.DataFrame) -> pl.DataFrame:
    return sums.filter(pl.col("level").is_in(measure.levels))


def answer_sums(rows: pl.DataFrame, rule: Answers) -> pl.DataFrame:
    """Sums over items. Grain: district, where it is named, level, org_code: numerator and denominator in
    ten-thousandths.
    """
    asked = rows.filter(pl.col("item_code").is_in(rule.items)) if rule.items else rows
    of = {"numerator": rule.part, "denominator": rule.whole}
    counts = {name: pl.col(column).cast(pl.Int64) * SCALE for name, column in of.items()}
    return _at_levels(asked.select(*_whose(rows), "org_code", **counts).drop_nulls(), [])


def _whose(rows: pl.DataFrame) -> list[str]:
    return [name for name in rows.columns if name == "district"]


def answers_behind(rows: pl.DataFrame, rule: Answers, org_code: str) -> list[int]:
    """The rows by their numbers that the sum of a school, or of the district, rests on; the rows of one district.

    >>> sent = {"org_code": ["00010505", "00010000"], "item_code": "x", "row_number": [2, 3]}
    >>> of = pl.DataFrame({**sent, "favourable": 1, "respondents": 2})
    >>> answers_behind(of, Answers(), "00010505"), answers_behind(of, Answers(), "00010000")
    ([2], [2])
    """
    asked = rows.filter(pl.col("item_code").is_in(rule.items)) if rule.items else rows
    known = asked.drop_nulls([rule.part, rule.whole])
    schools, own = known.filter(is_school()), known.filter(pl.col("org_code") == org_code)
    is_of_schools = org_code.endswith(OFFICE) and not schools.is_empty()
    return (schools if is_of_schools else own)["row_number"].sort().to_list()


def as_sums(found: pl.DataFrame, measure_id: str, *, unit: str, school_year: int, version: int = 1) -> pl.DataFrame:
    """Numerators and denominators of one measure in the columns of SUMS."""
    named = found.with_columns(
        school_year=pl.lit(school_year),
        measure_id=pl.lit(measure_id),
        definition_version=pl.lit(str(version)),
        unit=pl.lit(unit),
        known=pl.lit(0),
        missing=pl.lit(0),
        exempt=pl.lit(0),
        reason=pl.lit(None),
    )
    return named.select(*_whose(found), *(pl.col(name).cast(dtype) for name, dtype in SUMS.items()))


def exam_sums(rows: pl.DataFrame) -> pl.DataFrame:
    """What a district adds to the scores of each exam. In: rows of license_exam. Grain: level, org_code, exam_code;
    tested, and score: the sum of scaled scores; a mean that is not known leaves its people out.

    >>> sent = pl.DataFrame({"org_code": ["00010505"], "exam_code": ["m"], "n_tested": [2], "mean_scaled": [2_400_000]})
    >>> exam_sums(sent).row(0)
    ('district', '00010000', 'm', 2, 4800000)
    """
    tested = pl.col("n_tested").cast(pl.Int64)
    known = rows.filter(tested > 0).drop_nulls("mean_scaled")
    amounts = known.select("org_code", "exam_code", tested=tested, score=pl.col("mean_scaled") * tested)
    return _at_levels(amounts, ["exam_code"]).select("level", "org_code", "exam_code", "tested", "score")


def exam_scores(parts: pl.DataFrame) -> pl.DataFrame:
    """T_EXAM: how far the people of a school lie above the state's mean, in standard deviations between schools, each
    exam by itself. Source: metrics D2 (T_EXAM).

    In: `exam_sums` of all districts and one year. Grain: level (school, district), org_code: numerator (sum over the
    tested of their school's z, exam by exam) and denominator (tested), in ten-thousandths. An exam in which all schools
    are alike tells nothing and counts for nobody.

    >>> names = {"level": "school", "exam_code": "m", "org_code": ["a", "b"], "tested": [1, 1]}
    >>> exam_scores(pl.DataFrame({**names, "score": [2_300_000, 2_500_000]})).rows()
    [('school', 'a', -10000, 10000), ('school', 'b', 10000, 10000)]
    """
    schools = parts.filter(pl.col("level") == SCHOOL)
    scales = pl.DataFrame(
        _scales(schools), schema={"exam_code": pl.String, "mean": pl.Float64, "sd": pl.Float64}, orient="row"
    )
    scored = parts.filter(pl.col("level") != STATE).join(scales, on="exam_code")
    z = ((pl.col("score") / pl.col("tested") - pl.col("mean")) / pl.col("sd") * SCALE).round().cast(pl.Int64)
    found = scored.group_by("level", "org_code").agg(
        numerator=(z * pl.col("tested")).sum(), denominator=(pl.col("tested") * SCALE).sum()
    )
    return found.sort("level", "org_code")


def _scales(schools: pl.DataFrame) -> Iterable[tuple[str, float, float]]:
    """Mean and standard deviation of each exam, schools weighed by who was tested; whole numbers until the last step,
    so that the order of schools changes nothing and equal schools are equal.
    """
    for (exam,), rows in schools.sort("exam_code").group_by("exam_code", maintain_order=True):
        pairs = list(rows.select("score", "tested").iter_rows())
        tested, score = sum(many for _, many in pairs), sum(total for total, _ in pairs)
        squares = sum(many * (total // many) ** 2 for total, many in pairs)
        variance = tested * squares - score**2  # times tested, twice
        if variance > 0:
            yield str(exam), score / tested, math.sqrt(variance) / tested


def _at_levels(amounts: pl.DataFrame, key: list[str]) -> pl.DataFrame:
    """Rows of schools, of districts and of the state. A district's own row stands where none of its schools has one."""
    district = ITS_DISTRICT.alias("org_code")
    schools = amounts.filter(is_school())
    own = amounts.filter(~is_school(), pl.col("org_code") != STATE_CODE)
    whose = _whose(amounts)
    silent = own.join(schools.select(district, *whose), on=["org_code", *whose], how="anti")
    of_districts = pl.concat([schools.with_columns(district), silent])
    parts = {SCHOOL: schools, DISTRICT: of_districts, STATE: of_districts.with_columns(org_code=pl.lit(STATE_CODE))}
    named = [frame.with_columns(level=pl.lit(level)) for level, frame in parts.items()]
    grain = [*whose, "level", "org_code", *key]
    return pl.concat(named).group_by(grain).agg(pl.all().sum()).sort(grain)
