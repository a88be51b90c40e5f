"""What must hold before web or worker may start: the right PostgreSQL, and a login that the wall binds."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from celery.signals import beat_init, worker_init
from django.core.checks import CheckMessage, Error, Tags, register, run_checks
from django.core.exceptions import ImproperlyConfigured
from django.db import connections

OLDEST_POSTGRES = 180_000

LOGIN = """
select rolname, rolsuper, rolbypassrls, rolcreaterole, rolinherit,
       exists (select from pg_class where relowner = pg_roles.oid)
           or exists (select from pg_database where datdba = pg_roles.oid) as owns
from pg_roles where rolname = session_user
"""
BORROWED = """
select rolname from pg_roles
where pg_has_role(session_user, oid, 'MEMBER') and (rolsuper or rolbypassrls
      or exists (select from pg_class where relowner = pg_roles.oid)
      or exists (select from pg_database where datdba = pg_roles.oid))
order by rolname
"""


@register(Tags.database)
def check_database(databases: Iterable[str] | None = None, **_: Any) -> list[CheckMessage]:
    """Asked for the logins of web, worker and public site; the owner's login is meant to own."""
    bound = [alias for alias in databases or [] if alias in {"default", "public"}]
    return [problem for alias in bound for problem in check_login(alias)]


def check_login(alias: str) -> list[CheckMessage]:
    """One login: server new enough, no superuser, no way by row-level security, owner of nothing."""
    with connections[alias].cursor() as cursor:
        cursor.execute("show server_version_num")
        version = int(cursor.fetchone()[0])
        cursor.execute(LOGIN)
        name, is_super, by_passes, makes_roles, inherits, owns = cursor.fetchone()
        cursor.execute(BORROWED)
        borrowed = [row[0] for row in cursor.fetchall() if row[0] != name]
    wrong = {
        f"PostgreSQL 18 or later is needed, this server says {version}": version < OLDEST_POSTGRES,
        f"the login {name} is a superuser": is_super,
        f"the login {name} has BYPASSRLS": by_passes,
        f"the login {name} may create roles": makes_roles,
        f"the login {name} inherits what its roles may do (it must be NOINHERIT)": inherits,
        f"the login {name} owns tables or a database": owns,
        f"the login {name} can become {', '.join(borrowed)}": bool(borrowed) and not is_super,
    }
    hint = "equityplan/embedded/roles.sql makes the roles as they must be."
    return [Error(f"{alias}: {text}.", hint=hint, id="equityplan.E001") for text, holds in wrong.items() if holds]


def refuse_unsafe_database() -> None:
    """Called where web, worker and beat start: better no page than one through a login that sees everything."""
    bound = [alias for alias in ("default", "public") if connections[alias].vendor == "postgresql"]
    problems = run_checks(tags=[Tags.database], databases=bound)
    serious = [str(problem) for problem in problems if problem.is_serious()]
    for alias in bound:
        connections[alias].close()
        connections[alias].close_pool()  # type: ignore[attr-defined]  # opened again where it is needed
    if serious:
        raise ImproperlyConfigured("\n".join(serious))


@worker_init.connect
@beat_init.connect
def _before_tasks(**_: Any) -> None:
    try:
        refuse_unsafe_database()
    except Exception as trouble:  # Celery would log any other exception and start all the same
        raise SystemExit(f"not started: {trouble}") from trouble
