"""Whether a class is in field, grade by grade."""

from __future__ import annotations

from tests.analysis.people.sent import Row

GRADES = ["PK", "K", "01", "02", "03", "04", "05", "06", "07", "08", "09", "10", "11", "12"]


def grades(text: str | None) -> set[str] | None:
    """Of the texts that the tests write; None where it cannot be read."""
    if text is None or text == "NA":
        return None
    if text == "ALL":
        return set(GRADES)
    if "-" in text:
        first, last = text.split("-")
        return set(GRADES[GRADES.index(first) : GRADES.index(last) + 1])
    return {text} if text in GRADES else None


def is_in_field(assignment: Row, licenses: list[Row], crosswalk: list[Row]) -> bool | None:
    """None: not known."""
    courses = [row for row in crosswalk if row["course_code"] == assignment["course_code"]]

    def names(grade: str) -> bool:
        return any(grade in (grades(row["grade"]) or ()) for row in courses)

    def covers(grade: str, *, in_doubt: bool) -> bool:
        for row in courses:
            for one in licenses:
                if one["type"] == "WAIVER":
                    continue
                fields = [code.strip().upper() for code in row["field_codes"].split(",")]
                asked, held = grades(row["grade"]), grades(one["grade_span"])
                both = all(in_doubt if span is None else grade in span for span in (asked, held))
                if one["field_code"].upper() in fields and both:
                    return True
        return False

    named = {grade for grade in GRADES if names(grade)}
    taught = grades(assignment.get("grade_span"))
    if not named:
        return None
    if all(covers(grade, in_doubt=False) for grade in taught or named):
        return True
    if taught is None:
        return None if any(covers(grade, in_doubt=True) for grade in named) else False
    is_out = any(grade in named and not covers(grade, in_doubt=True) for grade in taught)
    return False if is_out else None
