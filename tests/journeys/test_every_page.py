"""Every kind of page, for every role, at both widths: axe objects to nothing, the console is silent, all of it fits."""

from __future__ import annotations

import itertools
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.journeys.browser import WIDTHS, axe_violations, runs_over, troubles_of
from tests.journeys.people import sign_in
from tests.journeys.walk import walk

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("journeys")]

ROLES = (
    "ese_analyst",
    "agency_admin",
    "program_owner",
    "district_admin",
    "district_steward",
    "certifier",
    "equity_lead",
    "school_leader",
)
START = (
    "/",
    "/measures/",
    "/plan/",
    "/rules/",
    "/layouts/",
    "/sources/",
    "/strategies/",
    "/accounts/password/change/",
    "/accounts/email/",
    "/accounts/2fa/",
)
THE_SAME = (
    "measure",
    "plan",
    "rules",
    "layout",
    "report",
    "uses",
    "sources",
    "strategies",
    "resources",
    "causes",
    "account_",
    "mfa_",
)  # pages that do not depend on the role: looked at once
OUTSIDE = (
    "/accounts/login/",
    "/accounts/password/reset/",
    "/accounts/signup/",
    "/measures/",
    "/plan/",
    "/rules/",
    "/layouts/",
    "/sources/",
    "/strategies/",
)
KINDS = {  # what each role must at least have met
    "ese_analyst": {"home", "measures", "plan", "rules", "account_change_password", "account_email", "mfa_index"}
    | {
        "state",
        "state-explore",
        "state-levels",
        "state-across",
        "state-values",
        "state-tables",
        "state-districts",
        "experiences-of-state",
        "run",
    }
    | {
        "state-district",
        "state-district-summary",
        "state-school",
        "state-gap",
        "state-value",
        "state-uploads",
        "state-upload",
        "state-measure",
    }
    | {"state-collections", "state-collection", "state-sources", "state-entries", "state-entry"}
    | {"state-definitions", "state-definition", "state-new-definition"}
    | {"state-experiences", "state-school-experiences"},
    "agency_admin": {"people", "audit"},
    "program_owner": {"state-strategies", "state-causes", "new-strategy", "state-district-strategies"}
    | {"state-district-adoption", "note-support"},
    "equity_lead": {"district-strategies", "adoption", "adoption-progress", "adoption-step", "adoption-milestone"}
    | {"own-strategy", "new-own-strategy", "gap-studies", "gap-study", "new-gap-study"},
    "district_admin": {
        "district",
        "district-summary",
        "school",
        "explore",
        "district-state",
        "district-state-gap",
        "uploads",
        "people",
        "audit",
    },
    "district_steward": {"district", "district-gap", "district-value", "school-value", "uploads", "tokens"}
    | {"collections", "collection", "entries", "entry", "mappings", "new-mapping"},
    "certifier": {"district", "district-state-value", "uploads", "mappings"}
    | {"experiences", "experiences-schools", "experience-classes", "school-experiences", "school-experience-classes"},
    "school_leader": {"school", "school-value", "tokens", "school-experiences", "school-experience-classes"},
}


def account_of(demo: dict[str, Any], role: str) -> dict[str, Any]:
    at_agency = role in ("ese_analyst", "agency_admin", "program_owner")
    name = "district_admin" if role == "agency_admin" else role
    found: list[dict[str, Any]] = demo["accounts"]
    return next(one for one in found if one["role"] == name and (one["district"] == "00000000") == at_agency)


def faults_of(page: Page, path: str, told: list[str], shot: Path) -> list[str]:
    """What is wrong with the page that stands open; its picture is kept."""
    if page.locator("[data-chart]").count():
        page.wait_for_function("document.documentElement.dataset.charts === 'drawn'")
    faults = [f"{path} console: {text}" for text in told]
    if runs_over(page):
        faults.append(f"{path} runs over")
    faults += [f"{path} shows {code}" for code in ("{{", "{%") if code in page.inner_text("body")]
    faults += [f"{path} chart not drawn: {name}" for name in undrawn(page)]
    page.screenshot(path=shot, full_page=True)
    return faults + [f"{path} axe: {violation}" for violation in axe_violations(page)]


def undrawn(page: Page) -> list[str]:
    return page.eval_on_selector_all("[data-chart]:not([data-drawn='yes'])", "found => found.map(one => one.id)")


def walk_all(
    page: Page, address: str, starts: tuple[str, ...], shots: Path, skip: tuple[str, ...] = ()
) -> tuple[set[str], list[str]]:
    """The kinds of pages met on the way, and everything that was wrong with one."""
    kinds, faults, told = set[str](), list[str](), troubles_of(page)
    for kind, path in walk(page, address, starts, skip):
        kinds.add(kind)
        faults += faults_of(page, path, list(told), shots / f"{kind}.png")
        told.clear()  # axe and the screenshot try inline styles of their own, which the policy refuses
    return kinds, faults


@pytest.mark.parametrize("role", ROLES)
def test_every_page_of_a_role_is_accessible_and_fits(
    chromium: Browser, demo: dict[str, Any], shots: Path, role: str
) -> None:
    account, signed_in = account_of(demo, role), None
    for width, height in WIDTHS.items():
        context = chromium.new_context(viewport={"width": width, "height": height}, storage_state=signed_in)
        page = context.new_page()
        if signed_in is None:
            sign_in(page, demo["address"], account)
            signed_in = context.storage_state()
        folder = shots / f"{role}-{width}"
        folder.mkdir(exist_ok=True)
        starts, skip = (START, ()) if role == ROLES[0] else (("/",), THE_SAME)
        kinds, faults = walk_all(page, demo["address"], starts, folder, skip)
        context.close()
        assert faults == []
        assert KINDS[role] - kinds == set()


def test_students_in_title_one_schools_compared_are_accessible_and_fit(
    chromium: Browser, demo: dict[str, Any], shots: Path
) -> None:
    """Pages that a walk along links meets by another choice. Signed in once, since a code is good for one time."""
    context = chromium.new_context()
    page = context.new_page()
    sign_in(page, demo["address"], account_of(demo, "ese_analyst"))
    told, faults = troubles_of(page), []
    named = "year=2024-25&window=1&measure=T_OOF_80&group=low_income"
    paths = {
        "explore": f"/state/explore/?{named}&place=title1",
        "tables": "/state/tables/?year=2024-25&table=6",
        "gaps": "/state/gaps/E/title1/state/2024-25/1/T_OOF_80/low_income/",
    }
    for width, (name, path) in itertools.product(WIDTHS, paths.items()):
        page.set_viewport_size({"width": width, "height": WIDTHS[width]})
        answer = page.goto(demo["address"] + path)
        assert answer is not None
        assert answer.status == 200
        assert "Title I schools" in page.inner_text("main")
        faults += faults_of(page, path, list(told), shots / f"title-one-{width}-{name}.png")
        told.clear()
    context.close()
    assert faults == []


def test_a_districts_experiences_as_the_agency_sees_them_are_accessible_and_fit(
    chromium: Browser, demo: dict[str, Any], shots: Path
) -> None:
    """A walk along links meets those of the first district, which may have no report."""
    context = chromium.new_context()
    page = context.new_page()
    sign_in(page, demo["address"], account_of(demo, "ese_analyst"))
    told, faults = troubles_of(page), []
    base = f"/state/districts/{account_of(demo, 'certifier')['district']}/experiences/"
    for width, (name, path) in itertools.product(WIDTHS, {"whole": base, "schools": f"{base}schools/"}.items()):
        page.set_viewport_size({"width": width, "height": WIDTHS[width]})
        page.goto(demo["address"] + path)
        assert "What this rests on" in page.inner_text("main")
        faults += faults_of(page, path, list(told), shots / f"experiences-{width}-{name}.png")
        told.clear()
    context.close()
    assert faults == []


@pytest.mark.parametrize("width", WIDTHS)
def test_every_page_before_signing_in_is_accessible_and_fits(
    chromium: Browser, demo: dict[str, Any], shots: Path, width: int
) -> None:
    context = chromium.new_context(viewport={"width": width, "height": WIDTHS[width]})
    folder = shots / f"nobody-{width}"
    folder.mkdir(exist_ok=True)
    kinds, faults = walk_all(context.new_page(), demo["address"], OUTSIDE, folder)
    context.close()
    assert faults == []
    assert {"account_login", "account_reset_password", "account_signup", "measure", "plan"} - kinds == set()


@pytest.mark.parametrize("width", WIDTHS)
def test_a_page_that_is_not_there_is_accessible_and_fits(chromium: Browser, demo: dict[str, Any], width: int) -> None:
    context = chromium.new_context(viewport={"width": width, "height": WIDTHS[width]})
    page = context.new_page()
    answer = page.goto(demo["address"] + "/nothing-here/")
    assert answer is not None
    assert (answer.status, runs_over(page), axe_violations(page)) == (404, False, [])
    context.close()
