"""Reads behind the pages, named for whose eyes they serve. Each works in the scope it is called in; none computes a
rate.
"""

from .district_page import DistrictPage, OwnSchool, SchoolFigure, SchoolLine, district_page_for_its_members
from .measure_page import MeasureInState, measure_in_state_for_members
from .moved_page import moved_page_for_its_members, moves_of
from .over_years import Series, YearOfValues
from .parts import Part, count_parts, parts_for_its_members, with_values
from .plan_tables import plan_table_for_members
from .school_page import SchoolPage, school_page_for_its_members, shares_of
from .state_page import (
    Submission,
    districts_for_ese,
    left_out_for_ese,
    small_districts_for_ese,
    submissions_of,
)
from .summary_page import SummaryPage, summary_page_for_its_members

__all__ = [
    "DistrictPage",
    "MeasureInState",
    "OwnSchool",
    "Part",
    "SchoolFigure",
    "SchoolLine",
    "SchoolPage",
    "Series",
    "Submission",
    "SummaryPage",
    "YearOfValues",
    "count_parts",
    "district_page_for_its_members",
    "districts_for_ese",
    "left_out_for_ese",
    "measure_in_state_for_members",
    "moved_page_for_its_members",
    "moves_of",
    "parts_for_its_members",
    "plan_table_for_members",
    "school_page_for_its_members",
    "shares_of",
    "small_districts_for_ese",
    "submissions_of",
    "summary_page_for_its_members",
    "with_values",
]
