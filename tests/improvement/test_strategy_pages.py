"""Pages of strategies: what everybody reads, what a district does there by forms, and what the agency sees of it."""

from __future__ import annotations

import csv
import datetime as dt
import re
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.utils.timezone import localdate

from districts.wall import in_district
from monitoring.analysis.strategies.adoption import Stage
from monitoring.improvement import actions
from monitoring.improvement.actions import Entry, Terms
from monitoring.improvement.models import (
    Adoption,
    AdoptionStep,
    OwnStrategyVersion,
    Progress,
    Strategy,
    StrategyVersion,
)
from tests.districts.cast import Cast, Tenant
from tests.web.reads import reads

pytestmark = pytest.mark.django_db
BOARD = "/d/00100000/strategies/"
FALL = dt.date(2024, 9, 3)


def text_of(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return plain(answer.content.decode())


def plain(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def adopt(tenant: Tenant, key: str, **terms: Any) -> Adoption:
    with in_district(tenant.id):
        return actions.adopt_strategy(
            strategy=Strategy.objects.get(key=key),
            stage=Stage.ADOPTED,
            since=FALL,
            terms=Terms(**terms),
            by=tenant.member("equity_lead"),
        )


def log(tenant: Tenant, adoption: Adoption, many: int, **more: Any) -> None:
    by = tenant.member("equity_lead")
    with in_district(tenant.id):
        for number in range(many):
            entry = Entry(FALL + dt.timedelta(number), "on_track", number % 4, **more)
            actions.log_progress(adoption=adoption, entry=entry, by=by)


def test_everybody_reads_the_catalogue_and_every_version(cast: Cast, client: Client, owner: Client) -> None:
    shown = text_of(client, "/strategies/")
    titles = list(StrategyVersion.objects.values_list("title", flat=True))
    assert [title for title in titles if title not in shown] == []
    page = "/strategies/early-hiring/"
    before = text_of(client, page)
    words = StrategyVersion.objects.get(strategy__key="early-hiring").words
    sent = {**vars(words), "summary": "Know vacancies in February.", "why": "Spring is late.", "seen": "1"}
    assert owner.post("/state/strategies/early-hiring/write/", sent).status_code == 302
    assert "Know vacancies in February." in text_of(client, page)
    assert before.replace("Version 1 ,", "") != text_of(client, page)
    assert words.summary in text_of(client, f"{page}?version=1")
    assert client.get(f"{page}?version=3").status_code == client.get("/strategies/none/").status_code == 404


def test_a_superintendent_takes_a_strategy_up_and_logs_progress(lead: Client, cast: Cast) -> None:
    sent = {
        "stage": "adopted",
        "since": "2024-09-03",
        "measure": "T_TURN",
        "group": "low_income",
        "change": "2.5",
        "objectives": ["turnover"],
        "schools": [cast.north.schools[0].org_code],
    }
    answer = lead.post(f"{BOARD}adopt/induction-mentoring/", sent)
    assert (answer.status_code, answer["Location"]) == (302, f"{BOARD}1/")
    answer = lead.post(
        f"{BOARD}1/progress/", {"status": "behind", "fidelity": "1", "day": "2025-01-07", "text": "Late."}
    )
    assert answer.status_code == 302
    with in_district(cast.north.id):
        step, entry = AdoptionStep.objects.get(), Progress.objects.get()
    assert (step.stage, step.change, step.schools) == ("adopted", Decimal("2.50"), [cast.north.schools[0].org_code])
    assert (entry.status, entry.fidelity, entry.text, entry.kept_here) == ("behind", 1, "Late.", False)
    shown = text_of(lead, f"{BOARD}1/")
    for words in (
        "Northfield High",
        "expected to get smaller by 2.5 points",
        "Behind, and we know what to do",
        "Late.",
    ):
        assert words in shown


TOMORROW = (localdate() + dt.timedelta(1)).isoformat()


@pytest.mark.parametrize(
    ("place", "sent", "why"),
    [
        ("adopt/early-hiring/", {"stage": "adopted", "since": TOMORROW}, "Name a day that has come"),
        ("adopt/early-hiring/", {"stage": "sustained", "since": "2024-09-03"}, "Select a valid choice"),
        ("adopt/early-hiring/", {"stage": "adopted", "since": "soon"}, "Enter a valid date."),
        ("adopt/early-hiring/", {"stage": "adopted", "since": "2024-09-03", "group": "low_income"}, "choose both"),
        ("adopt/early-hiring/", {"stage": "adopted", "since": "2024-09-03", "change": "2"}, "Say which gap"),
        ("adopt/early-hiring/", {"stage": "adopted", "since": "2024-09-03", "schools": "00200001"}, "not one of the"),
        ("adopt/early-hiring/", {"stage": "adopted", "since": "2024-09-03", "dollars": "-1"}, "greater than or equal"),
        ("adopt/early-hiring/", {"stage": "adopted", "since": "2024-09-03", "lead": "ann@x.org"}, "e-mail addresses"),
        ("1/progress/", {"day": "2025-01-07"}, "Choose one."),
        ("1/progress/", {"status": "stuck", "day": TOMORROW}, "a day that has come"),
        ("1/progress/", {"status": "stuck", "day": "2025-01-07", "text": "SSN 123-45-6789"}, "social security"),
        ("1/step/", {"stage": "ended", "since": "2025-01-07"}, "Say why it is ended"),
        ("1/step/", {"stage": "implementing", "since": "2025-01-07", "seen": "0"}, "another step meanwhile"),
        ("1/milestone/", {"title": "", "due": "2025-01-07"}, "This field is required."),
        ("own/", {"title": "Home visits", "summary": "We visit."}, "Choose at least one."),
    ],
)
def test_what_cannot_be_kept_is_said_where_it_stands_and_nothing_is_kept(
    lead: Client, cast: Cast, place: str, sent: dict[str, str], why: str
) -> None:
    adopt(cast.north, "working-conditions")
    answer = lead.post(BOARD + place, sent)
    assert answer.status_code == 200
    assert why in plain(answer.content.decode())
    with in_district(cast.north.id):
        assert (AdoptionStep.objects.count(), Progress.objects.count(), OwnStrategyVersion.objects.count()) == (1, 0, 0)


def test_a_district_writes_a_strategy_of_its_own_and_takes_it_up(lead: Client, cast: Cast) -> None:
    sent = {"title": "Home visits", "summary": "We visit families in August.", "loci": ["school"]}
    assert lead.post(f"{BOARD}own/", sent)["Location"] == f"{BOARD}own/1/"
    assert lead.post(f"{BOARD}own/1/write/", {**sent, "summary": "In July.", "seen": "1"}).status_code == 302
    assert (
        lead.post(f"{BOARD}own/1/adopt/", {"stage": "considering", "since": "2025-02-01"})["Location"] == f"{BOARD}1/"
    )
    assert "Own strategy" in text_of(lead, f"{BOARD}1/")
    assert "In July." in text_of(lead, f"{BOARD}own/1/")
    assert "We visit families in August." in text_of(lead, f"{BOARD}own/1/?version=1")


def test_the_agency_reads_what_districts_adopted_without_names_and_without_what_is_kept(
    lead: Client, owner: Client, cast: Cast
) -> None:
    adoption = adopt(cast.north, "evaluation-system", lead="Office of learning")
    log(cast.north, adoption, 1, text="Evaluators are trained.")
    log(cast.north, adoption, 0)
    with in_district(cast.north.id):
        entry = Entry(FALL, "stuck", text="Nobody agrees.", kept_here=True)
        actions.log_progress(adoption=adoption, entry=entry, by=cast.north.member("equity_lead"))
    shown = text_of(owner, "/state/districts/00100000/strategies/1/")
    assert "Evaluators are trained." in shown
    assert "Office of learning" in shown
    assert ("Nobody agrees." in shown, "Eve Equity" in shown) == (False, False)
    own = text_of(lead, f"{BOARD}1/")
    assert ("Nobody agrees." in own, "Eve Equity" in own) == (True, True)


def test_uptake_counts_districts_by_year_as_counting_them_one_by_one_does(owner: Client, cast: Cast) -> None:
    for tenant in (cast.north, cast.south):
        adopt(tenant, "evaluation-system", is_pilot=tenant is cast.north)
    adoption = adopt(cast.south, "early-hiring")
    with in_district(cast.south.id):
        since, by = dt.date(2025, 6, 30), cast.south.member("equity_lead")
        actions.record_step(
            adoption=adoption, stage=Stage.ENDED, since=since, terms=Terms(), reason="It did not help.", by=by
        )
    rows = list(csv.DictReader(owner.get("/state/strategies.csv").content.decode().splitlines()))
    told = {(row["strategy"], row["school_year"]): int(row["districts"]) for row in rows}
    running = localdate().year + (localdate().month >= 7)
    years = {f"{year - 1}-{year % 100:02d}": year for year in range(running - 5, running + 1)}
    assert [told["Educator Evaluation System", year] for year in years] == [
        2 if y >= 2025 else 0 for y in years.values()
    ]
    assert [told["Hire earlier", year] for year in years] == [1 if y == 2025 else 0 for y in years.values()]
    assert sum(told.values()) == 2 * len([y for y in years.values() if y >= 2025]) + 1
    found = owner.get("/state/strategies/").context["found"]
    assert [(one.district.name, one.strategies, one.key) for one in found.districts] == [
        ("Northfield", 1, 1),
        ("Southport", 1, 1),
    ]
    assert [(one.title, one.pilots) for one in found.lines if one.pilots] == [("Educator Evaluation System", 1)]


@pytest.mark.parametrize("many", [1, 50])
def test_pages_ask_as_often_for_one_as_for_fifty(lead: Client, owner: Client, cast: Cast, many: int) -> None:
    adoption = adopt(cast.north, "evaluation-system", measure="T_TURN", group="low_income")
    log(cast.north, adoption, many)
    with in_district(cast.north.id):
        by, words = cast.north.member("equity_lead"), StrategyVersion.objects.all()[0].words
        for number in range(many):
            own = actions.write_own_strategy(words=words, by=by).own
            actions.adopt_strategy(strategy=own, stage=Stage.ADOPTED, since=FALL, terms=Terms(), by=by)
            actions.set_milestone(adoption=adoption, title=f"Milestone {number}", due=FALL, by=by)
    of_lead = {path: reads(lead, path) for path in (BOARD, f"{BOARD}1/", f"{BOARD}1/progress/", f"{BOARD}1/step/")}
    of_lead |= {path: reads(lead, path) for path in ("/strategies/", "/strategies/evaluation-system/")}
    district = "/state/districts/00100000/strategies/"
    of_owner = {path: reads(owner, path) for path in ("/state/strategies/", district, f"{district}1/")}
    assert (of_lead, of_owner) == (READS_OF_LEAD, READS_OF_OWNER)


# Ten of them around each page of a tenant: session, person, membership, scope.
READS_OF_LEAD = {
    BOARD: 20,
    f"{BOARD}1/": 20,
    f"{BOARD}1/progress/": 16,
    f"{BOARD}1/step/": 15,
    "/strategies/": 8,
    "/strategies/evaluation-system/": 9,
}
OF_DISTRICT = "/state/districts/00100000/strategies/"
READS_OF_OWNER = {"/state/strategies/": 16, OF_DISTRICT: 20, f"{OF_DISTRICT}1/": 21}
