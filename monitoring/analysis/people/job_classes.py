"""Which jobs make a person a teacher or principal: codes of job classes of EPIMS' Work Assignment."""

from __future__ import annotations

from typing import Literal

EducatorRole = Literal["TEACHER", "PRINCIPAL"]

# Day-to-day substitutes and paraprofessionals have other codes and are no teachers; long-term substitutes (2325) are.
TEACHERS = ("2305", "2306", "2307", "2308", "2310", "2325")
PRINCIPAL = "1305"  # principals and heads of school, also several of one school, also those in the post for a time

ROLE_OF_JOB: dict[str, str] = {PRINCIPAL: "PRINCIPAL", **dict.fromkeys(TEACHERS, "TEACHER")}
