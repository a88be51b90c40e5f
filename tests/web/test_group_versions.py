"""Who was counted in a student group, by year: on the page of definitions, and where a share comes from."""

from __future__ import annotations

import re
from html import unescape

from django.test import Client

from monitoring.analysis.formatting import school_year
from monitoring.analysis.groups import GROUPS
from tests.districts.cast import Cast

ROW = re.compile(r"<tr>(.*?)</tr>", re.DOTALL)


def words_of(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def holds(first_year: int | None, group_id: str) -> str:
    breaks = GROUPS[group_id].breaks
    if first_year is None:
        return f"before {school_year(breaks[0].year)}" if breaks else "in all years"
    return f"from {school_year(first_year)}"


def test_the_page_of_definitions_lists_every_version_of_every_group(cast: Cast, client: Client) -> None:
    client.force_login(cast.agency.person("ese_analyst"))
    page = client.get("/state/definitions/").content.decode()
    table = page[page.index('id="group-versions"') :]
    rows = [words_of(row) for row in ROW.findall(table[: table.index("</table>")])]
    assert rows == [
        "Group Holds Who belongs to it What changed",
        *(
            f"{group.title}, version {one.number} {group.id}, "
            f"{'asked for by federal law' if group.statutory else 'added by the state'} "
            f"{holds(one.first_year, group.id)} {one.definition} {one.change or '–'}"
            for group in GROUPS.values()
            for one in group.versions
        ),
    ]
