"""The sums of districts' people are brought up to date. Called within `across_districts`."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace

import polars as pl

from districts.models import District
from districts.outbox import enqueue
from monitoring.analysis.definitions.in_force import InForce
from monitoring.analysis.people.aggregates import surveys_of_districts
from monitoring.analysis.people.person_index import INDEX, index_of
from monitoring.analysis.people.staff_year import StaffYear
from monitoring.analysis.people.sums import SUMS, sums_of_districts
from monitoring.analysis.people.suppression import without_hidden
from monitoring.analysis.people.together import id_alone, named_in, together
from monitoring.definitions.queries import in_force
from monitoring.intake.files import read_snapshot
from monitoring.intake.topics import PEOPLE_TOPIC, RECOMPUTE_TOPIC

from ..database_frames import insert_rows, read_rows, staged_people
from ..models import PartialSum, PersonYear, SummedFiles
from .files import YearFiles, each_district_once, year_files
from .staff_years import Directory, Reader

SURVEY = ("item_code", "favourable", "respondents", "eligible")


def add_up_people(*, district_ids: Collection[int]) -> int:
    """Compute the sums of these districts that are out of date, from their files and the index; of how many sets of
    files. Results are asked for where a sum is another than it was, or counts for others.
    """
    marked = _taken(district_ids)
    if marked:
        definitions = in_force()
        owners = {one.district_id for one in marked.values()}
        wanted = [one for one in year_files(owners, ratings=definitions.reads_ratings) if one.id in marked]
        directory = Directory(*{one.district_code for one in wanted})
        _write([(marked[files.id], rows) for files, rows in sums_of(wanted, directory, Reader(), definitions)])
    _forget_unused(district_ids)
    _ask_for_results(district_ids)
    return len(marked)


def _taken(district_ids: Collection[int]) -> dict[uuid.UUID, SummedFiles]:
    """What is out of date, locked. Of several districts nothing is waited for that another job is at work on, for that
    one may wait for this: the district's own job is promised once more. One district waits.
    """
    stale = SummedFiles.objects.filter(district_id__in=district_ids, is_stale=True).order_by("id")
    owners = dict(stale.values_list("pk", "district_id")) if len(district_ids) > 1 else {}
    taken = {one.id: one for one in stale.select_for_update(of=("self",), skip_locked=len(district_ids) > 1)}
    for one in sorted({owner for key, owner in owners.items() if key not in taken}):
        enqueue(topic=PEOPLE_TOPIC, key="all", payload={}, district_id=one)
    return taken


def _ask_for_results(district_ids: Collection[int]) -> None:
    """One promise of the agency's for whatever districts have added up meanwhile: a run is everybody's. Last in its
    transaction, for others wait for the row.
    """
    agency = District.objects.filter(kind=District.Kind.STATE).values_list("pk", flat=True).first()
    asks = agency or min(district_ids)
    enqueue(topic=RECOMPUTE_TOPIC, key="all", payload={"trigger": "people"}, district_id=asks)


def sums_of(
    wanted: Iterable[YearFiles], directory: Directory, reader: Reader, definitions: InForce
) -> Iterator[tuple[YearFiles, pl.DataFrame]]:
    """Each set of files with its sums, by the definitions that hold in its year, and without ratings that would tell of
    few. Grain: `sums.GRAIN`. What is alike is computed at once.
    """
    for files in each_district_once(wanted):
        rows = _sums_of_year(files, directory, reader, definitions)
        of = {str(code): part for (code,), part in rows.partition_by("district", as_dict=True).items()}
        for code, one in files.items():
            yield one, of.get(code, rows.clear()).drop("district")


def _sums_of_year(
    files: dict[str, YearFiles], directory: Directory, reader: Reader, definitions: InForce
) -> pl.DataFrame:
    """By code of the district. Grain: district, `sums.GRAIN`."""
    school_year = next(iter(files.values())).school_year
    years = [reader.staff_year(one, directory.of(code)) for code, one in files.items()]
    ids = {code: one.district_id for code, one in files.items()}
    measures = definitions.of_people(school_year)
    whole = [with_index(one, ids) for one in together(years)]
    parts = [without_hidden(sums_of_districts(one, measures), one, measures) for one in whole]
    sent = {code: one.own["climate_survey"] for code, one in files.items() if "climate_survey" in one.own}
    if sent:
        read = [
            read_snapshot(one).select(pl.lit(code).alias("district"), "org_code", *SURVEY) for code, one in sent.items()
        ]
        parts.append(surveys_of_districts(pl.concat(read), school_year, definitions.of_surveys(school_year)))
    return pl.concat(parts)


def with_index(year: StaffYear, ids: dict[str, int]) -> StaffYear:
    """The same with the index: the districts' own people in both years, and where else they work as certified. `ids`:
    of the districts, by code.
    """
    own = pl.concat(index_of(one) for one in (year, year.before) if one is not None)
    return replace(year, index=pl.concat([own, _elsewhere(year, own, ids)]))


def _elsewhere(year: StaffYear, own: pl.DataFrame, ids: dict[str, int]) -> pl.DataFrame:
    """Rows of other districts on the same people."""
    both = (year.school_year - 1, year.school_year)
    certified = PersonYear.objects.filter(school_year__in=both, is_certified=True)
    names = [name if name != "district" else "district__org_code" for name in INDEX]
    schema = {"asks": pl.Int64, **{name: INDEX[name.removesuffix("__org_code")] for name in names}}
    codes = pl.col("district").replace_strict(ids, return_dtype=pl.Int64)
    with staged_people(own.select(asks=codes, mepid=id_alone(year))) as others:
        found = read_rows(certified.extra(**others), ["asks", *names], schema)
    asks = pl.col("asks").replace_strict({key: code for code, key in ids.items()}, return_dtype=pl.String)
    named = found.rename({"district__org_code": "district"}).with_columns(mepid=named_in(year, asks))
    return named.select(list(INDEX)).sort(*INDEX)


def _write(found: Iterable[tuple[SummedFiles, pl.DataFrame]]) -> None:
    """Put sums in the place of those that were, unless they are the same."""
    changed: list[pl.DataFrame] = []
    done: list[SummedFiles] = []
    for one, rows in found:
        content_hash = hashlib.sha256(rows.select(list(SUMS)).write_csv().encode()).hexdigest()
        if content_hash != one.content_hash:
            changed.append(rows.with_columns(district_id=pl.lit(one.district_id), sums_id=pl.lit(str(one.pk))))
        one.is_stale, one.content_hash = False, content_hash
        done.append(one)
    if changed:
        rows = pl.concat(changed).with_columns(pl.col("reason").fill_null(""))
        PartialSum.objects.filter(sums_id__in=rows["sums_id"].unique().to_list()).delete()
        insert_rows(PartialSum, rows)
    SummedFiles.objects.bulk_update(done, ["is_stale", "content_hash"])


def _forget_unused(district_ids: Collection[int]) -> None:
    """Sums of files that no longer count; should they count again, they are computed anew."""
    unused = SummedFiles.objects.filter(district_id__in=district_ids, is_certified=False, is_current=False)
    PartialSum.objects.filter(sums__in=unused).delete()
    unused.update(content_hash="", is_stale=True)
