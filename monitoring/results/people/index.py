"""The person-year index is brought up to date, and with it which files are added up. Called within
`across_districts`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

import polars as pl
from django.db.models import Q

from districts.locks import Lock, wait_for
from districts.models import District
from districts.outbox import enqueue
from monitoring.analysis.definitions.in_force import InForce
from monitoring.analysis.people.person_index import INDEX, index_of
from monitoring.definitions.queries import in_force
from monitoring.intake.topics import INDEX_TOPIC, PEOPLE_TOPIC, RECOMPUTE_TOPIC

from ..database_frames import insert_rows, read_rows, staged
from ..frames import Schema
from ..models import PersonYear, SummedFiles
from .files import YearFiles, year_files
from .staff_years import ORGANIZATIONS, Directory, Reader, facts_of

KEY = "all"
INDEXED = ("staff_roster", "work_assignment")  # the datasets that the index is made of
ROW: Schema = {**{name: dtype for name, dtype in INDEX.items() if name != "district"}, "is_certified": pl.Boolean}


def index_people(*, district_id: int) -> bool:
    """Note which files of persons of a district count, and where its people work as certified; ask for sums wherever
    these are others by that, also in other districts that report the same people. Whether anything changed. The
    agency's files stand in everywhere, so of the agency it asks this of everybody.
    """
    district = District.objects.get(pk=district_id)
    if district.is_state:
        asked = ask_where_people_are_stale()
        if not asked:
            enqueue(topic=RECOMPUTE_TOPIC, key=KEY, payload={"trigger": "out_of_date"}, district_id=district_id)
        return asked > 0
    wait_for(Lock.PERSON_INDEX)
    definitions, directory = in_force(), Directory(district.org_code)
    wanted = year_files(district_id, ratings=definitions.reads_ratings)
    years = _note(district_id, wanted, directory, definitions)
    if not years:
        return False
    changed = _index(district_id, wanted, years)
    others = [_mark(district_id, people, year) for year, people in changed.items()]
    for one in sorted({district_id}.union(*others)):
        enqueue(topic=PEOPLE_TOPIC, key=KEY, payload={}, district_id=one)
    return True


def stale_districts() -> list[int]:
    """Those whose files, definitions or organizations are others than their sums were computed with."""
    definitions, directory = in_force(), Directory()
    wanted = year_files(ratings=definitions.reads_ratings)
    in_use = SummedFiles.objects.filter(Q(is_certified=True) | Q(is_current=True))
    stand = {(one.district_id, one.id): one for one in in_use}
    stale = {one.district_id for one in stand.values() if one.is_stale}
    facts = {
        (one.district_code, one.school_year): facts_of(directory.of(one.district_code), definitions, one.school_year)
        for one in wanted
    }
    for one in wanted:
        stands = stand.pop((one.district_id, one.id), None)
        if stands is None or _said(stands) != (
            one.is_certified,
            one.is_current,
            facts[one.district_code, one.school_year],
        ):
            stale.add(one.district_id)
    return sorted(stale | {one.district_id for one in stand.values()})


def ask_where_people_are_stale() -> int:
    """Promise to index the people of every district whose sums are out of date. Returns of how many."""
    stale = stale_districts()
    for one in stale:
        enqueue(topic=INDEX_TOPIC, key=KEY, payload={}, district_id=one)
    return len(stale)


def _said(one: SummedFiles) -> tuple[bool, bool, str]:
    return one.is_certified, one.is_current, one.facts_hash


def _note(district_id: int, wanted: list[YearFiles], directory: Directory, definitions: InForce) -> set[int]:
    """Which files are added up together, and what has to be computed anew. The years of which any is new, counts for
    others than before, or is out of date.
    """
    rows = SummedFiles.objects.filter(district_id=district_id).order_by("id").select_for_update(of=("self",))
    stand = {one.id: one for one in rows}
    years = set()
    for one in wanted:
        facts = facts_of(directory.of(one.district_code), definitions, one.school_year)
        noted = stand.pop(one.id, None)
        if noted and _said(noted) == (one.is_certified, one.is_current, facts) and not noted.is_stale:
            continue
        is_stale = noted is None or noted.is_stale or noted.facts_hash != facts
        said = {"is_certified": one.is_certified, "is_current": one.is_current, "facts_hash": facts}
        of = {"district_id": district_id, "school_year": one.school_year, "snapshots": [s.pk for s in one.snapshots]}
        SummedFiles.objects.update_or_create(
            id=one.id, district_id=district_id, defaults={**of, **said, "is_stale": is_stale}
        )
        years.add(one.school_year)
    gone = [one for one in stand.values() if one.is_certified or one.is_current]
    SummedFiles.objects.filter(pk__in=[one.pk for one in gone]).update(is_certified=False, is_current=False)
    return years | {one.school_year for one in gone}


def _index(district_id: int, files: Iterable[YearFiles], years: Collection[int]) -> dict[int, list[str]]:
    """Replace the district's rows of some years where they are others; by school year the people whose certified rows
    are, since others read no others.
    """
    reader, nowhere = Reader(INDEXED), pl.DataFrame(schema=ORGANIZATIONS)
    frames = [
        index_of(reader.staff_year(one, nowhere)).with_columns(is_certified=pl.lit(one.is_certified))
        for one in files
        if one.school_year in years
    ]
    now = pl.concat([pl.DataFrame(schema=ROW), *(frame.select(list(ROW)) for frame in frames)])
    of_years = PersonYear.objects.filter(district_id=district_id, school_year__in=years)
    before = read_rows(of_years, list(ROW), ROW)
    pairs = ((now, before), (before, now))
    changed = pl.concat(one.join(other, on=list(ROW), how="anti", nulls_equal=True) for one, other in pairs)
    if changed.is_empty():
        return {}
    of_years.delete()
    insert_rows(PersonYear, now.with_columns(district_id=pl.lit(district_id)))
    people = changed.filter("is_certified").group_by("school_year").agg(pl.col("mepid").unique())
    return dict(people.iter_rows())


def _mark(district_id: int, people: Collection[str], year: int) -> set[int]:
    """Other districts that report any of these people: sums that read the year are out of date. Returns which."""
    near = PersonYear.objects.filter(school_year__range=(year - 1, year + 1)).exclude(district_id=district_id)
    with staged(people) as same:
        districts = set(near.filter(mepid__in=same).order_by().values_list("district_id", flat=True).distinct())
    reads = SummedFiles.objects.filter(district_id__in=districts, school_year__in=(year, year + 1)).order_by("id")
    locked = [one.pk for one in reads.select_for_update(of=("self",))]
    SummedFiles.objects.filter(pk__in=locked).update(is_stale=True)
    return districts
