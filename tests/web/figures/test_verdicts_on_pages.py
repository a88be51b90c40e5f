"""Pages say of a gap what its verdict says, and claim none that is not clear."""

from __future__ import annotations

import re

from django.test import Client

from districts.wall import across_districts
from monitoring.analysis.verdicts import VERDICTS
from monitoring.results.models import StateGap
from tests.districts.cast import Cast, Tenant

GAP = "/state/gaps/Q/state/state/2021-22/1/T_EXP_LT3/low_income/"
VERDICT = re.compile(f'<span class="n">({"|".join(VERDICTS.values())})</span>')


def test_nobody_is_counted_to_close_a_gap_that_is_not_clear(cast: Cast, west: Tenant, client: Client) -> None:
    client.force_login(cast.agency.person("ese_analyst"))
    paths = ("/state/?year=2021-22", "/state/levels/?year=2021-22")
    shown, number = {}, re.compile(r'\d<span class="n">teachers|\d teachers to close it')
    for verdict, words in VERDICTS.items():
        with across_districts(reason="tests: what may be said of a difference"):
            StateGap.objects.filter(difference__isnull=False).update(verdict=verdict)
        pages = [client.get(path).content.decode() for path in paths]
        assert [set(VERDICT.findall(page)) for page in pages] == [{words}] * 2
        shown[verdict] = [('only">not clear that there is a gap' in page, bool(number.search(page))) for page in pages]
    assert shown == {**dict.fromkeys(VERDICTS, [(True, False)] * 2), "higher": [(False, True)] * 2}


def test_a_gap_and_what_leads_the_page_are_told_to_be_there_only_where_that_is_clear(
    cast: Cast, west: Tenant, client: Client
) -> None:
    client.force_login(cast.agency.person("ese_analyst"))
    told = {}
    for verdict in VERDICTS:
        with across_districts(reason="tests: what may be said of a difference"):
            StateGap.objects.filter(difference__isnull=False).update(verdict=verdict)
        lead = client.get("/state/?year=2021-22").context["lead"]
        told[verdict] = (
            lead.startswith("The largest gap"),
            client.get(GAP).context["sentence"],
        )
    assert [verdict for verdict, (leads, _) in told.items() if leads] == ["higher"]
    claims = re.compile(r"clearly (higher|lower)|points? (more|less)|times the share|fewer such")
    assert {verdict for verdict, (_, sentence) in told.items() if claims.search(sentence)} == {"higher", "lower"}
