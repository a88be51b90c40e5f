"""Student groups are data: what stands in their file, what may not stand there, and that a new one needs no code."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from monitoring.analysis.experiences.student_groups import STUDENT_GROUPS
from monitoring.analysis.groups import GROUPS, OF_ANY_KIND, read_groups, read_student_groups
from monitoring.analysis.measure import Break
from monitoring.analysis.notes import group_note

ROOT = Path(__file__).parents[2]
ONE = """
[[group]]
id = "homeless"
title = "Homeless students"
students = "homeless students"
participation = "default"
statutory = false
source = "The state agency"
[[group.version]]
definition = "Students without a home of their own."
"""
LATER = """
[[group.version]]
first_year = 2020
definition = "Students in shelters."
change = "from 2019-20 those in shelters alone"
"""


def read(tmp_path: Path, text: str) -> object:
    file = tmp_path / "groups.toml"
    file.write_text(text)
    return read_groups(file)


def test_the_groups_that_are_shipped() -> None:
    assert {name: [(one.number, one.first_year) for one in group.versions] for name, group in GROUPS.items()} == {
        "low_income": [(1, None), (2, 2015), (3, 2022)],
        "students_of_color": [(1, None)],
        "english_learners": [(1, None)],
        "students_with_disabilities": [(1, None)],
    }
    assert {name for name, group in GROUPS.items() if group.statutory} == {"low_income", "students_of_color"}
    assert {group.cut.id for group in GROUPS.values()} == {"1/4"}
    assert GROUPS["low_income"].breaks == (
        Break(2015, "from 2014-15 “economically disadvantaged” replaces eligibility for free or reduced-price lunch"),
        Break(2022, "from 2021-22 “low income” replaces “economically disadvantaged”"),
    )


def test_groups_by_which_students_alone_are_compared_are_described_in_the_same_file(tmp_path: Path) -> None:
    assert {one.id for one in STUDENT_GROUPS} <= OF_ANY_KIND.keys()
    assert OF_ANY_KIND.keys() - GROUPS.keys() == {one.id for one in STUDENT_GROUPS} - GROUPS.keys()
    file = tmp_path / "groups.toml"
    file.write_text(ONE + OF_STUDENTS)
    assert read_groups(file).keys() == {"homeless"}
    assert read_student_groups(file)["foster"].in_year(2020).definition == "Students in foster care."
    for text, told in (
        (OF_STUDENTS.replace("foster", "homeless"), "homeless stands there more than once"),
        (
            OF_STUDENTS.replace("[[student_group.version]]", "statutory = true\n[[student_group.version]]"),
            "statutory has",
        ),
        (OF_STUDENTS.partition("[[student_group.version]]")[0], "group 1 (foster): it has no version"),
    ):
        file.write_text(ONE + text)
        with pytest.raises(ValueError, match=re.escape(told)):
            read_student_groups(file)


def test_who_is_of_a_group_by_what_another_is_made_of_breaks_where_that_breaks() -> None:
    members = {one.id: dict(one.members) for one in STUDENT_GROUPS}
    for wide, columns in members.items():
        made_of = [name for name in GROUPS if name != wide and members[name].items() <= columns.items()]
        years = {one.year for name in made_of for one in GROUPS[name].breaks}
        assert {one.year for one in OF_ANY_KIND[wide].breaks} >= years, wide
    assert [one.year for one in OF_ANY_KIND["high_needs"].breaks] == [2015, 2022]


def test_in_each_year_the_version_holds_that_began_last() -> None:
    years = range(1989, 2031)
    for group in GROUPS.values():
        begun = {year: [one for one in group.versions if (one.first_year or 0) <= year] for year in years}
        slow = {year: max(some, key=lambda one: one.first_year or 0) for year, some in begun.items()}
        assert {year: group.in_year(year) for year in years} == slow


def test_the_hash_of_a_version_changes_with_all_that_its_figures_rest_on_and_with_nothing_else() -> None:
    group = GROUPS["low_income"]
    first, second, third = group.versions
    others = [replace(group, id="x"), replace(group, participation="default"), replace(group, statutory=False)]
    others += [replace(group, cut=replace(group.cut, top=(1, 5), bottom=(1, 5)))]
    assert group.hash_of(second) not in {one.hash_of(second) for one in others}
    assert (
        len({group.hash_of(replace(second, **said)) for said in ({}, {"definition": "x"}, {"first_year": 2016})}) == 3
    )
    changed = replace(group, versions=(first, second, replace(third, definition="x")))
    assert [changed.hash_in(year) == group.hash_in(year) for year in (2014, 2021, 2022)] == [True, True, False]
    assert changed.definition_hash != group.definition_hash


NOTHING_ELSE = "groups.toml: it has [[group]] and [[student_group]] entries, and nothing else"
OF_STUDENTS = """
[[student_group]]
id = "foster"
title = "Students in foster care"
students = "students in foster care"
source = "The state agency"
[[student_group.version]]
definition = "Students in foster care."
"""
WRONG = {
    "nothing": ("", NOTHING_ELSE),
    "something else": (
        ONE + "[other]\na = 1\n",
        NOTHING_ELSE,
    ),
    "twice": (ONE + ONE, "groups.toml: homeless stands there more than once"),
    "a word missing": (ONE.replace('title = "Homeless students"\n', ""), "group 1 (homeless): title is missing"),
    "no id": (ONE.replace('id = "homeless"\n', ""), "group 1 (without an id): id is missing"),
    "a word too many": (
        ONE.replace("statutory", 'color = "red"\nstatutory'),
        "group 1 (homeless): color has no place there",
    ),
    "a blank": (ONE.replace("Homeless students", ""), "group 1 (homeless): title is a text"),
    "another kind": (ONE.replace("= false", '= "no"'), "group 1 (homeless): statutory is true or false"),
    "an id of all": (
        ONE.replace('"homeless"', '"all"'),
        "an id is of small letters and _, and neither “all” nor “unknown”",
    ),
    "an odd id": (ONE.replace('"homeless"', '"Home less"'), "an id is of small letters and _, and neither “all”"),
    "participation": (ONE.replace('"default"', '"some"'), "participation is one of published, default"),
    "no version": (ONE.partition("[[group.version]]")[0], "group 1 (homeless): it has no version"),
    "a first year of the first": (ONE + "first_year = 2001\n", "version 1: first_year has no place there"),
    "no change": (
        ONE + LATER.replace('change = "from 2019-20 those in shelters alone"\n', ""),
        "version 2: change is missing",
    ),
    "a year in words": (ONE + LATER.replace("2020\n", '"2020"\n'), "version 2: first_year is a year like 2025"),
    "spaces alone": (ONE.replace("Homeless students", "  "), "group 1 (homeless): title is a text"),
    "a year that is none": (ONE + LATER.replace("2020\n", "20200\n"), "20200 is no ending year of a school year"),
    "years the wrong way": (ONE + LATER + LATER, "the first years of its versions follow each other"),
    "a cut of one end": (
        ONE.replace("statutory", "cut = { top = [1, 5] }\nstatutory"),
        "its cut has a top and a bottom",
    ),
    "a word too many of a cut": (
        ONE.replace("statutory", "cut = { top = [1, 5], bottom = [1, 5], why = 1 }\nstatutory"),
        "why has no place there",
    ),
    "parts of parts": (
        ONE.replace("statutory", "cut = { top = [1.9, 5], bottom = [1, 5] }\nstatutory"),
        "parts are whole numbers",
    ),
    "a cut that is a list": (ONE.replace("statutory", "cut = [1, 5]\nstatutory"), "its cut has a top and a bottom"),
    "ends not alike": (
        ONE.replace("statutory", "cut = { top = [1, 5], bottom = [1, 20] }\nstatutory"),
        "its cut has a top and a bottom like [1, 5]: ends that are not alike (1/5 and 1/20) need a reason",
    ),
}


@pytest.mark.parametrize(("text", "told"), WRONG.values(), ids=WRONG)
def test_what_is_wrong_in_the_file_is_told(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(ValueError, match=re.escape(told)):
        read(tmp_path, text)


def test_a_cut_of_its_own_stands_with_its_reason(tmp_path: Path) -> None:
    cut = 'cut = { top = [1, 5], bottom = [1, 20], reason = "as the plan of 2015" }\nstatutory'
    (group,) = read(tmp_path, ONE.replace("statutory", cut)).values()  # type: ignore[attr-defined]
    assert (group.cut.id, group.cut.reason) == ("1/5:1/20", "as the plan of 2015")


PROGRAM = """
import json, os, sys
from pathlib import Path

from monitoring.analysis import groups

groups.GROUPS |= groups.read_groups(Path(sys.argv[1]))  # as if the file had held it
os.environ["DJANGO_SETTINGS_MODULE"] = "equityplan.settings"
import django

django.setup()
from django.urls import resolve

from monitoring.api.serializers.gaps import GapSerializer
from monitoring.intake.examination import examine
from monitoring.results.compute import compute_results
from tests.results.small_state import YEARS, small_state

content = "school_year,org_code,student_group,enrolled\\n2024-25,00010001,all,50\\n2024-25,00010001,homeless,5\\n"
sent = examine([content.encode()], owner="00010000")
found = compute_results(small_state(3, districts=12), list(YEARS)).state_gaps
gaps = found.filter(group_id="homeless").drop_nulls("difference")
told = {
    "verdict": sent.verdict,
    "rows": [frame["student_group"].to_list() for frame in sent.frames.values()],
    "gaps": gaps.height > 10,
    "page": resolve("/state/gaps/Q/state/state/2022-23/1/T_TURN/homeless/").kwargs["group"],
    "api": list(GapSerializer().fields["group"].choices),
}
print(json.dumps(told))
"""


@pytest.mark.slow
def test_a_new_group_needs_no_code(tmp_path: Path) -> None:
    """In a process whose file holds one more, it is taken from files, compared, and has its pages and place in the
    API.
    """
    (tmp_path / "more.toml").write_text(ONE)
    asked = [sys.executable, "-W", "error", "-c", PROGRAM, str(tmp_path / "more.toml")]
    done = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.stderr == ""
    assert json.loads(done.stdout) == {
        "verdict": "accepted",
        "rows": [["all", "homeless"]],
        "gaps": True,
        "page": "homeless",
        "api": [*GROUPS, "homeless"],
    }


def test_notes_tell_who_was_counted_in_the_year_of_the_figures() -> None:
    group = GROUPS["low_income"]
    told = {year: group_note(group, "schools", {}, year=year) for year in (2014, 2021, 2022, None)}
    now = told[2022]
    assert told == {
        2014: now.replace(group.latest.definition, group.versions[0].definition),
        2021: now.replace(group.latest.definition, group.versions[1].definition),
        2022: now,
        None: now,
    }
    assert len(set(told.values())) == 3
