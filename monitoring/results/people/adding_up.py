"""The sums of a district's people are brought up to date. Called within `across_districts`."""

from __future__ import annotations

import hashlib
from dataclasses import replace

import polars as pl

from districts.models import District
from districts.outbox import enqueue
from monitoring.analysis.definitions.in_force import InForce
from monitoring.analysis.people.aggregates import survey_sums
from monitoring.analysis.people.person_index import INDEX, index_of
from monitoring.analysis.people.staff_year import StaffYear
from monitoring.analysis.people.sums import SUMS, partial_sums
from monitoring.analysis.people.suppression import without_hidden
from monitoring.definitions.queries import in_force
from monitoring.intake.files import read_snapshot
from monitoring.intake.topics import RECOMPUTE_TOPIC

from ..database_frames import insert_rows, read_rows, staged
from ..models import PartialSum, PersonYear, SummedFiles
from .files import YearFiles, year_files
from .staff_years import Directory, Reader

SURVEY = ("item_code", "favourable", "respondents", "eligible")


def add_up_people(*, district_id: int) -> int:
    """Compute the sums of the district that are out of date, from its files and the index; of how many sets of files.
    Results are asked for where a sum is another than it was, or counts for others.
    """
    stale = SummedFiles.objects.filter(district_id=district_id, is_stale=True).order_by("id")
    marked = {one.id: one for one in stale.select_for_update(of=("self",))}
    definitions = in_force()
    wanted = [one for one in year_files(district_id, ratings=definitions.reads_ratings) if one.id in marked]
    directory, reader = Directory(District.objects.get(pk=district_id).org_code), Reader()
    for files in wanted:
        year = reader.staff_year(files, directory.of(files.district_code))
        _write(marked[files.id], sums_of(files, with_index(year), definitions))
    _forget_unused(district_id)
    _ask_for_results(district_id)
    return len(wanted)


def _ask_for_results(district_id: int) -> None:
    """One promise of the agency's for whatever districts have added up meanwhile: a run is everybody's. Last in its
    transaction, for others wait for the row.
    """
    agency = District.objects.filter(kind=District.Kind.STATE).values_list("pk", flat=True).first()
    enqueue(topic=RECOMPUTE_TOPIC, key="all", payload={"trigger": "upload"}, district_id=agency or district_id)


def with_index(year: StaffYear) -> StaffYear:
    """The same with the index: the district's own people in both years, and where else they work as certified."""
    own = pl.concat(index_of(one) for one in (year, year.before) if one is not None)
    return replace(year, index=pl.concat([own, _elsewhere(year, own)]))


def _elsewhere(year: StaffYear, own: pl.DataFrame) -> pl.DataFrame:
    """Rows of other districts on the same people."""
    both = (year.school_year - 1, year.school_year)
    certified = PersonYear.objects.filter(school_year__in=both, is_certified=True)
    names = [name if name != "district" else "district__org_code" for name in INDEX]
    schema = {name: INDEX[name.removesuffix("__org_code")] for name in names}
    with staged(own["mepid"]) as people:
        found = read_rows(certified.filter(mepid__in=people).exclude(district__org_code=year.district), names, schema)
    return found.rename({"district__org_code": "district"}).select(list(INDEX)).sort(*INDEX)


def sums_of(files: YearFiles, year: StaffYear, definitions: InForce) -> pl.DataFrame:
    """The sums of a set of files, by the definitions that hold in its year, without ratings that would tell of few.
    Grain: `sums.GRAIN`.
    """
    measures = definitions.of_people(files.school_year)
    parts = [without_hidden(partial_sums(year, measures), year, measures)]
    if "climate_survey" in files.own:
        answers = read_snapshot(files.own["climate_survey"]).select("org_code", *SURVEY)
        parts.append(survey_sums(answers, files.school_year, definitions.of_surveys(files.school_year)))
    return pl.concat(parts)


def _write(sums: SummedFiles, rows: pl.DataFrame) -> None:
    """Put them in the place of those that were, unless they are the same."""
    content_hash = hashlib.sha256(rows.select(list(SUMS)).write_csv().encode()).hexdigest()
    if content_hash != sums.content_hash:
        PartialSum.objects.filter(sums_id=sums.pk, district_id=sums.district_id).delete()
        told = rows.with_columns(
            pl.col("reason").fill_null(""), district_id=pl.lit(sums.district_id), sums_id=pl.lit(str(sums.pk))
        )
        insert_rows(PartialSum, told)
    SummedFiles.objects.filter(pk=sums.pk, district_id=sums.district_id).update(
        is_stale=False, content_hash=content_hash
    )


def _forget_unused(district_id: int) -> None:
    """Sums of files that no longer count; should they count again, they are computed anew."""
    unused = SummedFiles.objects.filter(district_id=district_id, is_certified=False, is_current=False)
    PartialSum.objects.filter(sums__in=unused).delete()
    unused.update(content_hash="", is_stale=True)
