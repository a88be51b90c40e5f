"""make bench times functions by name from outside; this keeps the names right and the arithmetic honest."""

from __future__ import annotations

import importlib
import time
from pathlib import Path
from typing import Any

import pytest

from bench import district_rounds, page_kinds, pages, pandas_district, report, rounds, stopwatch
from bench.district_work import check_files, receive_files, refuse_unsound
from bench.district_year import Size, school_codes, write_files
from districts.models import School
from districts.wall import across_districts
from monitoring.intake.models import Upload
from monitoring.results.models import DistrictGap, SchoolValue, StateGap
from tests.districts.cast import Cast
from tests.intake.uploading import checked, enrollment
from tests.web.stored_state import store_results

FUNCTIONS = [place for functions in stopwatch.PARTS.values() for place in functions]


@pytest.mark.parametrize(("module", "name"), FUNCTIONS)
def test_every_timed_function_is_there(module: str, name: str) -> None:
    assert callable(getattr(importlib.import_module(module), name))


def test_a_part_within_a_part_is_counted_once() -> None:
    watch = stopwatch.Stopwatch()
    inner = watch.timed("inner", lambda: time.sleep(0.01))
    watch.timed("outer", inner)()
    assert set(watch.seconds) == {"outer"}


def test_the_report_gives_medians_and_ratios() -> None:
    times = rounds.Times()
    for part in (*stopwatch.PARTS, "import"):
        for seconds in (2.0, 9.0, 4.0):
            times.add(part, seconds)
    times.add("pandas script", 8.0)
    found = report.content(times, {"cores": 2}, rounds=3, is_real=False)
    assert found["seconds"]["read"] == 4.0
    assert found["ratios"] == {"import / pandas script": 0.5, "values, bands and gaps / pandas script": 1.5}
    assert report.as_text(found).splitlines()[0] == "invented state; medians of 3 rounds"


DISTRICT_FUNCTIONS = [place for functions in stopwatch.DISTRICT_PARTS.values() for place in functions]
SMALL = Size("small", teachers=40, students=400, places=2_000)


@pytest.mark.parametrize(("module", "name"), DISTRICT_FUNCTIONS)
def test_every_function_that_is_timed_of_a_district_is_there(module: str, name: str) -> None:
    assert callable(getattr(importlib.import_module(module), name))


@pytest.mark.slow
def test_a_district_year_is_sound_for_us_and_for_pandas(cast: Cast, tmp_path: Path) -> None:
    """In what is measured there is nothing to mend, and both look: a wrong cell is found by either."""
    code = cast.north.org_code
    paths = write_files(SMALL, code, tmp_path)
    known = tmp_path / "organizations.csv"
    known.write_text("\n".join(["org_code,close_year", *(f"{one}," for one in (code, *school_codes(SMALL, code)))]))
    district = pandas_district.read_district(code, known)
    assert pandas_district.check_district(paths, district, tmp_path) == {}
    with across_districts(reason="tests: the schools of the files"):
        made = [School(district=cast.north.district, org_code=one, name=one) for one in school_codes(SMALL, code)]
        School.objects.bulk_create(made)
    receive_files(cast.north.id, paths)
    check_files(cast.north.id)
    refuse_unsound(cast.north.id)
    roster = next(path for path in paths if path.stem == "staff_roster")
    roster.write_text(roster.read_text().replace(",MA,", ",PHD,", 1))
    assert pandas_district.check_district([roster], district, tmp_path) == {"E-CELL-CODE": 1}
    receive_files(cast.north.id, [roster])
    check_files(cast.north.id)
    with pytest.raises(RuntimeError, match=r"staff_roster\.csv"):
        refuse_unsound(cast.north.id)


def test_the_report_tells_what_a_district_year_took() -> None:
    parts = {"checks of single files": 0.5, "storing": 0.125, "checks between files": 0.25}
    others = {"pandas": 8.0, "bare parsing, Polars": 0.5, "reading, in the same process": 0.125, **parts}
    others |= {"worker, 2 processes": 1.0}
    rounds_of = [
        {"seconds": {"worker": seconds, **others}, "megabytes": {"worker": 200.4}} for seconds in (1.0, 4.0, 2.0)
    ]
    found = district_rounds.summary(rounds_of)
    assert found["seconds"]["worker"] == 2.0
    assert found["ratios"] == {
        "pandas / worker": 4.0,
        "bare parsing, Polars / worker": 0.25,
        "pandas / worker, 2 processes": 8.0,
        "pandas / the same of the worker": 8.0,
    }
    assert found["megabytes"] == {"worker": 200}
    assert "typical: pandas / worker" in report.district_text({"typical": found})


@pytest.mark.slow
@pytest.mark.parametrize("whose", ["agency", "west"])
def test_every_kind_of_page_is_asked_for_in_turn_with_a_bare_page_of_the_same_stack(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, whose: str
) -> None:
    west = store_results(cast)
    checked(cast.agency, enrollment(["2020-21", "00100001", "all", 100]))
    monkeypatch.setattr(pages, "TIMES", 2)
    monkeypatch.setattr(pages, "HOST", "testserver")
    asked, ask = list[str](), pages.ask

    def remember(client: Any, path: str) -> None:
        asked.append(path)
        ask(client, path)

    monkeypatch.setattr(pages, "ask", remember)
    with across_districts(reason="tests: pages to look at"):
        gap = StateGap.objects.filter(difference__isnull=False, scope="state")[0]
        within = DistrictGap.objects.filter(difference__isnull=False, district=west.district)[0]
        values = SchoolValue.objects.filter(rate__isnull=False, district=west.district)
        upload = Upload.objects.get(district=cast.agency.district)
        value = values.select_related("district", "school")[0]
        shown = page_kinds.Shown(gap, within, value, str(upload.pk))
    reader = {
        "agency": pages.Reader(cast.agency.person("ese_analyst"), page_kinds.pages_of_ese(shown)),
        "west": pages.Reader(
            west.person("district_admin"), page_kinds.pages_of_a_district(shown), bare="/d/00300000/bare/"
        ),
    }[whose]
    found = pages.measure_pages(reader, tell=lambda _: None)
    assert set(found) == set(reader.pages)
    first, bare = next(iter(reader.pages.values())), reader.bare
    assert asked[:8] == [first, bare, first, bare, first, bare, first, bare]


def test_the_report_tells_which_pages_are_slower_or_ask_more_than_they_may() -> None:
    found = {
        "fast": pages.summary([(0.02, 0.01)], 12, 10),
        "slow": pages.summary([(0.31, 0.1), (0.4, 0.1)], 17, 10),
        "curious": pages.summary([(0.02, 0.01)], 18, 10),
    }
    assert (found["fast"]["ratio"], found["slow"]["ratio"]) == (2.0, 3.55)
    assert [one["own"] for one in found.values()] == [3, 8, 9]
    ends = [line.partition("statements")[2].strip() for line in pages.as_text(found).splitlines()[1:]]
    assert ends == ["", "slower", "asks more"]


def test_a_page_that_is_not_there_is_not_measured(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "HOST", "testserver")
    reader = pages.Reader(cast.agency.person("ese_analyst"), {"nothing": "/state/nothing/"})
    with pytest.raises(RuntimeError, match="/state/nothing/: 404"):
        pages.measure_pages(reader, tell=lambda _: None)
