"""The pages of collections: each sees what is next and the acts of their role, and an act leads back to the page."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from html import unescape
from typing import Any

import pytest
import time_machine
from django.test import Client

from districts.models import AuditEvent
from districts.wall import across_districts
from monitoring.intake.forms import I_CERTIFY
from monitoring.intake.models import CertificationEvent
from tests.districts.cast import Cast
from tests.intake.collecting import IN_TIME, YEAR, all_stand, certified, do, how, stands, warned
from tests.web.signing import sign, signature

OCTOBER = "/d/00100000/collections/2024-25/OCT/"


@pytest.fixture(autouse=True)
def _october() -> Iterator[None]:
    with time_machine.travel(IN_TIME):
        yield


def as_(cast: Cast, role: str) -> Client:
    client = Client()
    client.force_login(cast.north.person(role))
    return client


def text_of(client: Client, path: str = OCTOBER) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", answer.content.decode())).split())


def acts_offered(client: Client) -> set[str]:
    return set(re.findall(rf'action="{OCTOBER}(\w+)/"', client.get(OCTOBER).content.decode()))


def test_a_file_that_another_year_contradicts_is_named_and_asks_for_no_word(cast: Cast) -> None:
    roster = all_stand(cast.north)["staff_roster"]
    before = text_of(as_(cast, "district_steward"))
    warned(roster, "W-CHECK-WAITS", 1)
    page = text_of(as_(cast, "district_steward"))
    told = (
        f"Files that another year contradicts {roster.file_name} , Staff roster: its rows stay as they were handed"
        " over, and are checked anew as soon as they are open to changes. Its page says what keeps them. "
    )
    assert page.replace(told, "") == before
    assert told in page


def test_a_collection_goes_from_the_steward_to_the_certifier(cast: Cast) -> None:
    roster = all_stand(cast.north)["staff_roster"]
    warned(roster, "W-EXPERIENCE-AGE", 3)
    carol, dave, alice = (as_(cast, role) for role in ("district_steward", "certifier", "district_admin"))
    assert [acts_offered(one) for one in (carol, dave, alice)] == [{"explain"}, {"explain"}, set()]
    said = {"layout": "staff_roster", "rule_id": "W-EXPERIENCE-AGE"}
    assert "Say why, in a few words" in carol.post(f"{OCTOBER}explain/", {**said, "text": ""}).content.decode()
    carol.post(f"{OCTOBER}explain/", {**said, "text": "Three career changers.", "fingerprint": "these"})
    assert "Three career changers. Carol Steward, Data steward" in text_of(alice)
    assert acts_offered(carol) == {"explain", "submit"}
    assert "It is submitted." in carol.post(f"{OCTOBER}submit/", follow=True).content.decode()
    assert [acts_offered(one) for one in (carol, dave)] == [
        {"explain", "withdraw"},
        {"explain", "withdraw", "certify"},
    ]
    refused = dave.post(f"{OCTOBER}certify/", {"words": "yes"}).content.decode()
    assert ("nothing was certified" in refused, how(cast.north).state) == (True, "submitted")
    sign(dave, OCTOBER, words="“i certify”")
    assert how(cast.north).state == "certified"
    assert [acts_offered(one) for one in (carol, dave)] == [set(), {"withdraw"}]
    assert "An analyst of ESE who is not Dave Certifier accepts it" in text_of(carol)
    assert "Certified Dave Certifier Certifier – 4 kinds" in text_of(alice)


def test_what_is_found_since_the_steward_looked_is_not_explained_and_the_words_stay(cast: Cast) -> None:
    roster = all_stand(cast.north)["staff_roster"]
    warned(roster, "W-EXPERIENCE-AGE", 3)
    carol = as_(cast, "district_steward")

    def typed(fingerprint: str, text: str = "Three career changers.") -> dict[str, str]:
        return {"layout": "staff_roster", "rule_id": "W-EXPERIENCE-AGE", "fingerprint": fingerprint, "text": text}

    def fields(answer: Any) -> tuple[str, bool]:
        page = answer.content.decode()
        return re.findall(r'name="fingerprint" value="(\w+)"', page)[0], "Three career changers." in page

    assert fields(carol.get(OCTOBER)) == ("these", False)
    warned(roster, "W-EXPERIENCE-AGE", 3, digest="others")
    assert fields(carol.post(f"{OCTOBER}explain/", typed("these", text=""))) == ("these", False)
    answer = carol.post(f"{OCTOBER}explain/", typed("these"))
    assert fields(answer) == ("others", True)
    assert [str(one) for one in answer.context["messages"]] == [
        "The explanation was not kept: what is found now is not what was found when you looked. Look at it as it is"
        " now, and keep your words once more if they hold for that, too."
    ]
    assert how(cast.north).state == "transmitted"
    carol.post(f"{OCTOBER}explain/", typed("others"))
    assert how(cast.north).state == "validated"
    late = carol.post(f"{OCTOBER}explain/", typed("these", text="Four career changers.")).content.decode()
    before, _, after = late.partition("Explain it anew")
    assert (before.rpartition("<details")[2].partition(">")[0], "Four career changers." in after) == (" open", True)


def test_what_nobody_showed_the_certifier_is_not_signed(cast: Cast) -> None:
    roster = all_stand(cast.north)["staff_roster"]
    warned(roster, "W-EXPERIENCE-AGE", 3)
    carol, dave = (as_(cast, role) for role in ("district_steward", "certifier"))
    said = {"layout": "staff_roster", "rule_id": "W-EXPERIENCE-AGE", "fingerprint": "these"}
    carol.post(f"{OCTOBER}explain/", {**said, "text": "Three career changers."})
    carol.post(f"{OCTOBER}submit/")

    def withdraw_and_submit() -> None:
        carol.post(f"{OCTOBER}withdraw/", {"reason": "A class is missing."})
        stands(cast.north, "work_assignment", "with the class")
        carol.post(f"{OCTOBER}submit/")

    def explain_anew() -> None:
        carol.post(f"{OCTOBER}explain/", {**said, "text": "Two career changers, and one who came back."})

    for change in (withdraw_and_submit, explain_anew):
        shown = signature(dave, OCTOBER)
        change()
        for signed in (shown, {"words": I_CERTIFY}):
            told = dave.post(f"{OCTOBER}certify/", signed, follow=True)
            assert [str(one) for one in told.context["messages"]] == [
                "Nothing was certified: its files, or what is said about them, are others than when you looked at them."
                " Look at them as they are now."
            ]
    assert how(cast.north).state == "submitted"
    sign(dave, OCTOBER)
    assert how(cast.north).state == "certified"


def test_what_cannot_be_done_any_more_is_said_with_its_reason(cast: Cast) -> None:
    carol = as_(cast, "district_steward")
    told = carol.post(f"{OCTOBER}submit/", follow=True)
    assert [str(one) for one in told.context["messages"]] == [
        "Not everything is ready yet; what is missing stands under “What is next”."
    ]
    with across_districts(reason="tests"):
        assert not CertificationEvent.objects.exists()


def test_all_collections_of_a_year_stand_with_what_is_next_and_what_is_none_has_no_page(cast: Cast) -> None:
    carol = as_(cast, "district_steward")
    page = text_of(carol, "/d/00100000/collections/")
    assert "October collection 2024-25 Open October 25, 2024 5 days left “Staff roster” was not submitted" in page
    assert "March collection 2024-25 Open March 25, 2025 156 days left It opens on March 1, 2025" in page
    paths = ("2024-25/APR/", "1888-89/OCT/", "2024-99/OCT/", "2024/OCT/")
    assert [carol.get(f"/d/00100000/collections/{path}").status_code for path in paths] == [404] * 4
    analyst = Client()
    analyst.force_login(cast.agency.person("ese_analyst"))
    assert analyst.get("/d/00000000/collections/").status_code == 404


def test_ese_accepts_opens_a_window_and_moves_the_deadline(cast: Cast, client: Client) -> None:
    certified(cast)
    client.force_login(cast.agency.person("ese_analyst"))
    one, all_of_them = "/state/collections/00100000/2024-25/OCT/", "/state/collections/"
    page = text_of(client, f"{all_of_them}?state=to_accept")
    assert "Northfield 00100000 Certified" in page
    assert "Southport" not in page
    assert "Accept what Dave Certifier certified" in text_of(client, one)
    client.post(f"{one}accept/")
    assert "Say why" in client.post(f"{one}window/", {"until": "2024-12-01", "reason": ""}).content.decode()
    client.post(f"{one}window/", {"until": "2024-12-01", "reason": "two classes"})
    assert "Erin Analyst opened it: two classes" in text_of(as_(cast, "certifier"))
    days = {"opens": "2024-10-01", "certify_by": "2024-10-30", "edits_until": "2024-11-06"}
    turned = client.post(f"{all_of_them}2024-25/OCT/dates/", {**days, "opens": "2024-12-01", "reason": "storm"})
    assert "put the three days in this order" in turned.content.decode()
    client.post(f"{all_of_them}2024-25/OCT/dates/", {**days, "reason": "storm"})
    assert "Southport 00200000 Not submitted : October collection of Southport files of 0 of 4 layouts came; due" in (
        text_of(client, f"{all_of_them}?district=South")
    )
    header, north, *_ = client.get("/state/collections.csv?district=0010").content.decode().splitlines()
    assert header.startswith("district,org_code,school_year,collection,state,certify_by,days_left")
    assert north == "Northfield,00100000,2024-25,OCT,edit_window,2024-10-30,10,2024-10-20,2024-10-20,2024-12-01,4,4"


def test_the_menu_marks_collections_on_all_pages_that_are_opened_from_them(cast: Cast, client: Client) -> None:
    client.force_login(cast.agency.person("ese_analyst"))
    paths = ("/state/collections/", "/state/collections/00100000/2024-25/OCT/", "/state/shared-staff/", "/state/")
    pages = [client.get(path).content.decode() for path in paths]
    marked = [re.findall(r'usa-nav__link usa-current"[^>]*><span>([^<]+)', page) for page in pages]
    assert marked == [["Collections"], ["Collections"], ["Collections"], ["State"]]


def test_a_year_that_is_over_and_has_figures_alone_lists_these_alone(cast: Cast) -> None:
    stands(cast.north, "metric_aggregate", collection="")
    with time_machine.travel(dt.datetime(2025, 12, 1, tzinfo=dt.UTC)):
        assert [name in listed(cast) for name in ("October", "March", "End-of-year", "Aggregate")] == [
            *(False, False, False, True)
        ]
        stands(cast.north, "student")
        assert [name in listed(cast) for name in ("October", "March", "End-of-year", "Aggregate")] == [True] * 4


def listed(cast: Cast) -> str:
    """What the district's page says of 2024-25."""
    _, _, told = text_of(as_(cast, "district_steward"), "/d/00100000/collections/").partition("Collections of 2024-25")
    return told.partition("Reminders")[0]


def test_ese_accepts_several_collections_at_once_and_what_cannot_be_is_said(cast: Cast, client: Client) -> None:
    certified(cast)
    all_stand(cast.south)
    do("submit", cast.south.member("district_steward"))
    do("certify", cast.south.member("certifier"))
    client.force_login(cast.agency.person("ese_analyst"))
    page, post = "/state/collections/?year=2025", "/state/collections/accept/?year=2025"
    shown = client.get(page).content.decode()
    ticks = re.findall(r'name="chosen" id="[^"]+" value="([^"]+)"', shown)
    assert (ticks, "Accept all 2 that are certified above" in shown) == (
        ["00100000.2025.OCT.2", "00200000.2025.OCT.2"],
        True,
    )
    assert told(client.post(post, {"listed": ticks}, follow=True)) == [
        "Nothing was chosen: tick what is to be accepted."
    ]
    chosen = [ticks[0], "00200000.2025.MAR.1"]
    assert told(client.post(post, {"chosen": chosen, "listed": ticks}, follow=True)) == [
        "1 collection accepted.",
        "Not accepted: March collection 2024-25 of Southport. Only what is certified is accepted; this is open.",
    ]
    assert told(client.post(post, {"all": "yes", "chosen": [], "listed": ticks}, follow=True)) == [
        "2 collections accepted."
    ]
    with across_districts(reason="tests"):
        accepted = CertificationEvent.objects.filter(act="accept").values_list("district__org_code", "collection")
        assert sorted(accepted) == [("00100000", "OCT"), ("00200000", "OCT")]
        events = AuditEvent.objects.filter(verb="collection.accept").values_list("district__org_code", flat=True)
        assert sorted(events) == ["00100000", "00200000"]
    assert "Accept what is ticked" not in client.get(page).content.decode()
    bad = ("99990000.2025.OCT.2", "00000000.2025.OCT.2", "00100000.2025.APR.2", "00100000.2025.OCT", "x")
    assert [client.post(post, {"chosen": [one]}).status_code for one in bad] == [400] * 5


def test_what_was_certified_anew_since_it_was_looked_at_is_neither_accepted_nor_returned(
    cast: Cast, client: Client
) -> None:
    certified(cast)
    client.force_login(cast.agency.person("ese_analyst"))
    place = "/state/collections/00100000/2024-25/OCT/"
    shown = client.get(place).content.decode()
    numbers = re.findall(r'name="certification" value="(\d+)"', shown)
    do("withdraw", cast.north.member("certifier"), reason="A school was missing.")
    do("submit", cast.north.member("district_steward"))
    do("certify", cast.north.member("certifier"))
    seen = {"certification": numbers[0]}
    answers = [
        client.post(f"{place}accept/", seen, follow=True),
        client.post(f"{place}return/", {**seen, "reason": "See the note."}, follow=True),
        client.post("/state/collections/accept/", {"chosen": ["00100000.2025.OCT.2"]}, follow=True),
    ]
    since = "Nothing was done: it was certified anew since you looked at it. Look at it as it is now."
    assert (numbers, [told(answer) for answer in answers]) == (
        ["2", "2"],
        [[since], [since], [f"Not accepted: October collection 2024-25 of Northfield. {since}"]],
    )
    (now,) = set(re.findall(r'name="certification" value="(\d+)"', client.get(place).content.decode()))
    assert (now, told(client.post(f"{place}accept/", {"certification": now}, follow=True))) == (
        "5",
        ["It is accepted."],
    )


def told(answer: Any) -> list[str]:
    return [str(one) for one in answer.context["messages"]]


def test_a_collection_of_no_school_year_is_none_that_was_chosen(cast: Cast, client: Client) -> None:
    client.force_login(cast.agency.person("ese_analyst"))
    chosen = [f"00100000.{year}.OCT.2" for year in ("0000", "0001", "1989", "2100")]
    assert client.post("/state/collections/accept/", {"chosen": chosen}).status_code == 400


def test_nobody_accepts_at_once_what_they_certified_themselves(cast: Cast, client: Client) -> None:
    all_stand(cast.north)
    erin, submitted = cast.agency.person("ese_analyst"), do("submit", cast.north.member("district_steward"))
    with across_districts(reason="tests: one person in both places"):
        named: dict[str, Any] = {"district": cast.north.district, "school_year": YEAR, "collection": "OCT"}
        signed: dict[str, Any] = {"person": erin, "by_name": erin.name, "by_role": "certifier"}
        CertificationEvent.objects.create(**named, **signed, number=2, act="certify", snapshots=submitted.snapshots)
    client.force_login(erin)
    assert 'name="chosen"' not in client.get("/state/collections/?year=2025").content.decode()
    answer = client.post("/state/collections/accept/", {"chosen": ["00100000.2025.OCT.2"]}, follow=True)
    assert told(answer) == [
        "Not accepted: October collection 2024-25 of Northfield. You certified it yourself: another person accepts it."
    ]


def test_both_pages_say_that_newer_licenses_came_and_what_lets_them_count(cast: Cast, client: Client) -> None:
    stands(cast.north, "license", "first")
    certified(cast)
    client.force_login(cast.agency.person("ese_analyst"))
    steward, for_ese = as_(cast, "district_steward"), "/state/collections/00100000/2024-25/OCT/"
    beside = "Licenses: license.csv , 1 row, since October 20, 2024"
    before = text_of(steward), text_of(client, for_ese)
    with time_machine.travel(IN_TIME + dt.timedelta(hours=1)):
        stands(cast.north, "license", "a newer one")
        stands(cast.agency, "course_crosswalk")
        told = (
            "Newer than what was certified Licenses: in force since October 20, 2024 Courses and the fields of license"
            " for them, as ESE keeps them: in force since October 20, 2024 Others than the district see figures with"
            " what stood when it was certified on October 20, 2024. For the newer rows to count, the certifier"
            " withdraws it by November 1, 2024 and it is certified again; later, ESE opens an edit window for that."
        )
        after = text_of(steward), text_of(client, for_ese)
    assert ([told in page for page in before], [told in page for page in after]) == ([False] * 2, [True] * 2)
    assert (beside in before[0], "license.csv" in after[1]) == (True, False)
