"""A proposed reading of columns: shown with its evidence and what waits, decided by the state agency."""

from __future__ import annotations

import pytest
from django.test import Client

from districts.models import District
from districts.wall import across_districts, in_state
from monitoring.intake.models import ColumnProposal, Upload
from tests.districts.cast import Cast

ENGLISH, DISABLED = "English Language Learner %", "Students with Disabilities %"


def proposed(district: District) -> ColumnProposal:
    """A proposal as a check leaves it."""
    with across_districts(reason="tests: a proposal as a check leaves it"):
        upload = Upload.objects.create(
            district=district,
            file_name="class_size.csv",
            size=1,
            content_hash="c" * 64,
            stored_name="x",
            sent_by_name="Somebody",
            state=Upload.State.IN_PART,
            report="dese_class_size",
        )
        return ColumnProposal.objects.create(
            district=district,
            upload=upload,
            report="dese_class_size",
            school_year=2020,
            mapping={
                "english_learners": "students_with_disabilities",
                "students_with_disabilities": "english_learners",
            },
            titles={ENGLISH: DISABLED, DISABLED: ENGLISH},
            evidence="Its order of schools continues the other column.",
        )


@pytest.fixture
def proposal(cast: Cast) -> ColumnProposal:
    return proposed(cast.agency.district)


@pytest.fixture
def ese(cast: Cast, client: Client) -> Client:
    client.force_login(cast.agency.person("ese_analyst"))
    return client


def decide(client: Client, proposal: ColumnProposal, decision: str) -> int:
    return client.post(f"/state/proposals/{proposal.pk}/", {"decision": decision}).status_code


def state_of(cast: Cast, proposal: ColumnProposal) -> tuple[str, str]:
    with in_state(cast.agency.id):
        found = ColumnProposal.objects.get(pk=proposal.pk)
    return found.state, found.decided_by_name


def test_a_waiting_proposal_is_shown_with_its_evidence_and_what_waits(ese: Client, proposal: ColumnProposal) -> None:
    page = ese.get("/state/uploads/").content.decode()
    assert f"The column headed “{ENGLISH}” seems to hold <strong>{DISABLED}</strong>." in page
    assert "Its order of schools continues the other column." in page
    assert page.count('name="decision"') == 2


@pytest.mark.parametrize(("decision", "state"), [("confirm", "confirmed"), ("decline", "declined")])
def test_a_decision_is_recorded_with_who_made_it(
    cast: Cast, ese: Client, proposal: ColumnProposal, decision: str, state: str
) -> None:
    assert decide(ese, proposal, decision) == 302
    assert state_of(cast, proposal) == (state, "Erin Analyst")


def test_a_second_decision_the_other_way_is_answered_and_changes_nothing(
    cast: Cast, ese: Client, proposal: ColumnProposal
) -> None:
    decide(ese, proposal, "confirm")
    assert decide(ese, proposal, "decline") == 302
    assert state_of(cast, proposal) == ("confirmed", "Erin Analyst")


def test_a_decision_that_is_neither_is_not_understood(cast: Cast, ese: Client, proposal: ColumnProposal) -> None:
    assert decide(ese, proposal, "perhaps") == 400
    assert state_of(cast, proposal) == ("proposed", "")


def test_a_district_cannot_decide_for_the_agency(cast: Cast, client: Client, proposal: ColumnProposal) -> None:
    client.force_login(cast.north.person("district_steward"))
    assert decide(client, proposal, "confirm") == 404
    assert state_of(cast, proposal) == ("proposed", "")


def test_a_district_reads_what_waits_and_who_decides(cast: Cast, client: Client) -> None:
    proposed(cast.north.district)
    client.force_login(cast.north.person("district_steward"))
    page = client.get("/d/00100000/uploads/").content.decode()
    assert "An analyst of the state agency looks at it." in page
    assert page.count('name="decision"') == 0


def test_the_agency_decides_on_a_districts_file_from_its_own_page(cast: Cast, ese: Client) -> None:
    theirs = proposed(cast.north.district)
    assert ese.get("/state/uploads/").content.decode().count('name="decision"') == 2
    assert decide(ese, theirs, "confirm") == 302
    assert state_of(cast, theirs) == ("confirmed", "Erin Analyst")


def test_a_card_says_how_its_columns_stand(cast: Cast, ese: Client, proposal: ColumnProposal) -> None:
    path = f"/state/uploads/{proposal.upload_id}/"
    before = ese.get(path).content.decode()
    decide(ese, proposal, "decline")
    after = ese.get(path).content.decode()
    waits, out = "Until the state agency has decided, these columns", "These columns of this year give no figures"
    assert (waits in before, waits in after, out in before, out in after) == (True, False, False, True)


def test_of_columns_that_no_figure_rests_on_a_card_says_so(cast: Cast, ese: Client, proposal: ColumnProposal) -> None:
    with across_districts(reason="tests: a proposal of columns without figures"):
        ColumnProposal.objects.update(mapping={"female": "male", "male": "female"})
    page = ese.get(f"/state/uploads/{proposal.upload_id}/").content.decode()
    assert "No figure of this product rests on these columns." in page
    assert "give no figures: ." not in page


def hold() -> None:
    with across_districts(reason="tests: held, since figures stand where its columns would"):
        Upload.objects.update(state=Upload.State.HELD)


def test_of_a_held_file_it_says_that_earlier_figures_stay(cast: Cast, ese: Client, proposal: ColumnProposal) -> None:
    hold()
    path = f"/state/uploads/{proposal.upload_id}/"
    before = ese.get(path).content.decode()
    assert "declined, without them. Where many earlier figures would then be gone, its sender is asked" in before
    assert "Not in force yet: columns wait for a decision" in before
    assert ("this file is not in force, and earlier figures are" in before, "Take it all" in before) == (True, False)
    told = ese.post(f"{path}take/", follow=True).content.decode()
    assert "its columns wait for a decision of the state agency" in told
    decide(ese, proposal, "decline")
    between = ese.get(path).content.decode()
    assert ("the file is being checked again" in between, "Not in force yet" in between) == (True, False)
    assert (f'hx-get="{path}status/"' in between, "htmx-2" in between) == (True, True)
    asked = [ese.get(f"{path}status/").headers.get("HX-Refresh")]
    with across_districts(reason="tests: the check that follows has been"):
        ColumnProposal.objects.update(is_applied=True)
    asked.append(ese.get(f"{path}status/").headers.get("HX-Refresh"))
    assert asked == [None, "true"]
    after = ese.get(path).content.decode()
    assert "Not in force yet: much of the earlier figures would be gone or others" in after
    assert ("Earlier figures stay in force" in after, "Take it all" in after) == (True, True)


def test_confirmed_it_gives_figures_once_the_file_is_taken(cast: Cast, ese: Client, proposal: ColumnProposal) -> None:
    hold()
    decide(ese, proposal, "confirm")
    path = f"/state/uploads/{proposal.upload_id}/"
    held = ese.get(path).content.decode()
    with across_districts(reason="tests: taken after all"):
        Upload.objects.update(state=Upload.State.ACCEPTED)
    pages = (held, ese.get(path).content.decode())
    once, now = "Once the file is taken, these columns of this year, read as confirmed,", "Read as confirmed, these"
    assert [(once in page, now in page) for page in pages] == [(True, False), (False, True)]
