"""Ways around the wall, looked for in the source: crossing, other logins, the wall's own parts, stored files."""

import ast
from collections.abc import Callable
from contextlib import AbstractContextManager
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path

import pytest
from django.db import transaction

from districts.wall import OutsideScope, across_districts, in_district, in_state
from districts.wall.scope import CROSSING_MODULES
from monitoring.intake import files
from monitoring.intake.models import Upload
from tests.districts.cast import Cast

pytestmark = pytest.mark.xdist_group("loopholes")  # all modules are parsed once

CHECKOUT = Path(__file__).resolve().parents[2]
ROOMS = ("equityplan", "districts", "monitoring")

# Who may name what: a word in the source, and the modules that may use it, each list with its reason.
RESERVED = {
    "default_storage": ("monitoring.intake.files",),  # stored files lie outside the database's wall
    "read_parquet": ("monitoring.intake.files",),
    "read_ipc_stream": ("monitoring.intake.reading.answer",),  # of its child
    "scan_parquet": (),
    "in_job": (  # one district's rows, with the rights of the pipeline
        "districts.wall",
        "districts.wall.scope",
        "districts.outbox",
        "monitoring.intake.tasks",
        "monitoring.intake.actions.compare_staff",  # that ESE resolved it stands in each district's own row
        "monitoring.intake.actions.decide_collection",  # the agency answers a district's certification
        "monitoring.intake.actions.decide_proposal",  # the agency decides on what a district sent in
        "monitoring.intake.actions.remind",  # a reminder stands among the rows of the district that gets it
        "monitoring.intake.actions.type_in",  # what was typed wrong is let go once it was mended
        "monitoring.intake.actions.take_upload",  # the sender's word on an upload is the pipeline's to write
    ),
    "as_seen_by": (  # rows that another audience sees
        "monitoring.results.models.audience",
        "monitoring.results.actions",  # of which measures of the state a run wrote any row
        "monitoring.results.experiences.of_state",  # what stood for each is written anew
        "monitoring.results.queries.years_to_see",  # kept for each audience
    ),
    "_entered": ("districts.wall.scope",),  # scopes are opened by name only
    "_tell_database": ("districts.wall.scope",),
    "_current": ("districts.wall.scope",),
    "_base_manager": (),  # the managers are the wall's
}


@cache
def modules() -> list[tuple[str, ast.Module]]:
    paths = [path for room in ROOMS for path in sorted((CHECKOUT / room).rglob("*.py"))]
    return [
        (
            ".".join(path.relative_to(CHECKOUT).with_suffix("").parts).removesuffix(".__init__"),
            ast.parse(path.read_text("utf-8")),
        )
        for path in paths
    ]


def names_used(tree: ast.Module) -> set[str]:
    """Every name in a module, those it defines included."""
    names = {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
    names |= {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    names |= {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    return names | {alias.name for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) for alias in node.names}


def texts_of(tree: ast.Module) -> set[str]:
    return {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)}


def crosses_districts(tree: ast.Module) -> bool:
    """Whether the wall's `across_districts` is imported, or reached through the wall's modules."""
    imported = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module]
    named = any(
        alias.name == "across_districts" for node in imported if "wall" in str(node.module) for alias in node.names
    )
    reached = [node for node in ast.walk(tree) if isinstance(node, ast.Attribute) and node.attr == "across_districts"]
    return named or any(isinstance(node.value, ast.Name) and node.value.id in ("wall", "scope") for node in reached)


def test_districts_are_crossed_in_listed_modules_only() -> None:
    crossing = [name for name, tree in modules() if crosses_districts(tree)]
    assert "districts.outbox" in crossing
    strays = [name for name in crossing if not any(fnmatchcase(name, pattern) for pattern in CROSSING_MODULES)]
    assert [name for name in strays if not name.startswith("districts.wall")] == []


def test_nothing_a_request_runs_through_is_on_the_list() -> None:
    serving = ("views", "urls", "queries", "actions", "forms", "middleware", "serializers", "models", "api_access")
    names = [name for name, _ in modules() if set(name.split(".")) & set(serving)]
    assert [name for name in names if any(fnmatchcase(name, pattern) for pattern in CROSSING_MODULES)] == []


def test_reserved_words_are_used_where_they_belong() -> None:
    used = {(word, name) for name, tree in modules() for word in names_used(tree) & RESERVED.keys()}
    allowed = {(word, name) for word, names in RESERVED.items() for name in names}
    assert (sorted(used - allowed), sorted(allowed - used)) == ([], [])


def test_rows_are_read_through_the_managers_of_their_models() -> None:
    """A queryset that is made by hand passes them by, and says nothing of it."""
    calls = [(name, node.func) for name, tree in modules() for node in ast.walk(tree) if isinstance(node, ast.Call)]
    by_hand = [name for name, made in calls if "QuerySet" in (getattr(made, "id", ""), getattr(made, "attr", ""))]
    assert by_hand == []


def test_the_owners_login_is_for_migrations_only() -> None:
    strays = []
    for name, tree in modules():
        strays += [name] if "owner" in texts_of(tree) and name.startswith(("districts.", "monitoring.")) else []
    assert strays == []


def test_the_databases_locks_are_taken_in_one_place() -> None:
    """So that no two purposes share a number. `prepare` has its own, on the owner's connection."""
    takers = [name for name, tree in modules() if any("pg_advisory" in text for text in texts_of(tree))]
    assert takers == ["equityplan.management.commands.prepare", "districts.locks"]


@pytest.mark.parametrize("place", ["own", "worker", "other", "state", "outside"])
def test_a_stored_file_is_read_by_those_who_may_see_its_row(cast: Cast, place: str) -> None:
    scopes: dict[str, Callable[[], AbstractContextManager[object]]] = {
        "own": lambda: in_district(cast.north.id),
        "other": lambda: in_district(cast.south.id),
        "state": lambda: in_state(cast.agency.id),
        "worker": lambda: across_districts(reason="tests: read a file"),
    }
    upload = stored_upload(cast)
    if place in ("own", "worker"):
        with scopes[place](), files.open_stored(upload) as file:
            assert file.read() == b"a,b\n1,2\n"
    elif place in ("other", "state"):
        with scopes[place](), pytest.raises(OutsideScope):
            files.open_stored(upload)
    else:
        with pytest.raises(OutsideScope):
            files.open_stored(upload)


def test_without_the_files_own_check_another_district_would_read_it(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The sabotage of this room: the check above is what keeps the file shut."""
    upload = stored_upload(cast)
    monkeypatch.setattr(files, "_refuse_other_district", lambda row: None)
    with in_district(cast.south.id), files.open_stored(upload) as file:
        assert file.read() == b"a,b\n1,2\n"


def stored_upload(cast: Cast) -> Upload:
    with files.arriving([b"a,b\n1,2\n"]) as arrival:
        kept = files.keep_original(arrival, district_id=cast.north.id)
    with across_districts(reason="tests: an upload"), transaction.atomic():
        return Upload.objects.create(
            district=cast.north.district,
            file_name="f.csv",
            size=kept.size,
            content_hash=kept.content_hash,
            stored_name=kept.stored_name,
            sent_by_name="x",
        )
