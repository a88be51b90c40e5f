"""Why there is no rate or no gap: the codes that are stored, and the one phrase each is shown as."""

from __future__ import annotations

NOT_SUBMITTED = "not_submitted"
NOT_CERTIFIED = "not_certified"
SUPPRESSED = "suppressed"
WITHHELD = "withheld"
COMPUTED_ANEW = "computed_anew"
NOT_COLLECTED = "not_collected"
ZERO_DENOMINATOR = "zero_denominator"
TOO_FEW_YEARS = "too_few_years"
TOO_FEW_SCHOOLS = "too_few_schools"
NO_SHARES = "no_shares"
NO_SPREAD = "no_spread"
REFERENCE_ZERO = "reference_zero"
TOO_FEW_DISTRICTS = "too_few_districts"
TELLS_OF_FEW = "tells_of_few_districts"
TOO_MANY_MISSING = "too_many_missing"
TOO_MANY_UNKNOWN = "too_many_unknown"
NO_TITLE_ONE = "no_title1_status"
ONE_SIDE = "one_side"
NOT_IN_FORCE = "not_in_force"
FEW_UNITS = "few_units"
FEW_EXPECTED = "few_expected"
IN_FEW_UNITS = "in_few_units"
UNITS_ALIKE = "units_alike"
FEW_TEACHERS = "few_teachers"
TEACHERS_ALIKE = "teachers_alike"

PHRASES: dict[str, str] = {
    NOT_SUBMITTED: "not submitted",
    NOT_CERTIFIED: "not yet certified by the district",
    SUPPRESSED: "not published, because the numbers are small",
    WITHHELD: "withheld until a question about the file's columns is settled",
    COMPUTED_ANEW: "being computed anew",
    NOT_COLLECTED: "not collected in this year",
    ZERO_DENOMINATOR: "nobody to count",
    TOO_FEW_YEARS: "not enough years",
    TOO_FEW_SCHOOLS: "too few schools to compare",
    NO_SHARES: "student shares not submitted",
    NO_SPREAD: "schools too alike to form two groups",
    REFERENCE_ZERO: "reference group had none",
    TOO_FEW_DISTRICTS: "too few districts have figures",
    TELLS_OF_FEW: "not shown, since with other figures it would tell those of too few districts",
    TOO_MANY_MISSING: "more than a fifth have no figure",
    TOO_MANY_UNKNOWN: "student shares not known for more than a fifth",
    NO_TITLE_ONE: "Title I status not known for more than a fifth of schools",
    ONE_SIDE: "all students compared are on one side",
    NOT_IN_FORCE: "no definition of it is in force",
}

# Of a figure that is there and not shown; with any other reason there is none.
KEPT_BACK = (WITHHELD, COMPUTED_ANEW, SUPPRESSED, TOO_FEW_DISTRICTS, TELLS_OF_FEW, TOO_MANY_MISSING)

# Why a difference has no interval: what is there would not tell how far it could differ by chance.
INTERVAL_PHRASES: dict[str, str] = {
    FEW_UNITS: "fewer than six {units} at one end",
    FEW_EXPECTED: "too few people to count at one end",
    IN_FEW_UNITS: "those counted are in too few {units}",
    UNITS_ALIKE: "all {units} of one end are alike",
    FEW_TEACHERS: "it rests on few teachers",
    TEACHERS_ALIKE: "whichever teacher is left out, it stays the same",
    TELLS_OF_FEW: "it would tell figures of too few districts",
}


def why_no_interval(code: str | None, units: str = "schools") -> str:
    """The phrase of the reason; empty where there is none.

    >>> why_no_interval("few_units", "districts"), why_no_interval(None)
    ('fewer than six districts at one end', '')
    """
    return INTERVAL_PHRASES[code].format(units=units) if code else ""


# What a file, an importer or whoever adds up persons may give as the reason for an empty cell; anything else counts as
# not submitted.
FROM_FILES: dict[str, str] = {
    "suppressed": SUPPRESSED,
    "withheld": WITHHELD,
    "computed_anew": COMPUTED_ANEW,
    "not_collected": NOT_COLLECTED,
    "zero_denominator": ZERO_DENOMINATOR,
    "too_many_missing": TOO_MANY_MISSING,
}

# Where the schools of a group miss their figures for different reasons, the first of these that occurs is given for the
# group.
ORDER = (
    *(WITHHELD, COMPUTED_ANEW, NOT_COLLECTED, TOO_FEW_YEARS, SUPPRESSED, TOO_MANY_MISSING, NOT_SUBMITTED),
    ZERO_DENOMINATOR,
)
