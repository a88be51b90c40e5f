"""Pages of definitions: what the agency drafts, tries and decides there, and what everybody reads of it."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client

from districts import outbox
from districts.wall import across_districts
from monitoring.analysis.definitions.definition import State
from monitoring.analysis.people.absence import DaysAbsent
from monitoring.definitions.models import StoredDefinition, stored_fields
from monitoring.results.models import DualRun
from tests.definitions.analysts import analyst, like
from tests.districts.cast import Cast
from tests.web.reads import reads

VERSION = "/state/definitions/T_ABS_GT10"
TYPED = {
    "kind": "DaysAbsent",
    "rule_more_than": "12",
    "rule_at_least": "",
    "rule_expected_at_least": "90",
    "rule_with_leave": "yes",
    "rule_minutes_a_day": "450",
    "rule_days_a_year": "180",
    "first_year": "2025-26",
    "last_year": "",
    "levels": ["school", "district", "state"],
    "review_date": "2035-06-30",
    "rationale": "Ten days are common after the pandemic.",
    "words_formula": "absent on more than 12 days / all",
}
TOLD = "You have written it, put it forward, or recorded evidence for it. A second person checks and activates it."


@pytest.fixture
def ann(cast: Cast, client: Client) -> Client:
    client.force_login(analyst("Ann").person)
    return client


@pytest.fixture
def ben(cast: Cast) -> Client:
    client = Client()
    client.force_login(analyst("Ben").person)
    return client


def text_of(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def post(client: Client, path: str, **given: Any) -> str:
    """What the page says after it."""
    answer = client.post(path, given, follow=True)
    assert answer.status_code == 200
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def test_a_version_goes_from_a_form_to_being_active_by_two_people(ann: Client, ben: Client) -> None:
    assert "Version 2 is kept as a draft." in post(ann, f"{VERSION}/new/", **TYPED)
    page = text_of(ann, f"{VERSION}/2/")
    assert "Absent on more than 10 days more than 12 days" in page
    assert "Version 2: you put it forward." in post(ann, f"{VERSION}/2/step/", step="put_forward")
    page = text_of(ben, f"{VERSION}/2/")
    assert "There is no dual run yet: let it show what would move." in page
    assert "It is being computed." in post(ann, f"{VERSION}/2/dual-run/")
    outbox.run_waiting()
    page = text_of(ben, f"{VERSION}/2/")
    assert "No figure would move." in page
    assert "Version 1 then ends with 2024-25." in page
    assert TOLD in text_of(ann, f"{VERSION}/2/")
    assert TOLD in post(ann, f"{VERSION}/2/step/", step="activate")
    told = post(ben, f"{VERSION}/2/step/", step="activate")
    assert "Version 2: you checked" not in told
    assert "Version 2: you activated it. Version 1 then ends with 2024-25." in told
    page = text_of(Client(), "/measures/T_ABS_GT10/")
    assert "Absent on : more than 12 days, where it was more than 10 days" in page
    assert "Written by Ann; checked by Ben" in page


FAULTS: list[tuple[dict[str, Any], str]] = [
    ({"rule_more_than": "many"}, "Give a whole number from 0 to 366."),
    ({"rule_at_least": "10"}, "Give one of the two bounds"),
    ({"first_year": "2025"}, ""),
    ({"first_year": "soon"}, "Write the school year like 2025-26, or leave it empty."),
    ({"first_year": "2025-26", "last_year": "2020-21"}, "It ends before it begins."),
    ({"levels": []}, "Choose at least one."),
    ({"levels": ["state"]}, "It is given for districts and the state, with their schools or without them."),
    ({"levels": ["galaxy"]}, "galaxy is not one of the available choices."),
    ({"review_date": ""}, "Name the day."),
    ({"review_date": "0001-01-01"}, "Name a day that is still to come."),
    ({"rationale": "\u200b"}, "Say why, in a few words: others will read it."),
    ({"rationale": " "}, "Say why, in a few words: others will read it."),
    ({"rule_with_leave": "perhaps"}, "perhaps is not one of the available choices."),
    ({"kind": "Salary"}, ""),
]


@pytest.mark.parametrize(("given", "told"), FAULTS)
def test_what_cannot_be_kept_is_told_beside_its_field_and_nothing_typed_is_lost(
    ann: Client, given: dict[str, Any], told: str
) -> None:
    answer = ann.post(f"{VERSION}/new/", {**TYPED, **given})
    assert answer.status_code == (200 if told else 302)
    if told:
        page = answer.content.decode()
        assert told in page
        assert ("Ten days are common" in page) == ("rationale" not in given)
    with across_districts(reason="tests: look"):
        assert StoredDefinition.objects.filter(measure="T_ABS_GT10").count() == (1 if told else 2)


def test_a_draft_is_changed_in_the_same_form(ann: Client) -> None:
    post(ann, f"{VERSION}/new/", **TYPED)
    form = ann.get(f"{VERSION}/2/change/").content.decode()
    assert 'value="12"' in form
    assert "The draft is kept." in post(ann, f"{VERSION}/2/change/", **{**TYPED, "rule_more_than": "15"})
    assert "more than 15 days" in text_of(ann, f"{VERSION}/2/")
    post(ann, f"{VERSION}/2/step/", step="put_forward")
    assert "only a draft can be changed" in post(ann, f"{VERSION}/2/change/", **TYPED)
    away = ann.get(f"{VERSION}/2/change/", follow=True)
    assert (away.redirect_chain, "only a draft can be changed" in away.content.decode()) == (
        [(f"{VERSION}/2/", 302)],
        True,
    )


def hidden(client: Client, path: str) -> str:
    found = re.search(r'name="seen" value="(\w+)"', client.get(path).content.decode())
    assert found
    return found[1]


def test_of_two_who_change_a_draft_the_second_is_told_and_loses_nothing(ann: Client, ben: Client) -> None:
    post(ann, f"{VERSION}/new/", **TYPED)
    seen = hidden(ann, f"{VERSION}/2/change/")
    assert hidden(ben, f"{VERSION}/2/change/") == seen
    assert "The draft is kept." in post(ben, f"{VERSION}/2/change/", **{**TYPED, "rationale": "Of Ben."}, seen=seen)
    answer = ann.post(f"{VERSION}/2/change/", {**TYPED, "rationale": "Typed by Ann.", "seen": seen})
    page = answer.content.decode()
    assert "Somebody has changed it since you opened this form." in page
    assert "Typed by Ann." in page
    assert "Of Ben." in text_of(ann, f"{VERSION}/2/")
    again = re.search(r'name="seen" value="(\w+)"', page)
    assert again is not None
    assert "The draft is kept." in post(ann, f"{VERSION}/2/change/", **TYPED, seen=again[1])


def test_what_somebody_changed_meanwhile_is_seen_by_nobody_who_only_left_out_a_word(ann: Client, ben: Client) -> None:
    post(ann, f"{VERSION}/new/", **TYPED)
    of_draft, of_step = hidden(ben, f"{VERSION}/2/change/"), hidden(ben, f"{VERSION}/2/")
    post(ann, f"{VERSION}/2/change/", **{**TYPED, "first_year": "2004-05"}, seen=of_draft)
    answer = ben.post(f"{VERSION}/2/change/", {**TYPED, "review_date": "", "seen": of_draft})
    assert re.findall(r'name="seen" value="(\w+)"', answer.content.decode()) == [of_draft]
    answer = ben.post(f"{VERSION}/2/step/", {"step": "withdraw", "reason": "", "seen": of_step})
    withdraw = re.search(r'value="withdraw"><input type="hidden" name="seen" value="(\w+)"', answer.content.decode())
    assert withdraw is not None
    assert withdraw[1] == of_step


def test_what_is_typed_into_a_draft_that_is_withdrawn_meanwhile_stays_in_the_form(ann: Client, ben: Client) -> None:
    post(ann, f"{VERSION}/new/", **TYPED)
    post(ben, f"{VERSION}/2/step/", step="withdraw", reason="It was meant for another measure.")
    page = ann.post(f"{VERSION}/2/change/", {**TYPED, "rationale": "Typed by Ann."}).content.decode()
    assert "It is withdrawn: only a draft can be changed." in page
    assert "Typed by Ann." in page


def test_a_step_is_taken_on_what_was_seen_alone(ann: Client, ben: Client) -> None:
    post(ann, f"{VERSION}/new/", **TYPED)
    seen = hidden(ben, f"{VERSION}/2/")
    post(ann, f"{VERSION}/2/change/", **{**TYPED, "first_year": "2004-05"})
    told = "Somebody has changed it since you looked"
    assert told in post(ben, f"{VERSION}/2/step/", step="put_forward", seen=seen)
    assert "you put it forward" in post(
        ben, f"{VERSION}/2/step/", step="put_forward", seen=hidden(ben, f"{VERSION}/2/")
    )


def test_a_version_that_counts_otherwise_says_so_before_anybody_checks_it(ann: Client) -> None:
    post(ann, f"{VERSION}/new/", **{**TYPED, "words_formula": ""})
    told = "It counts otherwise than version 1, and says the same: “"
    assert told in text_of(ann, f"{VERSION}/2/")
    assert told in post(ann, f"{VERSION}/2/step/", step="put_forward")
    post(ann, f"{VERSION}/2/change/", **TYPED)
    assert told not in text_of(ann, f"{VERSION}/2/")


def test_steps_that_ask_for_words_or_a_day_say_so(ann: Client, ben: Client) -> None:
    post(ann, f"{VERSION}/new/", **TYPED)
    assert "a second person lets it wait" in post(ann, f"{VERSION}/2/step/", step="put_off", due="2035-01-01")
    seen = hidden(ben, f"{VERSION}/2/")
    assert "Name the day." in post(ben, f"{VERSION}/2/step/", step="put_off", due="", seen=seen)
    too_early = post(ben, f"{VERSION}/2/step/", step="put_off", due="2020-01-01", seen=seen)
    assert "a day that is still to come" in too_early
    assert "you let it wait" in post(ben, f"{VERSION}/2/step/", step="put_off", due="2035-01-01", seen=seen)
    assert "It is promised by January 1, 2035" in text_of(Client(), "/measures/T_ABS_GT10/")
    assert "Say why" in post(ann, f"{VERSION}/1/step/", step="retire", reason=" ")
    assert "Choose one of the steps" in post(ann, f"{VERSION}/1/step/", step="vanish")
    assert ann.post(f"{VERSION}/9/step/", {"step": "retire"}).status_code == 404


def test_ratings_name_what_stands_for_them_and_take_evidence(ann: Client) -> None:
    path = "/state/definitions/T_EVAL_LOW/1/"
    assert "Unqualified teachers stand for it" in text_of(ann, path)
    assert "unqualified teachers stand for them" in text_of(Client(), "/measures/T_EVAL_LOW/")
    given = {"about": "trust", "day": "2026-01-15", "text": "A survey of 900 teachers."}
    assert "The evidence of trust is on record." in post(ann, f"{path}evidence/", **given)
    assert "A survey of 900 teachers." in text_of(ann, path)
    assert "There is no evidence of fidelity on record" in post(ann, f"{path}dual-run/")
    assert "Name the day." in post(ann, f"{path}evidence/", **{**given, "day": ""})


def test_the_list_has_every_version_and_those_first_that_are_due(ann: Client) -> None:
    page = text_of(ann, "/state/definitions/")
    assert page.index("License exam scores, version 1") < page.index("Teacher turnover, version 1")
    assert "due Aug 31, 2015" in page


def test_what_is_not_there_is_not_found(ann: Client) -> None:
    for path in ("/state/definitions/T_TURN/9/", "/state/definitions/T_TURN/1/dual-run/status/",
                 "/state/definitions/T_NONE/1/", "/state/definitions/T_TURN/99999999999999999999/"):  # fmt: skip
        assert ann.get(path).status_code == 404, path


def test_how_far_a_dual_run_is_is_told_until_it_has_ended(ann: Client) -> None:
    post(ann, f"{VERSION}/new/", **TYPED)
    post(ann, f"{VERSION}/2/dual-run/")
    assert "HX-Refresh" not in ann.get(f"{VERSION}/2/dual-run/status/")
    outbox.run_waiting()
    assert ann.get(f"{VERSION}/2/dual-run/status/")["HX-Refresh"] == "true"
    with across_districts(reason="tests: look"):
        assert DualRun.objects.get().state == "done"


def test_pages_ask_the_database_a_fixed_number_of_times(ann: Client) -> None:
    post(ann, f"{VERSION}/new/", **TYPED)
    post(ann, f"{VERSION}/2/dual-run/")
    outbox.run_waiting()
    found = {path: reads(ann, path) for path in ("/state/definitions/", f"{VERSION}/2/", f"{VERSION}/2/change/")}
    assert found == {"/state/definitions/": 13, f"{VERSION}/2/": 21, f"{VERSION}/2/change/": 13}
    assert reads(Client(), "/measures/T_UNQ/") == 1


def test_a_draft_is_withdrawn_on_its_page_and_on_the_command_line(ann: Client) -> None:
    for _ in range(2):
        post(ann, f"{VERSION}/new/", **TYPED)
    page = text_of(ann, f"{VERSION}/2/")
    assert "Withdraw it Why" in page  # and no word that it may be left out
    assert "Why (optional)" not in page
    assert "the next reader of its history needs to know" in post(ann, f"{VERSION}/2/step/", step="withdraw", reason="")
    assert "Version 2: you withdrew it." in post(ann, f"{VERSION}/2/step/", step="withdraw", reason="Another measure.")
    assert "Withdraw it" not in (page := text_of(ann, f"{VERSION}/2/"))
    assert "What it would move" not in page
    assert "It is withdrawn: draft another version" in post(ann, f"{VERSION}/2/dual-run/")
    with pytest.raises(CommandError, match="is no member of the agency"):
        call_command("definitions", "withdraw", "T_ABS_GT10.3", by="nobody@example.org", reason="No.")
    given = {"by": "ANN@agency.example", "reason": "No."}
    call_command("definitions", "withdraw", "T_ABS_GT10.3", **given)
    with pytest.raises(CommandError, match="It is withdrawn"):
        call_command("definitions", "withdraw", "T_ABS_GT10.3", **given)
    assert text_of(ann, "/state/definitions/").count("Withdrawn") == 2


def test_what_was_promised_for_a_day_that_is_past_is_marked_and_comes_first(ann: Client) -> None:
    listed = text_of(ann, "/state/definitions/")
    assert "Promised, and past their day: 1" in listed
    assert "License exam scores, version 1 : due August 31, 2015, written by equityplan" in listed
    assert "due Aug 31, 2015 Past its day" in listed
    assert "August 31, 2015 Past its day" in text_of(ann, "/state/definitions/T_EXAM/1/")
    assert "It was promised by August 31, 2015. That day is past" in text_of(Client(), "/measures/T_EXAM/")


def test_what_differs_is_told_from_versions_that_were_active_and_not_from_a_promise(ann: Client, ben: Client) -> None:
    post(ann, f"{VERSION}/new/", **{**TYPED, "rationale": "Only a promise."})
    post(ben, f"{VERSION}/2/step/", step="put_off", due="2035-01-31", seen=hidden(ben, f"{VERSION}/2/"))
    with across_districts(reason="tests: as if it were activated"):
        made = like("T_ABS_GT10.1", rule=DaysAbsent(more_than=15), version=3, first_year=2026, state=State.ACTIVE)
        StoredDefinition.objects.create(**stored_fields(replace(made, was_active=True)))
    page = text_of(Client(), "/measures/T_ABS_GT10/")
    assert "more than 15 days, where it was more than 10 days" in page
    assert "more than 12 days, where it was more than 10 days" in page
    assert "where it was Only a promise." not in page


def test_published_figures_have_no_levels_to_choose(ann: Client) -> None:
    assert "Given for" not in text_of(ann, "/state/definitions/PPE/new/")
    assert "Given for" in text_of(ann, f"{VERSION}/new/")


def test_everybody_reads_a_measure_in_the_words_of_the_version_in_force(ann: Client) -> None:
    words, formula = (("formula", "absent on more than 12 days / all"),), "absent on more than 12 days / all"
    with across_districts(reason="tests: as if it were activated"):
        StoredDefinition.objects.filter(measure="T_ABS_GT10", version=1).update(last_year=2025)
        made = like(
            "T_ABS_GT10.1", rule=DaysAbsent(more_than=12), version=2, first_year=2026, last_year=None, words=words
        )
        StoredDefinition.objects.create(**stored_fields(made))
    anybody = Client()
    page = text_of(anybody, "/measures/T_ABS_GT10/")
    assert f"Formula {formula.capitalize()}" in page
    assert "2025-26 : from 2025-26 version 2 of the definition holds" in page
    listed = anybody.get("/api/v1/measures/?page_size=200").json()["results"]
    one = anybody.get("/api/v1/measures/T_ABS_GT10/").json()
    for told in (one, *(each for each in listed if each["id"] == "T_ABS_GT10")):
        assert (told["version"], told["formula"]) == (2, formula)
        assert told["definition_hash"] == made.definition_hash
        assert [one["school_year"] for one in told["breaks"]] == ["2025-26"]
    assert anybody.get("/api/v1/measures/T_NOTHING/").status_code == 404
