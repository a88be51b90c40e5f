"""Which heading of a district's own export probably holds which column: proposals for a person to look at. Pure."""

from __future__ import annotations

import difflib
import functools
from collections.abc import Iterable

from monitoring.intake.mapping.faults import is_forbidden
from monitoring.intake.reports.column import Column, header_key
from monitoring.intake.reports.declaration import Report

LEAST = 0.7  # likeness from which a heading is proposed
OF_PHRASE = 0.95  # what likeness to a name counts that the layout itself does not give
FEWEST_LETTERS = 3  # by which a word is known that is cut short
SHORT = {  # how exports shorten words
    "abs": "absent",
    "asgn": "assignment",
    "assign": "assignment",
    "avg": "average",
    "bldg": "building",
    "cat": "category",
    "cert": "certificate",
    "crs": "course",
    "dt": "date",
    "edu": "educator",
    "emp": "employee",
    "eval": "evaluation",
    "exp": "experience",
    "grd": "grade",
    "grds": "grades",
    "lic": "license",
    "nbr": "number",
    "no": "number",
    "num": "number",
    "prof": "professional",
    "qty": "count",
    "sal": "salary",
    "sch": "school",
    "sec": "section",
    "sect": "section",
    "stat": "status",
    "stu": "student",
    "subj": "subject",
    "sy": "school year",
    "yr": "year",
    "yrs": "years",
}
PHRASES = {  # what people call a column beside the names of its layout, by the column's name
    "base_salary": ("salary", "contract salary"),
    "birth_year": ("year of birth",),
    "category": ("absence type", "leave type", "absence category", "reason"),
    "collection": ("reporting period", "snapshot"),
    "course_code": ("course", "course number", "course id"),
    "days_absent": ("days out", "absences"),
    "days_expected": ("contract days", "work days"),
    "days_in_membership": ("days enrolled", "membership days"),
    "econ_dis": ("low income", "economically disadvantaged", "lunch status"),
    "educator_role": ("role", "position"),
    "el": ("ell", "english learner", "english language learner", "lep"),
    "employment_status": ("employee status", "staff status"),
    "enrolled": ("enrollment", "students", "count of students"),
    "evaluated_on": ("evaluation date", "date of evaluation"),
    "event_date": ("absence date", "date of absence", "date"),
    "exit_date": ("termination date", "term date", "end date", "date of exit", "separation date"),
    "exit_reason": ("termination reason", "term reason", "reason for leaving", "separation reason"),
    "field_code": ("field", "license field", "subject field"),
    "fte": ("full time equivalent", "assignment fte"),
    "grade": ("grade level", "student grade"),
    "grade_span": ("grades", "grade level", "grade range"),
    "highest_degree": ("degree", "education level"),
    "hire_date": ("start date", "date of hire", "date hired"),
    "hours": ("hours absent", "number of hours"),
    "job_class": ("job code", "job", "position code", "job classification"),
    "license_number": ("certificate number", "license id"),
    "local_staff_id": ("employee number", "local employee number", "badge number"),
    "mepid": ("employee id", "staff id", "educator id", "teacher id", "state employee id"),
    "org_code": ("school", "school code", "building", "building code", "site", "school id", "location", "district"),
    "overall": ("overall rating", "evaluation rating", "rating", "summative rating"),
    "professional_status": ("tenure", "professional teacher status"),
    "race_ethnicity": ("race", "ethnicity", "race ethnic code"),
    "rating_type": ("evaluation type",),
    "sasid": ("state id", "student id", "state student id", "pupil id"),
    "school_year": ("year", "academic year", "fiscal year"),
    "section_id": ("section", "class", "class id", "section number"),
    "status": ("license status", "enrollment status", "certificate status"),
    "subject_area": ("subject",),
    "swd": ("sped", "iep", "special education", "disability", "student with disabilities"),
    "term": ("semester", "marking period", "course term"),
    "total_salary": ("annual salary", "gross salary", "total pay"),
    "type": ("license type", "certificate type"),
    "valid_from": ("issue date", "issued", "effective date", "license start date"),
    "valid_to": ("exp date", "expiration date", "expires", "expiration", "license end date"),
    "years_prior_teaching": ("years experience", "years of experience", "teaching years", "years teaching"),
    "years_prior_admin": ("years administrator", "administrative experience"),
}


def likely_headings(layout: Report, headings: list[str]) -> dict[str, str]:
    """By column, the heading that is most like it; the surest pairs first, and no heading twice. None that may not
    stand there.
    """
    pairs = [
        (likeness(column, heading), -place, column.name, heading)
        for column in layout.columns
        for place, heading in enumerate(headings)
        if not is_forbidden(heading, column)
    ]
    found: dict[str, str] = {}
    for like, _, column, heading in sorted(pairs, reverse=True):
        if like >= LEAST and column not in found and heading not in found.values():
            found[column] = heading
    return found


def likely_code(column: Column, own: str) -> str:
    """The code of the list that an own one probably stands for; empty where none is like it.

    >>> from monitoring.intake.layouts.license import REPORT
    >>> [likely_code(REPORT.column("type"), own) for own in ("Prof", "init", "W", "7")]
    ['PROFESSIONAL', 'INITIAL', 'WAIVER', '']
    """
    said = header_key(own)
    for code, meaning in column.code_meanings:
        if said in (header_key(code), header_key(meaning)):
            return code
    begun = [code for code, meaning in column.code_meanings if said and header_key(meaning or code).startswith(said)]
    return begun[0] if len(begun) == 1 else ""


def likeness(column: Column, heading: str) -> float:
    """Between 0 and 1, by letters and by whole words alike; 1 where the layout itself gives this name.

    >>> from monitoring.intake.layouts.staff_roster import REPORT
    >>> likeness(REPORT.column("hire_date"), "Hire Date"), likeness(REPORT.column("mepid"), "Base Salary") < LEAST
    (1.0, True)
    """
    said = header_key(heading)
    names = [header_key(name) for name in column.headers]
    if said in names:
        return 1.0
    own, others = _nearest(said, names), _nearest(said, (*PHRASES.get(column.name, ()), _bare(column.name)))
    return max(own, OF_PHRASE * others)


def _bare(name: str) -> str:
    """The name of a further group of students without what says that it is one."""
    return name.removeprefix("group_").replace("_", " ")


def _nearest(said: str, names: Iterable[str]) -> float:
    long = _in_full(said)
    return max((_alike(text, name) for name in names for text in (said, long)), default=0.0)


def _alike(text: str, name: str) -> float:
    said, known = set(text.split()), set(name.split())
    shared = sum(any(_is_short_for(word, other) for other in known) for word in said)
    words = 2 * shared / (len(said) + len(known)) if said or known else 0.0
    return (difflib.SequenceMatcher(None, text, name).ratio() + words) / 2


def _is_short_for(word: str, other: str) -> bool:
    """Whether they are one word, or one is how the other begins."""
    short, long = sorted((word, other), key=len)
    return word == other or (len(short) >= FEWEST_LETTERS and long.startswith(short))


@functools.lru_cache(maxsize=2048)
def _in_full(key: str) -> str:
    """A heading without its abbreviations.

    >>> _in_full("yrs exp")
    'years experience'
    """
    return " ".join(SHORT.get(word, word) for word in key.split())
