"""The README names every setting, every command it tells to type, and every page it leads to."""

from __future__ import annotations

import re

from django.core.management import get_commands

from equityplan.embedded.home import CHECKOUT

README = (CHECKOUT / "README.md").read_text(encoding="utf-8")
READS = re.compile(r"""(?:environ\S*|flag|words|count)\(?\[?"(EQP_[A-Z_]+)\"""")


def names_read() -> set[str]:
    """Every name of ours that the program reads from the environment."""
    files = [path for room in ("equityplan", "districts", "monitoring") for path in (CHECKOUT / room).rglob("*.py")]
    return {name for path in files for name in READS.findall(path.read_text(encoding="utf-8"))}


def test_every_setting_stands_in_the_table() -> None:
    found = names_read()
    assert {"EQP_HOME", "EQP_PG_BIN", "EQP_EMAIL_TLS", "EQP_DB_POOL_SIZE", "EQP_TRUSTED_ORIGINS"} <= found
    assert [name for name in sorted(found) if not re.search(rf"^\|.*`{name}\b", README, re.MULTILINE)] == []


def test_every_setting_of_the_table_is_read() -> None:
    assert set(re.findall(r"`(EQP_[A-Z_]+)", README)) <= names_read()


def test_every_command_and_every_file_it_names_is_there() -> None:
    commands = set(re.findall(r"manage\.py ([a-z]\w+)", README)) - {"command"}
    assert {"import_profiles", "invite", "check_file"} <= commands <= set(get_commands())
    leads_to = re.findall(r"\]\(([^)]+)\)", README)
    assert [path for path in leads_to if not (CHECKOUT / path).is_file()] == []
