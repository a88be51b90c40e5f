"""What intake tells, named for whose eyes. All need a scope; pages of a district also name the district, for the
state's scope sees every tenant's rows.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, Func, JSONField, OuterRef, Prefetch, Q, QuerySet

from districts.models import District, School
from monitoring.intake.changes.changes_table import Kinds
from monitoring.intake.checks.catalogue import RULES
from monitoring.intake.files import read_snapshot
from monitoring.intake.grain import Grain
from monitoring.intake.models import ColumnProposal, Comparison, Finding, Snapshot, Upload
from monitoring.intake.progress import Progress, progress_of
from monitoring.intake.reports.catalogue import REPORTS
from monitoring.intake.submissions import STAND_IN


@dataclass(frozen=True)
class UploadStatus:
    """Where an upload stands, for its page and the API: what is stored, and how far a check under way has come."""

    upload: Upload
    progress: Progress | None

    @property
    def state(self) -> str:
        return self.upload.state

    @property
    def has_ended(self) -> bool:
        return self.upload.has_ended

    @property
    def reason(self) -> str:
        return self.upload.reason

    @property
    def report_title(self) -> str:
        return report_title(self.upload.report)


@dataclass(frozen=True)
class Overtaken:
    """That newer files of the same report were taken while one was held. `by`: the last of them; `years`: school years
    of the held one that stand in them, `left`: those that can still be taken. Both are empty where its rows are of no
    one year.
    """

    by: Upload
    years: list[int]
    left: list[int]

    @property
    def is_whole(self) -> bool:
        return not self.left


@dataclass(frozen=True)
class FindingRow:
    """One row of the findings' table: stable names, used by the page, the CSV, the API and the commands.

    `total`: how many offenders the rule has in the file; at most a hundred of them have a row.
    """

    rule_id: str
    severity: str
    file: str
    row: int | None
    column: str | None
    school_year: str | None
    value: str | None
    message: str
    how_to_fix: str
    total: int


OVERTAKEN = "overtaken"
FINDING_COLUMNS = tuple(FindingRow.__dataclass_fields__)


def with_overtaken(uploads: QuerySet[Upload]) -> QuerySet[Upload]:
    """The uploads with `is_overtaken`: whether one is held and newer files were taken of all its school years, so that
    it waits for nobody any more; as `overtaken_of` says of a single one.
    """
    later = Upload.objects.filter(
        district_id=OuterRef("district_id"),
        report=OuterRef("report"),
        state__in=Upload.TAKEN,
        received_at__gt=OuterRef("received_at"),
        collections__contains=OuterRef("collections"),
    ).order_by()
    years = later.annotate(year=Func("school_years", function="jsonb_array_elements", output_field=JSONField()))
    covered = Func(ArraySubquery(years.values("year")), function="to_jsonb", output_field=JSONField())
    return uploads.annotate(
        is_overtaken=Q(Exists(later), state=Upload.State.HELD) & Q(school_years__contained_by=covered)
    )


def mark_overtaken(uploads: Iterable[Upload]) -> list[Upload]:
    """The same with `is_overtaken`, of some that were read: one query where any of them is held, else none."""
    shown = list(uploads)
    held = [one.pk for one in shown if one.state == Upload.State.HELD]
    overtaken = with_overtaken(Upload.objects.filter(pk__in=held)).filter(Q(is_overtaken=True))
    found = set(overtaken.values_list("pk", flat=True)) if held else set()
    for one in shown:
        one.is_overtaken = one.pk in found  # type: ignore[attr-defined]
    return shown


def with_errors(uploads: QuerySet[Upload]) -> QuerySet[Upload]:
    """The uploads with `its_errors`: what kept something out, without the places. One query more."""
    errors = Finding.objects.filter(severity=Finding.Severity.ERROR).defer("details")
    return uploads.prefetch_related(Prefetch("findings", errors, to_attr="its_errors"))


def uploads_for_district_page(district_id: int) -> QuerySet[Upload]:
    """The tenant's uploads, latest first."""
    return Upload.objects.filter(district_id=district_id).select_related("column_mapping").order_by("-received_at")


def uploads_for_state_page(*, district: str = "", report: str = "", state: str = "") -> QuerySet[Upload]:
    """The districts' uploads, latest first, in the state's scope; of those whose name or code holds `district`, of one
    report, in one state (of those held, overtaken ones are a state of their own).
    """
    found = Upload.objects.select_related("district").exclude(district__kind=District.Kind.STATE)
    if district:
        found = found.filter(Q(district__name__icontains=district) | Q(district__org_code__startswith=district))
    if report:
        found = found.filter(report=report)
    if state:
        of_state = {"is_overtaken": True} if state == OVERTAKEN else {"state": state, "is_overtaken": False}
        found = with_overtaken(found).filter(**of_state)
    return found.order_by("-received_at")


def upload_status_for_page(upload: Upload) -> UploadStatus:
    """The upload with live progress; no query once its proposals are read."""
    return UploadStatus(upload, None if upload.has_ended else progress_of(upload.pk))


def names_organizations(upload: Upload) -> bool:
    """Whether current rows on districts and schools come from the upload; no query for rows on persons."""
    if upload.is_on_persons:
        return False
    given = Snapshot.objects.filter(upload=upload, dataset=Snapshot.Dataset.ORGANIZATIONS)
    return given.filter(superseded_at=None).exists()


def lent_to_districts(upload: Upload) -> list[Grain]:
    """What the agency's upload gave that stands in where a district has none of its own; no query for a district's."""
    if not upload.district.is_state:
        return []
    return [one.grain for one in Snapshot.objects.filter(upload=upload, dataset__in=STAND_IN, superseded_at=None)]


def overtaken_of(upload: Upload) -> Overtaken | None:
    """Whether newer files have taken the place of a held one; None where it is not held, or none has. At most one
    query, and that only for an upload that is held.
    """
    if upload.state != Upload.State.HELD:
        return None
    taken = Upload.objects.filter(district_id=upload.district_id, report=upload.report, state__in=Upload.TAKEN)
    later = taken.filter(received_at__gt=upload.received_at, collections__contains=upload.collections)
    own = set(upload.school_years)
    same = [one for one in later.order_by("received_at") if not own or not own.isdisjoint(one.school_years)]
    if not same:
        return None
    years = own.intersection(year for one in same for year in one.school_years)
    return Overtaken(by=same[-1], years=sorted(years), left=sorted(own - years))


def findings_for_page(upload: Upload) -> list[Finding]:
    """Errors first, then warnings, then information; each with its rule as `finding.rule`."""
    order = {"E": 0, "W": 1, "I": 2}
    found = sorted(Finding.objects.filter(upload=upload), key=lambda finding: (order[finding.severity], finding.pk))
    for finding in found:
        finding.rule = RULES[finding.rule_id]
    return found


def finding_rows(upload: Upload) -> Iterator[FindingRow]:
    """Every kept detail of every finding, for CSV, JSON and the API."""
    for finding in findings_for_page(upload):
        for detail in finding.details:
            yield FindingRow(
                rule_id=finding.rule_id,
                severity=finding.severity,
                file=upload.file_name,
                row=detail["row"],
                column=detail["column"],
                school_year=detail["school_year"],
                value=detail["value"],
                message=detail["message"],
                how_to_fix=detail["how_to_fix"],
                total=finding.total,
            )


def snapshots_of_upload(upload: Upload) -> QuerySet[Snapshot]:
    """What the upload gave, superseded or not, with what superseded it."""
    return (
        Snapshot.objects.filter(upload=upload)
        .select_related("superseded_by__upload")
        .order_by("dataset", "school_year")
    )


def comparisons_of_upload(upload: Upload) -> list[Comparison]:
    """What the upload changes, by school year and kind of rows, with the file it is set beside. One query."""
    return list(Comparison.objects.filter(upload=upload).select_related("against__upload"))


def changes_of_upload(upload: Upload) -> Kinds:
    """The lines of what the upload changes (changed_rows.CHANGES), by what they are of. One query, and the files."""
    return [(one.grain, read_snapshot(one)) for one in comparisons_of_upload(upload) if one.differs]


def names_of(org_codes: Collection[str]) -> dict[str, str]:
    """The names of districts and schools of the scope. Two queries."""
    found: dict[str, str] = {}
    for model in (District, School):
        found |= dict(model.objects.filter(org_code__in=org_codes).values_list("org_code", "name"))
    return found


def proposals_for_page(district_id: int) -> QuerySet[ColumnProposal]:
    """The tenant's proposals, those that wait first."""
    own = ColumnProposal.objects.filter(district_id=district_id).select_related("upload")
    return own.order_by("decided_at", "-proposed_at")


def open_proposals_for_state_page() -> QuerySet[ColumnProposal]:
    """Every tenant's proposals that wait for a decision; in the state's scope."""
    waiting = ColumnProposal.objects.filter(state=ColumnProposal.State.PROPOSED)
    return waiting.select_related("upload", "district")


def report_title(report_id: str) -> str:
    """The title of a report or layout; blank where the file was not recognized."""
    return REPORTS[report_id].title if report_id in REPORTS else ""


def uploads_for_api() -> QuerySet[Upload]:
    """Every upload in the scope, latest first, with its tenant, its proposals, and whether it is overtaken."""
    uploads = Upload.objects.select_related("district", "column_mapping").order_by("-received_at", "id")
    return with_overtaken(uploads.prefetch_related(Prefetch("proposals", to_attr="its_proposals")))


def proposals_for_api() -> QuerySet[ColumnProposal]:
    """Every proposal in the scope, latest first, with its tenant and the file's name."""
    return ColumnProposal.objects.select_related("upload", "district").order_by("-proposed_at", "school_year", "id")
