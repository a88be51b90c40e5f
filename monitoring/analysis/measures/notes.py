"""What several measures say alike: where figures come from, over how many years, and why some are not compared."""

from __future__ import annotations

from monitoring.analysis.measure import Window

PROFILES = "Massachusetts DESE, School and District Profiles, {}"
FILES = "Computed from the files that districts hand over: {}"
ONE_YEAR: tuple[Window, ...] = ("1",)
BOTH: tuple[Window, ...] = ("1", "pooled3")

PUBLISHED_ROW = " The state's figure is the report's own row for the whole state, where it has one."
DISTRICTS_ONLY = (
    "Published by district, without student shares of the same year and unit, so it is shown and not compared."
    + PUBLISHED_ROW
)
RATINGS_SUPPRESSED = (
    "The state suppresses the ratings of small groups and of schools where all teachers have the same rating. Sums "
    "over the remaining schools would leave out just those, so ratings are shown and not compared." + PUBLISHED_ROW
)
NAMED_IN_LAW = (
    "Of Title I schools alone, since federal law asks for it, they are compared at student level while a definition is "
    "in force, and then only where four fifths of schools have a figure."
)
BESIDE_RATINGS = "It stands beside the ratings, which are not compared." + PUBLISHED_ROW
PRINCIPALS_RATED = (
    "Most schools have one principal, so that a school's share would tell a person's rating. Ratings are shown for "
    "larger groups and not compared."
)
BY_RATING = (
    "It rests on ratings, which are not compared, and is given for districts and the state alone, since few leave a "
    "school of each rating."
)
MEANS = "It is an amount for each teacher and no share, and gaps are differences between shares."
