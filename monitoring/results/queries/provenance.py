"""Where a number comes from: its definition, the run that computed it, and the files and rows it stands in."""

from __future__ import annotations

import logging
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeVar

from django.db.models import F, Model, QuerySet, UniqueConstraint, Value

from districts import trouble
from districts.wall import current_scope
from monitoring.analysis.definitions.definition import Definition, State
from monitoring.analysis.definitions.in_force import Entry, InForce
from monitoring.analysis.groups import GROUPS, Grouping, GroupVersion
from monitoring.analysis.measure import Measure
from monitoring.analysis.measures import MEASURES
from monitoring.analysis.values import mean_of_years
from monitoring.definitions.queries import in_force
from monitoring.intake.files import FileDamaged
from monitoring.intake.reports.catalogue import REPORTS

from ..frames import SHORT
from ..models import (
    DistrictBand,
    DistrictGap,
    DistrictSource,
    DistrictValue,
    Run,
    SchoolBand,
    SchoolValue,
    StateGap,
    StateSource,
    StateValue,
    SummedFiles,
)
from ..models.sources import SourceFields
from ..models.values import ValueFields
from ..people.evidence import Rows, is_read, ranges, rows_behind

log = logging.getLogger("monitoring.results")
DESCRIBED = tuple(field.attname for field in SourceFields._meta.fields if field.attname != "file_name")

NOT_TOLD = ("inputs", "years")  # of a run, where it is told what it has written
Result = TypeVar("Result", bound=Model)
NOTHING_IN_FORCE = InForce(())
Traceable = SchoolValue | DistrictValue | StateValue | SchoolBand | DistrictBand | StateGap | DistrictGap


@dataclass(frozen=True)
class Origin:
    """A file that a number stands in; `row` is its line in that file where it is one line (the first line is 1), `rows`
    are the lines that it was computed from where these are several; `has_none`: none of this file's is among them. Name
    and lines of a district's file are for its own members: to the agency the name is empty, and no line is told.

    `is_current`: false where a later upload took its place since. `is_exchanged`: columns of the file that the number
    rests on were read as the agency confirmed, not as they were named.
    """

    snapshot_id: uuid.UUID
    upload_id: uuid.UUID
    file_name: str
    report: str
    dataset: str
    school_year: int | None
    uploaded_at: datetime
    content_hash: str
    of_agency: bool
    row: int | None
    is_current: bool
    is_exchanged: bool
    rows: tuple[int, ...] = ()
    has_none: bool = False

    @property
    def is_of_others(self) -> bool:
        """Whether it is another's file, of which the reader learns that it is there."""
        return not self.file_name

    @property
    def is_of_others_too(self) -> bool:
        """Whether it is the agency's file of everybody's people, of which no row is told."""
        return self.of_agency and bool(REPORTS[self.report].persons)

    @property
    def rows_told(self) -> str:
        """`rows` as people write them."""
        return ranges(self.rows)


@dataclass(frozen=True)
class Provenance:
    """`entry`: of a measure the definition by which it was made; `definition_is_current`: false
    where another one is in force by now, or the grouping has changed, and the figure waits for the next run. `others`:
    files of districts that are theirs to see. `mean_rate`: of a value that sums several years, the mean of their rates.
    `is_damaged`: a stored file of persons cannot be read, so that their rows cannot be told.
    """

    entry: Entry | None
    grouping: Grouping | None
    group_version: GroupVersion | None
    definition_hash: str
    definition_is_current: bool
    run: Run
    origins: tuple[Origin, ...]
    others: int
    mean_rate: float | None = None
    is_damaged: bool = False

    @property
    def definition(self) -> Definition | None:
        return self.entry.definition if self.entry else None

    @property
    def measure(self) -> Measure | None:
        """In the words of the definition."""
        return self.entry.measure if self.entry else None

    @property
    def is_as_published(self) -> bool:
        """Whether nothing is computed by the definition any more, or yet: the figure was published by it."""
        return self.definition is not None and self.definition.state is not State.ACTIVE

    @property
    def version(self) -> int | None:
        """Of the measure, in the school year of the number; None of a share."""
        return self.definition.version if self.definition else None


def provenance_for(result: Traceable, *, tells_rows: bool = True) -> Provenance:
    """Where a value, band or gap comes from, as far as the scope may see. Two queries; one more of a measure; one more
    of a value of several years; two more of a figure that is computed from persons, and for its district those that its
    rows take. `tells_rows`: whether the reader may know which rows on persons a figure of the whole district rests on.
    """
    measure = MEASURES.get(getattr(result, "measure", ""))
    grouping = GROUPS.get(getattr(result, "group", ""))
    definitions = in_force(measure.id) if measure else NOTHING_IN_FORCE
    definition = definitions.with_hash(measure.id, result.definition_hash) if measure else None
    is_current = _is_current(result, definition, grouping, definitions)
    tells = tells_rows or isinstance(result, SchoolValue)
    origins, is_damaged = _origins(result, tells, definitions), False
    if origins is None:
        origins, is_damaged = _origins(result, False, definitions) or (), True
    return Provenance(
        entry=definitions.entry(definition or definitions.shown(measure.id, result.school_year)) if measure else None,
        grouping=grouping,
        group_version=grouping.in_year(result.school_year) if grouping else None,
        definition_hash=result.definition_hash,
        definition_is_current=is_current,
        run=_run_of(result),
        origins=origins,
        others=getattr(result, "other_sources", 0),
        mean_rate=_mean_rate(result),
        is_damaged=is_damaged,
    )


def with_run(results: QuerySet[Result]) -> QuerySet[Result]:
    """Each with the run that wrote it, in the same query."""
    return results.select_related("run").defer(*(f"run__{name}" for name in NOT_TOLD))


def _run_of(result: Traceable) -> Run:
    """One query, where it was not read with the result."""
    known = type(result).run.is_cached(result)
    return result.run if known else Run.objects.defer(*NOT_TOLD).get(pk=result.run_id)


def _is_current(
    result: Traceable, definition: Definition | None, grouping: Grouping | None, definitions: InForce
) -> bool:
    """What was published stays as it is; what is computed goes by the definition in force."""
    if isinstance(result, SchoolBand | DistrictBand):
        return grouping is not None and grouping.hash_in(result.school_year)[:SHORT] == result.definition_hash
    if definition is None:
        return False
    year, name = result.school_year, definition.measure_id
    return definition in (definitions.of(name, year), definitions.published(name, year))


def _mean_rate(result: Traceable) -> float | None:
    """Of the one-year values that stand beside it, in the edition that the reader sees."""
    if not isinstance(result, ValueFields) or result.window == "1":
        return None
    model = type(result)
    key = next(rule.fields for rule in model._meta.constraints if isinstance(rule, UniqueConstraint))
    columns = {field.name: field.attname for field in model._meta.concrete_fields}
    grain = [columns[name] for name in key if name not in ("school_year", "window", "edition")]
    same = {name: getattr(result, name) for name in grain}
    annual = model.objects.filter(**same, window="1", school_year__in=result.years_used, rate__isnull=False).order_by()
    return mean_of_years(dict(annual.values_list("school_year", "rate")), result.years_used)


def _origins(result: Traceable, tells_rows: bool, definitions: InForce) -> tuple[Origin, ...] | None:
    """By school year, then dataset and file; None where rows are to be told and cannot be read."""
    sources: Sequence[uuid.UUID] = getattr(result, "sources", ())
    rows: Sequence[int | None] = getattr(result, "source_rows", None) or [None] * len(sources)
    figures = {getattr(result, "measure", ""), getattr(result, "group", "")}
    sets = _sets(sources) if getattr(result, "people_known", None) is not None else []
    found = _described([*sources, *(snapshot for one in sets for snapshot in one.snapshots)])
    origins = [_origin(found[one], row, figures) for one, row in zip(sources, rows, strict=True) if one in found]
    added_up = [one for one in dict.fromkeys(sources) if one not in found]
    if added_up and not sets:
        sets = _sets(added_up)
        found |= _described({snapshot for one in sets for snapshot in one.snapshots})
    try:
        origins += _origins_of_persons(result, sets, found, figures, tells_rows, definitions) if added_up else []
    except FileDamaged as failure:
        log.error("rows of persons cannot be told: %s", trouble.place_of(failure))
        return None
    return tuple(sorted(origins, key=lambda origin: (origin.school_year or 0, origin.dataset, origin.file_name)))


def _sets(ids: Iterable[uuid.UUID]) -> list[SummedFiles]:
    return list(SummedFiles.objects.filter(pk__in=list(ids)).order_by("school_year"))


def _origins_of_persons(
    result: Traceable,
    sets: Sequence[SummedFiles],
    files: Mapping[uuid.UUID, StateSource | DistrictSource],
    figures: set[str],
    tells_rows: bool,
    definitions: InForce,
) -> list[Origin]:
    """The files of persons whose sums the result is made of."""
    told = _rows_of(result, sets, definitions) if tells_rows else None
    defined = {one.id: definitions.of(getattr(result, "measure", ""), one.school_year) for one in sets}
    rules = {key: one.rule if one else None for key, one in defined.items()}
    read = {
        snapshot
        for one in sets
        for snapshot in one.snapshots
        if (file := files.get(snapshot)) and is_read(rules[one.id], one.school_year, file.dataset, file.school_year)
    }
    own = {key for key in read if isinstance(files[key], DistrictSource)} if told is not None else set()
    rows = told or {}
    return [
        replace(_origin(files[key], None, figures), rows=rows.get(key, ()), has_none=key in own - rows.keys())
        for key in read
    ]


def _described(snapshots: Iterable[uuid.UUID]) -> dict[uuid.UUID, StateSource | DistrictSource]:
    """One query, of the agency's and of districts' at once."""
    wanted, scope = list(dict.fromkeys(snapshots)), current_scope()
    is_for_ese = scope is not None and scope.kind == "state"
    of_districts, of_agency = (
        model.objects.filter(snapshot_id__in=wanted)
        .order_by()
        .annotate(of_agency=Value(model is StateSource), named=F("file_name") if is_named else Value(""))
        .values_list("of_agency", "named", *DESCRIBED)
        for model, is_named in ((DistrictSource, not is_for_ese), (StateSource, True))
    )
    found: dict[uuid.UUID, StateSource | DistrictSource] = {}
    for is_agency, *fields in of_districts.union(of_agency, all=True):
        named = dict(zip(("file_name", *DESCRIBED), fields, strict=True))
        found[named["snapshot_id"]] = StateSource(**named) if is_agency else DistrictSource(**named)
    return found


def _rows_of(result: Traceable, sets: Sequence[SummedFiles], definitions: InForce) -> Rows | None:
    """Rows behind a district's sums, which may be none, are told inside it alone. Raises FileDamaged."""
    scope = current_scope()
    is_own = scope is not None and scope.kind == "district"
    if not (is_own and sets and isinstance(result, SchoolValue | DistrictValue)):
        return None
    return rows_behind(result, sets, definitions)


def _origin(source: StateSource | DistrictSource, row: int | None, figures: set[str]) -> Origin:
    return Origin(
        snapshot_id=source.snapshot_id,
        upload_id=source.upload_id,
        file_name=source.file_name,
        report=source.report,
        dataset=source.dataset,
        school_year=source.school_year,
        uploaded_at=source.uploaded_at,
        content_hash=source.content_hash,
        of_agency=isinstance(source, StateSource),
        row=row if source.file_name else None,
        is_current=source.last_run is None,
        is_exchanged=not figures.isdisjoint(source.exchanged),
    )
