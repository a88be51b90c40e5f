"""Numbers in templates: thin names over the one formatter and the catalogues."""

from __future__ import annotations

from decimal import Decimal

from django import template
from django.utils.safestring import mark_safe

from districts.markup import NOTHING, markup_of_each
from monitoring.analysis import formatting, reasons, sentences, verdicts
from monitoring.analysis.bands import LEFT_OUT_PHRASES
from monitoring.analysis.experiences.sentences import plain_gap
from monitoring.analysis.groups import GROUPS, Grouping
from monitoring.analysis.measure import Measure
from monitoring.analysis.measures import MEASURES
from monitoring.analysis.notes import DIRECTIONS
from monitoring.intake.queries.uploads import report_title
from monitoring.results.models import SchoolValue
from monitoring.results.models.gaps import GapFields
from monitoring.results.models.values import ValueFields
from monitoring.results.page_queries import SchoolFigure
from monitoring.results.selection import DIMENSIONS

register = template.Library()

register.filter("percent", formatting.percent)
register.filter("share", formatting.share)
register.filter("points", formatting.points)
register.filter("fine_points", formatting.fine_points)
register.filter("ratio", formatting.ratio)
register.filter("amount", formatting.amount)
register.filter("figure", formatting.figure)
register.filter("duration", formatting.duration)
register.filter("grades", formatting.grades)
register.filter("school_year", formatting.school_year)
register.filter("report_title", report_title)
register.filter("years", formatting.school_years)

WINDOWS = {"1": "One year", "pooled3": "Three years pooled"}
UNITS = {
    "FTE": "full-time equivalents",
    "HEADCOUNT": "people",
    "ANSWERS": "answers",
    "DAYS": "days",
    "USD_MEAN": "U.S. dollars",
    "DAYS_MEAN": "days for each teacher",
    "EVENTS_MEAN": "events for each teacher",
    "SCORE_MEAN": "standard deviations",
}


@register.filter
def people(number: Decimal | float) -> str:
    """A number of people, whole: 1,840."""
    return formatting.count(number)


@register.filter
def span(numbers: tuple[Decimal, Decimal]) -> str:
    """The smallest and the largest: 412–431."""
    return formatting.count_range(*numbers)


@register.filter
def verdict_words(gap: GapFields) -> str:
    """What may be said of a gap, in words that fit the rates shown."""
    return verdicts.verdict_words(gap.verdict, MEASURES[gap.measure])


@register.filter
def school_figure(value: SchoolValue | SchoolFigure) -> str:
    """A school's rate; of its principals, who are one at a time, how many left of how many."""
    if MEASURES[value.measure].role == "PRINCIPAL" and value.numerator is not None and value.denominator is not None:
        return f"{people(value.numerator)} of {people(value.denominator)}"
    return formatting.figure(value.rate or 0, value.unit)


@register.filter
def reason(code: str) -> str:
    """Why there is no figure, in the one phrase each code has."""
    return reasons.PHRASES.get(code, code.replace("_", " "))


@register.filter
def without_year(figure: ValueFields | SchoolFigure | GapFields) -> str:
    """Of a pooled figure whose last year is not in it, and of one that is not known of many people: that this is so,
    small beside it.
    """
    if not isinstance(figure, GapFields) and figure.people_known is None and figure.school_year in figure.years_used:
        return NOTHING  # as of most
    notes = [sentences.year_note(figure), "" if isinstance(figure, GapFields) else sentences.people_note(figure)]
    return markup_of_each('<span class="n">{}</span>', ((note,) for note in notes if note))


@register.simple_tag
def gap_ratio() -> str:
    """Of the state's rule on students' experiences."""
    return plain_gap()


@register.simple_tag
def mean_of_years(figure: ValueFields | GapFields, mean: float | None) -> str:
    """Of a pooled share, the other reading of its average, where the two differ; of a school's principals, none."""
    measure = MEASURES[figure.measure]
    if not isinstance(figure, ValueFields) or measure.is_mean:
        return ""
    is_of_few = isinstance(figure, SchoolValue) and measure.role == "PRINCIPAL"
    return "" if is_of_few else sentences.mean_note(figure.rate, mean)


@register.filter
def preliminary(row: object) -> str:
    """A small p beside a figure that rests on files nobody has certified."""
    if not getattr(row, "is_preliminary", False):
        return ""
    return mark_safe(
        '<sup class="preliminary"><span aria-hidden="true">p</span><span class="usa-sr-only">, preliminary</span></sup>'
    )


@register.filter
def left_out(code: str) -> str:
    """Why a school takes no part in a grouping."""
    return LEFT_OUT_PHRASES.get(code, code.replace("_", " "))


@register.filter
def measure(measure_id: str) -> Measure:
    return MEASURES[measure_id]


@register.filter
def grouping(group_id: str) -> Grouping:
    return GROUPS[group_id]


@register.filter
def dimension(name: str) -> str:
    return DIMENSIONS[name]


@register.filter
def window(name: str) -> str:
    return WINDOWS[name]


@register.filter
def unit(name: str) -> str:
    return UNITS.get(name, name)


@register.filter
def words(name: str) -> str:
    """A name of the program's own in words: 'upload_accepted' -> 'Upload accepted'."""
    return name.replace("_", " ").replace(".", " ").capitalize()


CAUSES = {
    "upload": "A file was taken",
    "certification": "A collection was certified, or is no longer",
    "people": "Files of persons were added up",
    "definition": "A definition was activated or retired, or student groups are others",
    "out_of_date": "Something that figures rest on had changed",
    "command": "Asked for at the command line",
}
WORK = {
    "results.recompute": "Computing values and gaps",
    "results.index_people": "Finding who works where",
    "results.add_up_people": "Adding up files of persons",
    "intake.check_upload": "Checking files",
    "intake.cross_check": "Comparing files with each other",
    "intake.remind": "Mailing reminders",
    "intake.remove_original": "Removing originals",
}


@register.filter
def cause(trigger: str) -> str:
    """What made a run necessary."""
    return CAUSES.get(trigger, words(trigger))


@register.filter
def work(topic: str) -> str:
    """What a job of this kind does."""
    return WORK.get(topic, words(topic))


@register.filter
def direction(name: str) -> str:
    return DIRECTIONS[name]
