"""Scopes: inside one, the transaction has taken on a database role and carries the district's id.

All scopes nest: leaving one puts the previous role and settings back, also when the outer transaction goes on.
"""

import logging
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Literal

from django.db import connections, transaction

DATABASE = "default"
ROLES = {
    "district": "eqp_district",
    "state": "eqp_state",
    "job": "eqp_job",
    "worker": "eqp_worker",
    "person": "none",
    "token": "none",
}

OF_PEOPLE = ("district", "state")  # a plan for any values may take ten times as long as one for those of the page

# Modules that may cross districts. Everything a person's request runs through is absent on purpose.
CROSSING_MODULES = ("*.tasks", "*.management.commands.*", "districts.outbox", "tests.*")

log = logging.getLogger("districts.wall")


class OutsideScope(RuntimeError):
    """A tenant's rows were touched outside a scope, or outside the scope they were asked for in.

    `what` names the method whose own guard refused, where it was one.
    """

    def __init__(self, message: str, what: str = "") -> None:
        super().__init__(message)
        self.what = what


class CrossingNotAllowed(RuntimeError):
    """`across_districts` was called from a module that is not on the list."""


@dataclass(frozen=True)
class Scope:
    """What the current transaction may reach.

    district: rows of `district_id`. state: rows of the agency (`district_id`), and for reading every tenant's in tables
    that are open to the state. worker: all. person, token: the one or few rows a signed-in person or a presented token
    owns (`key`), read only.
    """

    kind: Literal["district", "state", "job", "worker", "person", "token"]
    district_id: int | None = None
    key: int | str | None = None

    @property
    def reads_only(self) -> bool:
        return self.kind in ("person", "token")

    @property
    def is_confined(self) -> bool:
        """Whether writes must stay with one tenant."""
        return self.kind in ("district", "state", "job")


_current: ContextVar[Scope | None] = ContextVar("districts_scope", default=None)


def current_scope() -> Scope | None:
    return _current.get()


@contextmanager
def in_district(district_id: int) -> Iterator[Scope]:
    """Read and write the rows of one district."""
    with _entered(Scope("district", district_id=int(district_id))) as scope:
        yield scope


@contextmanager
def in_state(agency_id: int) -> Iterator[Scope]:
    """Read and write the agency's rows; read every tenant's where a table is open to the state."""
    with _entered(Scope("state", district_id=int(agency_id))) as scope:
        yield scope


@contextmanager
def in_job(district_id: int) -> Iterator[Scope]:
    """Read and write the rows of one district with the rights of the pipeline. For the outbox's jobs; and where the
    agency decides on what a district sent in. Used in listed modules only (tests/architecture/test_loopholes.py).
    """
    with _entered(Scope("job", district_id=int(district_id))) as scope:
        yield scope


def across_districts(*, reason: str) -> AbstractContextManager[Scope]:
    """Read and write every tenant's rows. Loud on purpose: logged, and refused in modules that are not listed."""
    module = sys._getframe(1).f_globals.get("__name__", "")
    if not any(fnmatchcase(module, pattern) for pattern in CROSSING_MODULES):
        raise CrossingNotAllowed(
            f"{module} may not cross districts: open in_district, or move this into a task or command"
        )
    if not reason.strip():
        raise ValueError("say why districts are crossed")
    log.info("across districts: %s (%s)", reason, module)
    return _entered(Scope("worker"))


@contextmanager
def as_person(person_id: int) -> Iterator[Scope]:
    """Read a signed-in person's own memberships, in every district; nothing else."""
    with _entered(Scope("person", key=int(person_id))) as scope:
        yield scope


@contextmanager
def with_token(token_hash: str) -> Iterator[Scope]:
    """Read the one API token that has this hash."""
    with _entered(Scope("token", key=token_hash)) as scope:
        yield scope


@contextmanager
def _entered(scope: Scope) -> Iterator[Scope]:
    outer = _current.get()
    is_outermost = not connections[DATABASE].in_atomic_block
    with transaction.atomic(using=DATABASE):
        _tell_database(scope)
        mark = _current.set(scope)
        try:
            yield scope
        finally:
            _current.reset(mark)
        # An error or a set_rollback undoes the settings with the savepoint; the end of the transaction does so anyway.
        if not is_outermost and not connections[DATABASE].needs_rollback:
            _tell_database(outer)


def _tell_database(scope: Scope | None) -> None:
    """One statement: the role, the settings that the policies compare with, and how statements are planned, until the
    transaction ends.
    """
    role = ROLES[scope.kind] if scope else "none"
    district = scope.district_id if scope and scope.district_id is not None else ""
    person = scope.key if scope and scope.kind == "person" else ""
    token = scope.key if scope and scope.kind == "token" else ""
    plans = "force_custom_plan" if scope and scope.kind in OF_PEOPLE else "auto"
    with connections[DATABASE].cursor() as cursor:
        cursor.execute(
            "SELECT set_config('eqp.district', %s, true), set_config('eqp.person', %s, true),"
            " set_config('eqp.token', %s, true), set_config('role', %s, true),"
            " set_config('plan_cache_mode', %s, true)",
            [str(district), str(person), str(token), role, plans],
        )
