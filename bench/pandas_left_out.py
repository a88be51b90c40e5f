"""The rules that can look at a district's seven files of persons and that the analyst's script does not apply, with the
reason. Left out as well are those that speak while a file is read or takes another's place: the script tries two
encodings and four separators, and reads no workbook.
"""

from __future__ import annotations

ALWAYS_TOLD = "a layout has a column for the year, without which it is not recognized, or asks for none"
OF_REPORTS = "it looks at columns of sums, which no file of persons has"
YEAR_BEFORE = "it compares with the year before, and there is none"
OTHER_YEARS = "it compares with other years, in reports of sums alone"

LEFT_OUT = {
    "E-YEAR-NONE": ALWAYS_TOLD,
    "E-YEAR-TITLE": ALWAYS_TOLD,
    "E-FILE-EAM-YEAR": "it reads a first line that only files made for this program have",
    "E-ORG-OWN-CODE": "it needs a district's own mapping of columns and codes",
    "I-COLUMN-REMAPPED": "it tells what a person has decided",
    "I-AGENCY-FIGURES": "it needs the files of the state agency",
    "W-FIELD-CODE": "it needs the state agency's crosswalk of courses",
    "I-ROW-OTHER-UNIT": "it looks at reports that are of schools alone, or of districts alone",
    "I-ROW-OTHER-GROUP": OF_REPORTS,
    "I-ROW-DUPLICATE": "it looks at published reports; of a layout a row that stands twice is an error",
    "E-RATE-ACHIEVABLE": OF_REPORTS,
    "E-MEAN-ACHIEVABLE": OF_REPORTS,
    "I-NO-STUDENTS": OF_REPORTS,
    "E-RACE-SUM": OF_REPORTS,
    "E-GRADE-SUM": OF_REPORTS,
    "E-SHARE-WHOLE": OF_REPORTS,
    "E-COLUMN-UNLIKE": OTHER_YEARS,
    "W-COUNT-JUMP": OTHER_YEARS,
    "W-YEAR-FEWER": YEAR_BEFORE,
    "W-EXPERIENCE-CHANGE": YEAR_BEFORE,
    "W-EVALUATION-SHIFT": YEAR_BEFORE,
    "W-ATTENDANCE-RATE": YEAR_BEFORE,
    "W-ATTENDANCE-STAFF": YEAR_BEFORE,
    "W-FIRST-YEAR-SHARE": YEAR_BEFORE,
    "W-ROSTER-NEW": YEAR_BEFORE,
    "W-SCHOOL-STAFF": YEAR_BEFORE,
    "W-SCHOOL-STUDENTS": YEAR_BEFORE,
    "W-STUDENTS-NEW": YEAR_BEFORE,
    "W-ASSIGNMENT-AGAIN": YEAR_BEFORE,
    "W-ATTENDANCE-AGAIN": YEAR_BEFORE,
    "W-GRADE-AGAIN": YEAR_BEFORE,
    "W-GROUPS-EXCHANGED": YEAR_BEFORE,
    "W-ROSTER-AGAIN": YEAR_BEFORE,
    "W-ROSTER-LEFT": YEAR_BEFORE,
    "W-SCHOOLS-EXCHANGED": YEAR_BEFORE,
    "W-YEARS-EXCHANGED": YEAR_BEFORE,
}
