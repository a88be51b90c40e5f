"""What the environment says: addresses, secret, storage. Read once, by settings."""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import socket
from pathlib import Path
from typing import Any

import psutil
from psycopg.conninfo import conninfo_to_dict

from equityplan import programs
from equityplan.embedded import postgres, valkey

OWN_NAMES = ("localhost", "127.0.0.1", "[::1]")
LOGINS = {
    "default": ("DATABASE_URL", "eqp_app"),
    "owner": ("DATABASE_OWNER_URL", "eqp_owner"),
    "public": ("DATABASE_PUBLIC_URL", "eqp_public"),
}


def flag(name: str, default: bool = False) -> bool:
    """EQP_X=1, yes, true, on; anything else is no."""
    given = os.environ.get(name)
    return default if given is None else given.strip().lower() in {"1", "yes", "true", "on"}


def words(name: str) -> list[str]:
    """A comma-separated list."""
    return [word.strip() for word in os.environ.get(name, "").split(",") if word.strip()]


def count(name: str, default: int, *, least: int = 1) -> int:
    """A whole number from `least`."""
    given = os.environ.get(name, "").strip() or str(default)
    if not (given.isascii() and given.isdecimal() and int(given) >= least):
        raise ValueError(f"{name}={given} is not understood: it takes a whole number from {least}")
    return int(given)


def databases(home: Path) -> dict[str, dict[str, Any]]:
    """The three logins. An ordinary server names all it has; a login without an address cannot be used by mistake."""
    given = bool(os.environ.get("DATABASE_URL"))
    found = {}
    for alias, (variable, login) in LOGINS.items():
        url = os.environ.get(variable) or (None if given else postgres.database_url(home, login))
        found[alias] = database(url) if url else {"ENGINE": "django.db.backends.dummy"}
    return found


def database(url: str) -> dict[str, Any]:
    """A connection for Django, from an address in any form that libpq reads (sockets, sslmode, services)."""
    parts: dict[str, Any] = dict(conninfo_to_dict(url))
    names = {"NAME": "dbname", "USER": "user", "PASSWORD": "password", "HOST": "host", "PORT": "port"}
    connection: dict[str, Any] = {name: str(parts.pop(part, None) or "") for name, part in names.items()}
    if flag("EQP_DB_POOL"):  # web processes only: threads share it; commands and forks must not
        parts["pool"] = {"min_size": 1, "max_size": int(os.environ.get("EQP_DB_POOL_SIZE", "8")), "timeout": 10}
    survive = {"CONN_HEALTH_CHECKS": True}  # a database that was started again is not noticed
    return {"ENGINE": "django.db.backends.postgresql", **connection, **survive, "OPTIONS": parts}


def redis_urls(home: Path) -> tuple[str, str]:
    """Addresses of broker and cache. One server is enough; CELERY_BROKER_URL may name another for the broker."""
    given = os.environ.get("REDIS_URL")
    broker = os.environ.get("CELERY_BROKER_URL") or valkey.as_broker_url(given or valkey.url(home, valkey.BROKER))
    return broker, given or valkey.url(home, valkey.CACHE)


def secret_key(home: Path) -> str:
    """EQP_SECRET_KEY, or one made once and kept in the home."""
    if given := os.environ.get("EQP_SECRET_KEY"):
        return given
    home.mkdir(parents=True, exist_ok=True)
    kept = home / "secret_key"
    with contextlib.suppress(FileExistsError):
        fresh = kept.with_name(f".secret_key-{secrets.token_hex(6)}")
        descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(60))
        try:
            os.link(fresh, kept)  # never overwrites: the first of several processes wins
        finally:
            fresh.unlink()
    return kept.read_text()


def storage(home: Path) -> dict[str, Any]:
    """Where uploads and snapshots are kept: any Django storage class, by name and options."""
    backend = os.environ.get("EQP_STORAGE_BACKEND")
    if backend:
        return {"BACKEND": backend, "OPTIONS": json.loads(os.environ.get("EQP_STORAGE_OPTIONS", "{}"))}
    private = {"file_permissions_mode": 0o600, "directory_permissions_mode": 0o700}
    options = {"location": home / "files", "base_url": None, **private}
    return {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": options}


def site(home: Path) -> str:
    """Where people open the page, for links that a command makes: by HOST and PORT, or as it was last served."""
    host, port = os.environ.get("HOST", ""), os.environ.get("PORT", "")
    if not (host or port):
        with contextlib.suppress(OSError):
            return (home / programs.ADDRESS).read_text()
    return programs.local_url(host, count("PORT", 8000))


def allowed_hosts() -> list[str]:
    """The names and addresses that a request may call us by: links in mails are made from them.

    EQP_ALLOWED_HOSTS, or this machine's own names. Where HOST opens every interface: its own names and addresses, and
    EQP_ALLOWED_HOSTS beside them, for whatever stands in between and is called by another name.
    """
    given, host = words("EQP_ALLOWED_HOSTS"), os.environ.get("HOST", "")
    if host in {"0.0.0.0", "::"}:  # noqa: S104
        return list(dict.fromkeys([*OWN_NAMES, socket.gethostname(), *own_addresses(), *given]))
    return given or [*OWN_NAMES, socket.gethostname(), *([as_host(host)] if host else [])]


def own_addresses() -> list[str]:
    """Of every network interface."""
    found = [one for interface in psutil.net_if_addrs().values() for one in interface]
    internet = (socket.AF_INET, socket.AF_INET6)
    return sorted({as_host(one.address.partition("%")[0]) for one in found if one.family in internet})


def as_host(name: str) -> str:
    """As it stands in an address of a page: IPv6 in brackets."""
    return f"[{name}]" if ":" in name else name
