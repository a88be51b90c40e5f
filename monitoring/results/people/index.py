"""The person-year index is brought up to date, and with it which files are added up. Called within
`across_districts`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import replace
from functools import reduce
from operator import or_

import polars as pl
from django.db.models import Q

from districts.locks import Lock, wait_for
from districts.models import District
from districts.outbox import enqueue
from monitoring.analysis.definitions.in_force import InForce
from monitoring.analysis.people.person_index import INDEX, index_of
from monitoring.analysis.people.together import id_alone, together
from monitoring.definitions.queries import in_force
from monitoring.intake.topics import INDEX_TOPIC, PEOPLE_TOPIC, RECOMPUTE_TOPIC

from ..database_frames import insert_rows, read_rows, staged_people
from ..frames import Schema
from ..models import PersonYear, SummedFiles
from .files import YearFiles, each_district_once, year_files
from .staff_years import ORGANIZATIONS, Directory, Reader, facts_of

KEY = "all"
INDEXED = ("staff_roster", "work_assignment")  # the datasets that the index is made of
OF_SETS: Schema = {"district_id": pl.Int64, "is_certified": pl.Boolean}
ROW: Schema = {**{name: dtype for name, dtype in INDEX.items() if name != "district"}, **OF_SETS}
PLACE: Schema = {name: ROW[name] for name in ("district_id", "school_year")}
Place = tuple[int, int]  # a district's id, a school year


def index_people(*, district_ids: Collection[int]) -> bool:
    """Note which files of persons of these districts count, and where their people work as certified; ask for sums
    wherever these are others by that, also in other districts that report the same people. Whether anything changed.
    The agency's files stand in everywhere, so of the agency it asks this of everybody.
    """
    districts = {one.pk: one for one in District.objects.filter(pk__in=district_ids)}
    agencies = [one.pk for one in districts.values() if one.is_state]
    asked = [_ask_everybody(one) for one in agencies]
    codes = {key: one.org_code for key, one in districts.items() if not one.is_state}
    return any([*asked, bool(codes) and _index_districts(codes)])


def _ask_everybody(agency_id: int) -> bool:
    asked = ask_where_people_are_stale()
    if not asked:
        enqueue(topic=RECOMPUTE_TOPIC, key=KEY, payload={"trigger": "out_of_date"}, district_id=agency_id)
    return asked > 0


def _index_districts(codes: dict[int, str]) -> bool:
    """`codes`: of the districts, by their ids."""
    wait_for(Lock.PERSON_INDEX)
    definitions, directory = in_force(), Directory(*codes.values())
    wanted = year_files(codes, ratings=definitions.reads_ratings)
    noted = _note(codes, wanted, directory, definitions)
    if not noted:
        return False
    others = _mark(_index(wanted, noted))
    for one in sorted(others | {owner for owner, _ in noted}):
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


def _note(
    district_ids: Collection[int], wanted: list[YearFiles], directory: Directory, definitions: InForce
) -> set[Place]:
    """Which files are added up together, and what has to be computed anew. The places of which any is new, counts for
    others than before, or is out of date.
    """
    rows = SummedFiles.objects.filter(district_id__in=district_ids).order_by("id").select_for_update(of=("self",))
    stand = {one.id: one for one in rows}
    new, changed = [], []
    for one in wanted:
        facts = facts_of(directory.of(one.district_code), definitions, one.school_year)
        told = SummedFiles(
            id=one.id,
            district_id=one.district_id,
            school_year=one.school_year,
            snapshots=[snapshot.pk for snapshot in one.snapshots],
            is_certified=one.is_certified,
            is_current=one.is_current,
            facts_hash=facts,
        )
        noted = stand.pop(one.id, None)
        if noted is None:
            new.append(told)
        elif _said(noted) != _said(told) or noted.is_stale:
            told.is_stale = noted.is_stale or noted.facts_hash != facts
            changed.append(told)
    gone = [one for one in stand.values() if one.is_certified or one.is_current]
    SummedFiles.objects.bulk_create(new)
    SummedFiles.objects.bulk_update(changed, ["is_certified", "is_current", "facts_hash", "is_stale"])
    SummedFiles.objects.filter(pk__in=[one.pk for one in gone]).update(is_certified=False, is_current=False)
    return {(one.district_id, one.school_year) for one in (*new, *changed, *gone)}


def _index(files: Iterable[YearFiles], places: Collection[Place]) -> pl.DataFrame:
    """Replace the rows of districts' years where they are others. Out: those people whose certified rows are, since
    others read no others; in PEOPLE.
    """
    now = _rows_of([one for one in files if (one.district_id, one.school_year) in places])
    of = {"district_id__in": {owner for owner, _ in places}, "school_year__in": {year for _, year in places}}
    asked = pl.DataFrame(sorted(places), schema=PLACE, orient="row")
    before = read_rows(PersonYear.objects.filter(**of), list(ROW), ROW).join(asked, on=list(PLACE), how="semi")
    pairs = ((now, before), (before, now))
    changed = pl.concat(one.join(other, on=list(ROW), how="anti", nulls_equal=True) for one, other in pairs)
    others = changed.select(list(PLACE)).unique()
    for (year,), part in others.partition_by("school_year", as_dict=True).items():
        PersonYear.objects.filter(school_year=year, district_id__in=part["district_id"].to_list()).delete()
    if not changed.is_empty():
        insert_rows(PersonYear, now.join(others, on=list(PLACE), how="semi"))
    return changed.filter("is_certified").select("school_year", "mepid", asks="district_id").unique()


def _rows_of(files: Iterable[YearFiles]) -> pl.DataFrame:
    """What files add to the index, in ROW."""
    reader, nowhere, found = Reader(INDEXED), pl.DataFrame(schema=ORGANIZATIONS), [pl.DataFrame(schema=ROW)]
    for by_code in each_district_once(files):
        said = [(code, one.district_id, one.is_certified) for code, one in by_code.items()]
        of = pl.DataFrame(said, schema={"district": pl.String, **OF_SETS}, orient="row")
        alone = [replace(each, before={}, lent={}) for each in by_code.values()]
        for one in together(reader.staff_year(each, nowhere) for each in alone):
            rows = index_of(one).with_columns(mepid=id_alone(one)).join(of, on="district")
            found.append(rows.select(pl.col(name).cast(dtype) for name, dtype in ROW.items()))
    return pl.concat(found)


def _mark(people: pl.DataFrame) -> set[int]:
    """Other districts that report any of these people near the year: sums that read it are out of date. Returns which.

    `people`: school_year, mepid, and the id of the district that `asks`.
    """
    near: Schema = {"district_id": pl.Int64}
    reads: set[Place] = set()
    for (year,), part in people.partition_by("school_year", as_dict=True).items():
        with staged_people(part) as same:
            rows = PersonYear.objects.filter(school_year__range=(year - 1, year + 1)).extra(**same)
            owners = read_rows(rows.distinct(), list(near), near)["district_id"].unique()
        reads |= {(owner, later) for owner in owners for later in (year, year + 1)}
    _mark_sums(reads)
    return {owner for owner, _ in reads}


def _mark_sums(places: set[Place]) -> None:
    """Those of these districts' years. Locked in the order of their ids, as whoever adds up locks them."""
    years: dict[int, list[int]] = defaultdict(list)
    for owner, year in places:
        years[year].append(owner)
    its = reduce(or_, (Q(school_year=year, district_id__in=owners) for year, owners in years.items()), Q(pk__in=[]))
    locked = [one.pk for one in SummedFiles.objects.filter(its).order_by("id").select_for_update(of=("self",))]
    SummedFiles.objects.filter(pk__in=locked).update(is_stale=True)
