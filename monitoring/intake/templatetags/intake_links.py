"""Links and words of the upload pages."""

from __future__ import annotations

import re
from typing import Any

from django import template
from django.template import Context
from django.urls import reverse

from monitoring.analysis import formatting
from monitoring.intake.blank_files import form_of
from monitoring.intake.burden.spread import Spread
from monitoring.intake.burden.uses import ColumnUses, Kind, Use
from monitoring.intake.certification.catalogue import layout_title
from monitoring.intake.certification.standing import Standing, State
from monitoring.intake.certification.steps import lock_words, newer_words, next_steps
from monitoring.intake.changes.left_out import left_out
from monitoring.intake.models import ColumnProposal, Comparison, Upload
from monitoring.intake.queries import uploads as queries
from monitoring.intake.queries.uploads import UploadStatus
from monitoring.intake.reports.catalogue import REPORTS
from monitoring.intake.reports.declaration import Report, figure_title

register = template.Library()
register.filter("report_title", queries.report_title)
register.filter("form_of", form_of)
register.filter("left_out", left_out)
register.filter("lock_words", lock_words)
register.filter("layout_title", layout_title)
register.filter("newer_words", newer_words)
register.filter("next_steps", next_steps)
register.filter("fte", formatting.fte)
register.filter("people", formatting.count)
register.filter("school_year", formatting.school_year)
register.filter("years", formatting.school_years)

USE_WORDS = {
    Kind.RULE: ("rule", "rules"),
    Kind.MEASURE: ("measure", "measures"),
    Kind.GROUP: ("student group", "student groups"),
    Kind.SUMMARY: ("summary", "summaries"),
    Kind.PAGE: ("page", "pages"),
}
STAGES = {"reading": "Reading the file", "checking": "Checking it", "storing": "Storing what is sound"}


@register.simple_tag(takes_context=True)
def intake_link(context: Context, name: str, **kwargs: Any) -> str:
    """The address of an intake page in the tenant of the page's reader."""
    district = context["request"].district
    if district.is_state:
        return reverse(f"state-{name}", kwargs=kwargs)
    return reverse(name, kwargs={**kwargs, "org_code": district.org_code})


@register.filter
def changes_of(comparisons: list[Comparison]) -> dict[str, Any]:
    """What an upload changes: the comparisons that differ, and how many others, with how many rows, do not."""
    same = [one for one in comparisons if not one.differs]
    differing = [one for one in comparisons if one.differs]
    return {"differing": differing, "same_kinds": len(same), "same_rows": sum(one.before for one in same)}


@register.filter
def name_of(names: dict[str, str], org_code: str) -> str:
    """'Abington High (00010505)', or the code alone where it is not on record."""
    return f"{names[org_code]} ({org_code})" if org_code in names else org_code


@register.filter
def without_places(message: str) -> str:
    """A rule's message with an ellipsis where a finding names its row, column or value."""
    return re.sub(r"\{\w+\}", "…", message)


@register.filter
def rows_of(report: Report) -> str:
    """What a row of a report is of."""
    units = {"school": "a school", "district": "a district", "any": "the state, a district or a school"}
    if report.unit not in units:
        return "Each row is one published figure of the state."
    if not report.year_in_file:
        return "Each row is one organization."
    others = [report.column(name).title for name in report.key]
    return f"Each row is of {units[report.unit]} and a school year{''.join(f', by {other}' for other in others)}."


@register.filter
def affected(proposal: ColumnProposal) -> list[str]:
    """What waits with a proposal: the title of each student group and measure."""
    return [figure_title(figure) for figure in sorted(REPORTS[proposal.report].figures_from(set(proposal.mapping)))]


@register.filter
def spread_words(one: Spread | None) -> str:
    """'3 (2 to 4.5)': the median, and the quartiles around it."""
    if one is None:
        return "–"
    return f"{formatting.quantile(one.median)} ({formatting.quantile(one.low)} to {formatting.quantile(one.high)})"


@register.filter
def uses_in_words(one: ColumnUses) -> str:
    """'2 rules, 1 summary'; nothing where nothing uses it."""
    counts = [(len(one.of_kind(kind)), *words) for kind, words in USE_WORDS.items()]
    return ", ".join(f"{number} {word if number == 1 else words}" for number, word, words in counts if number)


@register.filter
def layout_url(id: str) -> str:
    """The page of a layout of ours, or of a published report."""
    return reverse("layout" if REPORTS[id].number else "report", args=[id])


@register.filter
def use_url(use: Use) -> str:
    """Where it is told about; nothing where that is inside a district's pages."""
    if use.kind is Kind.RULE:
        return f"{reverse('rules')}#{use.id}"
    return reverse("measure", args=[use.id]) if use.kind is Kind.MEASURE else ""


@register.filter
def progress_words(status: UploadStatus) -> str:
    """'Checking it: 12 of 60', 'Reading the file', or nothing where no progress is told."""
    told = status.progress
    if told is None:
        return ""
    count = f": {told.done} of {told.total}" if told.total > 1 else ""
    return f"{STAGES.get(told.stage, told.stage)}{count}"


@register.filter
def upload_steps(status: UploadStatus) -> list[dict[str, str]]:
    """The way of a file, with where this one is."""
    steps = ["received", *STAGES, "ended"]
    titles = {"received": "Received", "reading": "Read", "checking": "Checked", "storing": "Stored", "ended": "Done"}
    at = "ended" if status.has_ended else status.progress.stage if status.progress else "received"
    now = steps.index(at) if at in steps else 0
    waits = status.state == Upload.State.RECEIVED
    texts = {"received": "waiting for its turn" if waits and at == "received" else ""}
    return [
        {
            "title": titles[step],
            "state": "done" if place < now or at == "ended" else "now" if place == now else "next",
            "text": texts.get(step, ""),
        }
        for place, step in enumerate(steps)
    ]


@register.filter
def tag_kind(how: Standing) -> str:
    """The look of a collection's state; its words say the same."""
    if how.is_late or how.state is State.SUPERSEDED:
        return "hold"
    if how.state in (State.WITHDRAWN, State.EDIT_WINDOW, State.TRANSMITTED):
        return "note"
    return {State.OPEN: "", State.VALIDATED: "brand", State.SUBMITTED: "brand"}.get(how.state, "done")


@register.filter
def due_words(how: Standing) -> str:
    """'5 days left', '3 days late', 'today'; nothing once it is certified."""
    if how.certified is not None:
        return ""
    days = abs(how.days_left)
    number = f"{days:,} day{'' if days == 1 else 's'}"
    return "today" if not days else f"{number} left" if how.days_left > 0 else f"{number} late"
