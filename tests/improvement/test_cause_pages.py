"""Pages about causes: what a district does there by forms, what everybody reads, and what the agency sees."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils.timezone import localdate

from districts.wall import in_district
from monitoring.analysis.strategies.causes import Confidence, EvidenceKind
from monitoring.improvement import actions
from monitoring.improvement.actions import Item, OwnCause, Thought
from monitoring.improvement.models import CauseVersion, Claim, Evidence, NamedCause
from tests.districts.cast import Cast
from tests.improvement.test_root_causes import FALL, SPRING, link, name, study
from tests.improvement.test_strategy_pages import text_of
from tests.web.reads import reads

pytestmark = pytest.mark.django_db
LIST = "/d/00100000/causes/"
ONE = f"{LIST}1/"


def test_a_superintendent_goes_from_a_gap_to_a_cause_to_a_strategy(lead: Client, cast: Cast) -> None:
    assert "No gap is looked into yet" in text_of(lead, LIST)
    begun = lead.post(f"{LIST}new/", {"measure": "T_TURN", "group": "low_income", "objectives": ["turnover"]})
    assert (begun.status_code, begun["Location"]) == (302, ONE)
    said = {"what": "working-conditions", "confidence": "high", "since": "2023-09-04", "text": "Ask in spring."}
    assert lead.post(f"{ONE}name/", said)["Location"] == ONE
    own = {"what": "own", "title": "The bus ends at six", "confidence": "some", "since": "2023-09-04"}
    assert lead.post(f"{ONE}name/", own)["Location"] == ONE
    known = {"kind": "stakeholders", "text": "Nine of ten leavers name it.", "day": "2023-10-02", "link": "example.org"}
    assert lead.post(f"{ONE}1/evidence/", known)["Location"] == ONE
    for begin, end in (("1", "2"), ("2", "1")):
        linked = {"begin": begin, "end": end, "holds": "yes", "since": "2023-10-02"}
        assert lead.post(f"{ONE}link/", linked)["Location"] == ONE
    again = {"confidence": "set_aside", "since": "2024-10-07", "seen": "1", "text": "A bus goes at eight now."}
    assert lead.post(f"{ONE}2/say/", again)["Location"] == ONE
    before, now = text_of(lead, f"{ONE}?year=2024"), text_of(lead, ONE)
    circle = "“Working conditions” feeds “The bus ends at six”, which feeds “Working conditions” again."
    told = ("Nine of ten leavers name it.", "Ask in spring.", "Stakeholder feedback", "An earlier year", circle)
    assert [words for words in told if words not in before] == []
    assert (circle in now, "A bus goes at eight now." in now, "Set aside" in now) == (False, True, True)
    reason = (
        "Because you study the gap in teacher turnover by low-income students, and you named “Working conditions” as a"
        " cause with high confidence."
    )
    assert [reason in shown for shown in (now, text_of(lead, "/d/00100000/strategies/"), before)] == [True, True, False]
    assert 'href="/d/00100000/strategies/adopt/working-conditions/"' in lead.get(ONE).content.decode()
    taken = {"stage": "adopted", "since": "2024-10-07"}
    assert lead.post("/d/00100000/strategies/adopt/working-conditions/", taken).status_code == 302
    assert 'href="/d/00100000/strategies/1/"' in lead.get(ONE).content.decode()
    assert "Working conditions" in text_of(lead, LIST)


@pytest.mark.parametrize(
    ("place", "sent", "why"),
    [
        ("new/", {"measure": "T_TURN"}, "Choose one."),
        ("new/", {"measure": "T_TURN", "group": "low_income"}, "looks into this gap already"),
        ("1/name/", {"what": "own", "confidence": "low", "since": "2024-01-08"}, "Give it a name."),
        ("1/name/", {"what": "turnover", "title": "X", "confidence": "low", "since": "2024-01-08"}, "Leave this blank"),
        ("1/name/", {"what": "pay", "confidence": "low", "since": "2024-01-08"}, "not one of the available choices"),
        ("1/name/", {"what": "turnover", "since": "2024-01-08"}, "Choose one."),
        ("1/name/", {"what": "turnover", "confidence": "low", "since": "2099-01-08"}, "Name a day that has come."),
        ("1/1/say/", {"confidence": "low", "since": "2024-01-08", "text": "ann@example.org"}, "Leave out e-mail"),
        ("1/1/say/", {"confidence": "low", "since": "2024-01-08", "seen": "7"}, "said something else of it meanwhile"),
        ("1/1/evidence/", {"kind": "data", "day": "2024-01-08"}, "This field is required."),
        ("1/1/evidence/", {"kind": "rumor", "day": "2024-01-08", "text": "So."}, "Select a valid choice"),
        ("1/link/", {"begin": "1", "end": "1", "holds": "yes", "since": "2024-01-08"}, "does not feed itself"),
        ("1/link/", {"begin": "1", "end": "9", "holds": "yes", "since": "2024-01-08"}, "Select a valid choice"),
    ],
)
def test_what_cannot_be_kept_is_said_and_nothing_is_kept(
    lead: Client,
    cast: Cast,
    place: str,
    sent: dict[str, str],
    why: str,
) -> None:
    with in_district(cast.north.id):
        name(cast.north, study(cast.north), "pay")
    answer = lead.post(LIST + place, sent)
    assert (answer.status_code, why in answer.content.decode()) == (200, True)
    with in_district(cast.north.id):
        assert (Claim.objects.count(), NamedCause.objects.count(), Evidence.objects.count()) == (1, 1, 0)


def test_there_is_no_page_of_what_is_not_there(lead: Client, cast: Cast) -> None:
    with in_district(cast.north.id):
        name(cast.north, study(cast.north), "pay")
    asked = (
        f"{LIST}2/",
        f"{ONE}2/say/",
        f"{ONE}?year=soon",
        f"{ONE}?year=1",
        "/causes/none/",
        "/causes/pay/?version=9",
    )
    assert [lead.get(path).status_code for path in asked] == [404] * len(asked)


def test_everybody_reads_the_library_and_every_version(cast: Cast, client: Client, owner: Client) -> None:
    shown = text_of(client, "/causes/")
    titles = list(CauseVersion.objects.values_list("title", flat=True))
    assert [title for title in (*titles, "The list is not exhaustive") if title not in shown] == []
    words = CauseVersion.objects.get(cause__key="pay").words
    sent = {**vars(words), "text": "Rents rise.", "why": "Districts said so.", "seen": "1"}
    assert owner.post("/state/causes/pay/write/", sent)["Location"] == "/causes/pay/"
    assert "Rents rise." in text_of(client, "/causes/pay/")
    assert words.text in text_of(client, "/causes/pay/?version=1")
    new = {"title": "Far away", "text": "Few live near.", "dimensions": ["preparation"], "why": "It is missing."}
    assert owner.post("/state/causes/new/", new)["Location"] == "/causes/far-away/"


def test_the_agency_sees_counts_and_no_district(lead: Client, owner: Client, cast: Cast) -> None:
    with in_district(cast.north.id):
        of = study(cast.north)
        name(cast.north, of, "pay")
        name(cast.north, of, OwnCause("The bus ends at six"))
    shown = text_of(owner, "/state/causes/")
    assert "Pay and costs of living 1" in shown
    board = text_of(owner, "/state/districts/00100000/strategies/")
    assert [words for words in ("Northfield", "bus", "Eve Equity") if words in shown] == []
    assert "You could look at" not in board


@pytest.mark.parametrize("many", [1, 50])
def test_pages_ask_as_often_for_one_as_for_fifty(
    lead: Client,
    owner: Client,
    cast: Cast,
    many: int,
) -> None:
    by = cast.north.member("equity_lead")
    with in_district(cast.north.id):
        of, also = study(cast.north), study(cast.north, "T_EXP_LT3")
        pay = name(cast.north, of, "pay")
        for number in range(many):
            own = name(cast.north, of, OwnCause(f"Cause {number}"))
            link(cast.north, pay, own)
            actions.name_cause(study=also, what=own, thought=Thought(Confidence.SOME, FALL), by=by)
            item = Item(EvidenceKind.DATA, SPRING, f"It is so, {number}.")
            actions.add_evidence(study=of, cause=own, item=item, by=by)
    of_lead = {path: reads(lead, path) for path in READS_OF_LEAD}
    assert of_lead == READS_OF_LEAD
    assert reads(owner, "/state/causes/") == 14


# Eleven of them around each page of a tenant: session, person, membership, scope.
READS_OF_LEAD = {
    LIST: 13,
    ONE: 20,
    f"{ONE}?year={localdate().year - 2}": 20,
    f"{ONE}name/": 16,
    f"{ONE}link/": 16,
    f"{ONE}1/say/": 17,
    f"{ONE}1/evidence/": 16,
    "/d/00100000/strategies/": 20,
    "/causes/": 8,
    "/causes/pay/": 10,
}
