"""A newer file that lacks rows of the one before it: what goes is told, and where much would go its sender is asked."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest
from django.core.exceptions import PermissionDenied

from districts.models import AuditEvent
from districts.outbox import enqueue
from districts.wall import across_districts, in_district, in_job
from monitoring.api.serializers.uploads import SnapshotSerializer
from monitoring.intake.actions import NotHeld, take_upload
from monitoring.intake.models import Finding, Upload
from monitoring.intake.topics import CHECK_TOPIC
from tests.districts.cast import Cast
from tests.intake.invented import InventedState, with_columns_moved, with_years
from tests.intake.uploading import again, check_job, checked, current, enrollment, rules_of, run_check, send, snapshots

CODES = [f"0010{number:04}" for number in range(1, 81)]


def whole(**changed: Any) -> list[list[Any]]:
    """A year of eighty schools; `changed`: counts that differ."""
    return [["2020-21", code, "all", changed.get(code, 100)] for code in CODES]


def enrolled(cast: Cast) -> pl.DataFrame:
    return current(cast.north, "school_enrollment", 2021)


def changes(upload: Upload) -> dict[str, int]:
    """What the rules on changes found; most of the schools are invented."""
    return {rule_id: total for rule_id, total in rules_of(upload).items() if "-ROWS-" in rule_id}


def sentences(upload: Upload, rule_id: str) -> list[str]:
    with across_districts(reason="tests"):
        return [detail["message"] for detail in Finding.objects.get(upload=upload, rule_id=rule_id).details]


def take(cast: Cast, upload: Upload, role: str = "district_steward") -> Upload:
    with in_district(cast.north.id):
        return take_upload(upload_id=upload.pk, by=cast.north.member(role))


def test_a_file_without_many_rows_of_the_earlier_one_is_held_and_nothing_changes(cast: Cast) -> None:
    checked(cast.north, enrollment(*whole()), name="whole.csv")
    (before,) = snapshots(cast.north)
    cut = checked(cast.north, enrollment(*whole()[:75]), name="cut.csv")
    assert (cut.state, cut.has_ended, changes(cut)) == ("held", True, {"W-ROWS-GONE": 1, "I-ROWS-DIFFER": 1})
    with across_districts(reason="tests: what is audited"):
        audited = AuditEvent.objects.get(object_id=str(cut.pk), verb="upload.checked").detail
    assert [(one["rows"], one["rows_accepted"]) for one in (vars(cut), audited)] == [(75, 0)] * 2
    assert (enrolled(cast).height, [one.pk for one in snapshots(cast.north)]) == (80, [before.pk])
    (told,) = sentences(cut, "W-ROWS-GONE")
    assert "School enrollment, 2020-21: 5 of the 80 rows of “whole.csv” (received " in told
    assert told.endswith(f"Concerned: {', '.join(CODES[75:])}.")


def test_its_sender_says_it_is_right_and_it_takes_the_place(cast: Cast) -> None:
    checked(cast.north, enrollment(*whole()))
    cut = checked(cast.north, enrollment(*whole()[:40]))
    assert (take(cast, cut).state, take(cast, cut).is_confirmed) == ("received", True)
    run_check(cut)
    run_check(cut)
    assert (again(cut).state, enrolled(cast).height) == ("accepted", 40)
    assert changes(cut) == {"W-ROWS-GONE": 1, "I-ROWS-DIFFER": 1}
    with across_districts(reason="tests"):
        said = AuditEvent.objects.filter(object_id=str(cut.pk)).order_by("number").values_list("verb", flat=True)
        assert list(said) == ["upload.received", "upload.checked", "upload.confirmed", "upload.checked"]


def test_only_who_may_send_files_says_so_and_only_of_a_held_one(cast: Cast) -> None:
    first = checked(cast.north, enrollment(*whole()))
    cut = checked(cast.north, enrollment(*whole()[:40]))
    with pytest.raises(PermissionDenied):
        take(cast, cut, "certifier")
    with pytest.raises(NotHeld, match="Accepted"):
        take(cast, first)
    with in_district(cast.south.id), pytest.raises(Upload.DoesNotExist):
        take_upload(upload_id=cut.pk, by=cast.south.member("district_steward"))
    assert again(cut).state == "held"


@pytest.mark.parametrize(("gone", "state"), [(2, "accepted"), (4, "accepted"), (5, "held")])
def test_a_few_rows_less_are_told_and_taken(cast: Cast, gone: int, state: str) -> None:
    checked(cast.north, enrollment(*whole()))
    less = checked(cast.north, enrollment(*whole()[gone:]))
    assert (less.state, changes(less)) == (state, {"W-ROWS-GONE": 1, "I-ROWS-DIFFER": 1})


def test_a_district_that_would_fall_silent_is_asked_about_however_small_among_all(cast: Cast) -> None:
    small = [["2020-21", f"0020{number:04}", "all", 50] for number in (1, 2, 3)]
    checked(cast.agency, enrollment(*whole(), *small))
    scattered = checked(cast.agency, enrollment(*whole()[2:], *small[1:]))
    silent = checked(cast.agency, enrollment(*whole()[2:]))
    assert [scattered.state, silent.state] == ["accepted", "accepted"]  # two schools are everyday
    checked(cast.agency, enrollment(*whole(), *small))
    silent = checked(cast.agency, enrollment(*whole()))
    assert (silent.state, current(cast.agency, "school_enrollment", 2021).height) == ("held", 83)


def test_rows_that_the_checks_refuse_are_gone_too(cast: Cast) -> None:
    checked(cast.north, enrollment(*whole()))
    spoilt = checked(cast.north, enrollment(*whole(**dict.fromkeys(CODES[:40], "many"))))
    assert (spoilt.state, enrolled(cast)["enrolled"].sum()) == ("held", 8000)


def test_an_organization_that_the_agency_names_no_more_is_asked_about(cast: Cast) -> None:
    header = ["org_code", "org_name", "org_type", "parent_org_code", "school_level"]
    rows = [[code, f"School {code}", "SCHOOL", "00100000", "ELEM"] for code in CODES[:10]]
    checked(cast.agency, [header, *rows])
    less = checked(cast.agency, [header, *rows[:6]])
    assert (less.state, current(cast.agency, "organizations", None).height) == ("held", 10)


def test_a_whole_file_sent_instead_is_taken_and_the_held_one_offers_nothing_more(cast: Cast) -> None:
    checked(cast.north, enrollment(*whole()))
    cut = checked(cast.north, enrollment(*whole()[:40]))
    checked(cast.north, enrollment(*whole(**{CODES[0]: 101})), name="instead.csv")
    with pytest.raises(NotHeld, match=r"“instead.csv” \(received .*\) came after it .* send it again"):
        take(cast, cut)
    assert (again(cut).state, enrolled(cast)["enrolled"].sum()) == ("held", 8001)


@pytest.mark.parametrize(("left", "state", "rows"), [(40, "held", 80), (79, "accepted", 79)])
def test_a_newer_file_of_one_year_leaves_the_other_to_be_judged_anew(
    cast: Cast, left: int, state: str, rows: int
) -> None:
    earlier = [["2019-20", *row[1:]] for row in whole()]
    checked(cast.north, enrollment(*earlier, *whole()))
    held = checked(cast.north, enrollment(*earlier[:left], *whole()[:40]))
    assert (held.state, len(sentences(held, "W-ROWS-GONE"))) == ("held", 2)
    checked(cast.north, enrollment(*whole(**{CODES[0]: 101})))
    run_check(held)
    assert (again(held).state, len(sentences(held, "W-ROWS-GONE"))) == (state, 1)
    assert (current(cast.north, "school_enrollment", 2020).height, enrolled(cast)["enrolled"].sum()) == (rows, 8001)
    if state == "held":
        take(cast, held)
        run_check(held)
        assert (again(held).state, current(cast.north, "school_enrollment", 2020).height) == ("accepted", 40)
        assert enrolled(cast)["enrolled"].sum() == 8001


@pytest.mark.parametrize(
    ("left", "state", "told"),
    [(35, "held", "20 of the 40 rows of “b.csv”"), (39, "accepted", "19 of the 39 rows of “c.csv”")],
)
def test_held_files_are_judged_anew_beside_an_older_one_that_is_taken_after_all(
    cast: Cast, left: int, state: str, told: str
) -> None:
    checked(cast.north, enrollment(*whole()), name="a.csv")
    sent = ((40, "b.csv"), (left, "c.csv"), (20, "d.csv"))
    held = [checked(cast.north, enrollment(*whole()[:rows]), name=name) for rows, name in sent]
    assert [(one.state, "rows of “a.csv”" in sentences(one, "W-ROWS-GONE")[0]) for one in held] == [("held", True)] * 3
    take(cast, held[0])
    runs = 0
    while due := [one for one in held if check_job(one).state != "done"]:
        run_check(due[0])
        runs += 1
    assert ([again(one).state for one in held], runs) == (["accepted", state, "held"], 3)  # it ends
    assert told in sentences(held[2], "W-ROWS-GONE")[0]


def test_what_was_superseded_says_by_which_upload(cast: Cast) -> None:
    checked(cast.north, enrollment(*whole()))
    newer = checked(cast.north, enrollment(*whole(**{CODES[0]: 101})))
    with across_districts(reason="tests"):
        told = [SnapshotSerializer(one).data["superseded_by"] for one in snapshots(cast.north)]
    assert told == [str(newer.pk), None]


def test_more_rows_are_taken_and_counted(cast: Cast) -> None:
    checked(cast.north, enrollment(*whole()[:70]))
    upload = checked(cast.north, enrollment(*whole(**{CODES[0]: 101})))
    (told,) = sentences(upload, "I-ROWS-DIFFER")
    assert told.endswith(": 10 added, 1 changed, 0 gone, 69 as they were.")
    assert upload.state == "accepted"


def test_the_same_rows_again_say_nothing(cast: Cast) -> None:
    checked(cast.north, enrollment(*whole()))
    assert changes(checked(cast.north, enrollment(*reversed(whole())))) == {}


def test_a_file_that_is_checked_after_a_later_one_says_what_that_one_lacks(cast: Cast) -> None:
    late = send(cast.north, enrollment(*whole()))
    checked(cast.north, enrollment(*whole()[:40]), name="later.csv")
    run_check(late)
    assert (again(late).state, changes(late), enrolled(cast).height) == ("accepted", {"W-ROWS-LATER": 1}, 40)
    (told,) = sentences(late, "W-ROWS-LATER")
    assert "stands in its place and lacks 40 of its 80 rows" in told


def check_again(upload: Upload) -> Upload:
    """As when another year has come in."""
    with in_job(upload.district_id):
        payload = {"upload_id": str(upload.pk), "again": True}
        enqueue(topic=CHECK_TOPIC, key=str(upload.pk), payload=payload, district_id=upload.district_id)
    run_check(upload)
    return again(upload)


@pytest.mark.parametrize("left", [78, 40])
def test_what_a_file_changed_is_told_however_often_it_is_checked(cast: Cast, left: int) -> None:
    checked(cast.north, enrollment(*whole()))
    less = checked(cast.north, enrollment(*whole()[:left]))
    if less.state == "held":
        take(cast, less)
        run_check(less)
    before = sentences(less, "W-ROWS-GONE")
    assert check_again(less).state == check_again(less).state == "accepted"
    assert changes(less) == {"W-ROWS-GONE": 1, "I-ROWS-DIFFER": 1}
    assert (sentences(less, "W-ROWS-GONE"), enrolled(cast).height) == (before, left)


@pytest.mark.parametrize(
    ("schools", "count", "state"), [(41, 120, "held"), (40, 120, "accepted"), (80, 104, "accepted")]
)
def test_a_file_by_which_most_figures_would_be_others_is_held(cast: Cast, schools: int, count: int, state: str) -> None:
    checked(cast.north, enrollment(*whole()))
    upload = checked(cast.north, enrollment(*whole(**dict.fromkeys(CODES[:schools], count))), name="others.csv")
    assert (upload.state, rules_of(upload).get("W-FIGURES-OTHERS", 0)) == (state, int(state == "held"))
    if state == "held":
        assert enrolled(cast)["enrolled"].to_list() == [100] * 80
        take(cast, upload)
        run_check(upload)
        assert (again(upload).state, enrolled(cast)["enrolled"].sum()) == ("accepted", 41 * 120 + 39 * 100)


def test_a_file_that_is_checked_after_a_later_one_says_that_most_figures_are_others_there(cast: Cast) -> None:
    late = send(cast.north, enrollment(*whole()))
    later = checked(cast.north, enrollment(*whole(**dict.fromkeys(CODES, 150))), name="later.csv")
    run_check(late)
    assert [again(one).state for one in (late, later)] == ["accepted", "accepted"]
    (told,) = sentences(late, "W-FIGURES-LATER")
    assert told.startswith("School enrollment, 2020-21: “later.csv” (received ")
    assert told.endswith(
        ") stands in its place. Most organizations, or most of one district, have another figure of all students there."
    )
    assert not {"W-FIGURES-OTHERS", "W-FIGURES-LATER"} & rules_of(later).keys()


def test_columns_exchanged_in_every_year_are_held_and_named(cast: Cast) -> None:
    state = InventedState(5, schools=120)
    grids = {year: state.class_size(year) for year in range(2018, 2023)}
    exchanged = {"English Learner %": "Low Income %", "Low Income %": "English Learner %"}
    checked(cast.agency, with_years(grids), name="sound.csv")
    upload = checked(
        cast.agency, with_years({year: with_columns_moved(grid, exchanged) for year, grid in grids.items()})
    )
    assert (upload.state, rules_of(upload)["W-FIGURES-OTHERS"]) == ("held", 5)
    assert all(
        told.endswith("have another figure of English learners, Low-income students now.")
        for told in sentences(upload, "W-FIGURES-OTHERS")
    )
