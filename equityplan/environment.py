"""What the environment says: addresses, secret, storage. Read once, by settings."""

from __future__ import annotations

import contextlib
import json
import os
import pkgutil
import re
import secrets
import socket
from pathlib import Path
from typing import Any

import psutil
import psycopg
import redis
from psycopg.conninfo import conninfo_to_dict

from equityplan import programs
from equityplan.embedded import postgres, valkey

LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")
BY_SOCKET = ("redis+socket:",)  # an address that only Celery reads
KEYS, KEY_BYTES = ("EQP_SEALING_KEY", "EQP_PSEUDONYM_KEY"), 32
PREPARED_FROM = 5  # times that a connection has asked the same
KEPT_SECONDS = 600  # that a connection serves one request, or task, after the other
OWN_NAMES = ("localhost", "127.0.0.1", "[::1]")
LOGINS = {
    "default": ("DATABASE_URL", "eqp_app"),
    "owner": ("DATABASE_OWNER_URL", "eqp_owner"),
    "public": ("DATABASE_PUBLIC_URL", "eqp_public"),
}


class SettingError(ValueError):
    """What the environment says cannot be used; the message tells a person which name it is, and what it takes."""


def flag(name: str, default: bool = False) -> bool:
    """EQP_X=1, yes, true, on; anything else is no."""
    given = os.environ.get(name)
    return default if given is None else given.strip().lower() in {"1", "yes", "true", "on"}


def words(name: str) -> list[str]:
    """A comma-separated list."""
    return [word.strip() for word in os.environ.get(name, "").split(",") if word.strip()]


def count(name: str, default: int, *, least: int = 1, most: int | None = None) -> int:
    """A whole number from `least`, to `most` where that is said."""
    given = os.environ.get(name, "").strip() or str(default)
    number = int(given) if given.isascii() and given.isdecimal() else -1
    if number < least or (most is not None and number > most):
        until = "" if most is None else f" to {most}"
        raise SettingError(f"{name}={given} is not understood: it takes a whole number from {least}{until}")
    return number


def port() -> int:
    return count("PORT", 8000, most=65_535)


def log_level() -> str:
    given = os.environ.get("EQP_LOG_LEVEL", "WARNING").upper()
    if given not in LOG_LEVELS:
        raise SettingError(f"EQP_LOG_LEVEL={given} is not understood: it takes {', '.join(LOG_LEVELS)}")
    return given


def databases(home: Path) -> dict[str, dict[str, Any]]:
    """The three logins. An ordinary server names all it has; a login without an address cannot be used by mistake."""
    given = bool(os.environ.get("DATABASE_URL"))
    found = {}
    for alias, (variable, login) in LOGINS.items():
        url = os.environ.get(variable) or (None if given else postgres.database_url(home, login))
        try:
            found[alias] = database(url) if url else {"ENGINE": "django.db.backends.dummy"}
        except psycopg.ProgrammingError as trouble:
            form = "it takes an address like postgresql://user:password@host:5432/name"
            raise SettingError(f"{variable} is not understood: {form}") from trouble  # what was given holds a password
    return found


def database(url: str) -> dict[str, Any]:
    """A connection for Django, from an address in any form that libpq reads (sockets, sslmode, services)."""
    parts: dict[str, Any] = dict(conninfo_to_dict(url))
    names = {"NAME": "dbname", "USER": "user", "PASSWORD": "password", "HOST": "host", "PORT": "port"}
    connection: dict[str, Any] = {name: str(parts.pop(part, None) or "") for name, part in names.items()}
    is_pooled = flag("EQP_DB_POOL")  # web processes only: threads share it; commands and forks must not
    if is_pooled:
        parts["pool"] = {"min_size": 1, "max_size": count("EQP_DB_POOL_SIZE", 8), "timeout": 10}
    if flag("EQP_DB_PREPARED", default=True):  # what is asked again and again is planned once
        parts |= {"server_side_binding": True, "prepare_threshold": PREPARED_FROM}
    kept = 0 if is_pooled else KEPT_SECONDS
    survive = {"CONN_MAX_AGE": kept, "CONN_HEALTH_CHECKS": True}  # a database that was started again is not noticed
    return {"ENGINE": "django.db.backends.postgresql", **connection, **survive, "OPTIONS": parts}


def redis_urls(home: Path) -> tuple[str, str]:
    """Addresses of broker and cache. One server is enough; CELERY_BROKER_URL may name another for the broker."""
    given = os.environ.get("REDIS_URL")
    broker = os.environ.get("CELERY_BROKER_URL") or valkey.as_broker_url(given or valkey.url(home, valkey.BROKER))
    return broker, given or valkey.url(home, valkey.CACHE)


def secret_key(home: Path) -> str:
    """EQP_SECRET_KEY, or one made once and kept in the home."""
    return os.environ.get("EQP_SECRET_KEY") or _kept(home / "secret_key", secrets.token_urlsafe(60))


def key(name: str, home: Path) -> bytes:
    """256 random bits: EQP_SEALING_KEY, say; or, as `secret_key`, made once and kept in the home as sealing_key."""
    kept, given = _key_file(name, home), os.environ.get(name)
    text = (given or _kept(kept, secrets.token_hex(KEY_BYTES))).strip()
    if not re.fullmatch(f"[0-9a-fA-F]{{{2 * KEY_BYTES}}}", text):
        form = f"it takes {2 * KEY_BYTES} hexadecimal digits, such as `openssl rand -hex {KEY_BYTES}` prints"
        raise SettingError(f"{name if given else kept} is not understood: {form}")  # without a word of the secret
    return bytes.fromhex(text)


def _key_file(name: str, home: Path) -> Path:
    return home / name.removeprefix("EQP_").lower()


def _kept(file: Path, fresh: str) -> str:
    """The text of a file that, where it is missing, is made with a fresh one: closed to others, and there to stay."""
    if file.exists():
        return file.read_text()
    file.parent.mkdir(parents=True, exist_ok=True)
    written = file.with_name(f".{file.name}-{secrets.token_hex(6)}")
    with os.fdopen(os.open(written, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as opened:
        opened.write(fresh)
        opened.flush()
        os.fsync(opened.fileno())
    with contextlib.suppress(FileExistsError):
        os.link(written, file)  # never overwrites: the first of several processes wins
    written.unlink()
    folder = os.open(file.parent, os.O_RDONLY)
    os.fsync(folder)
    os.close(folder)
    return file.read_text()


def storage(home: Path) -> dict[str, Any]:
    """Where uploads and snapshots are kept: any Django storage class, by name and options."""
    backend = os.environ.get("EQP_STORAGE_BACKEND")
    if backend:
        try:
            return {"BACKEND": backend, "OPTIONS": json.loads(os.environ.get("EQP_STORAGE_OPTIONS", "{}"))}
        except ValueError as trouble:
            raise SettingError(f"EQP_STORAGE_OPTIONS is no JSON ({trouble})") from trouble
    private = {"file_permissions_mode": 0o600, "directory_permissions_mode": 0o700}
    options = {"location": home / "files", "base_url": None, **private}
    return {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": options}


def site(home: Path) -> str:
    """Where people open the page, for links in mails and of commands: EQP_SITE, or by HOST and PORT, or as it was last
    served.
    """
    if given := os.environ.get("EQP_SITE"):
        return given.rstrip("/")
    host = os.environ.get("HOST", "")
    if not (host or os.environ.get("PORT")):
        with contextlib.suppress(OSError):
            return (home / programs.ADDRESS).read_text()
    return programs.local_url(host, port())


def state() -> str:
    """EQP_STATE: the two letters of the state, or MA. Whether there is such a state is asked by `check_given`."""
    return os.environ.get("EQP_STATE") or "MA"


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


def check_given(home: Path) -> None:
    """Everything that may be given is understood, and the given servers answer; raises SettingError at the first fault.
    Before anything is started, so that it is told in one line.
    """
    port(), log_level(), databases(home)
    if os.environ.get("EQP_STATE"):
        _check_state(state())
    _check_storage(storage(home))
    for name in ("EQP_WEB_WORKERS", "EQP_WORKERS", "EQP_EMAIL_PORT", "EQP_UPLOAD_BYTES"):
        count(name, 1)
    count("EQP_TRUSTED_PROXIES", 0, least=0)
    for name in KEYS:
        if os.environ.get(name) or _key_file(name, home).exists():
            key(name, home)  # which is not made here
    for name in ("DATABASE_OWNER_URL", "DATABASE_URL", "DATABASE_PUBLIC_URL", "REDIS_URL", "CELERY_BROKER_URL"):
        if given := os.environ.get(name):
            _check_answer(name, given)


def _check_state(given: str) -> None:
    import holidays  # here, for it takes a third of a second

    if given not in holidays.list_supported_countries()["US"]:
        raise SettingError(f"EQP_STATE={given} is not understood: it takes the two letters of a state, such as MA")


def _check_storage(given: dict[str, Any]) -> None:
    try:
        pkgutil.resolve_name(given["BACKEND"])
    except (ImportError, AttributeError, ValueError) as trouble:
        raise SettingError(
            f"EQP_STORAGE_BACKEND={given['BACKEND']} names no class that is installed here ({trouble})."
        ) from trouble
    if not isinstance(given["OPTIONS"], dict):
        raise SettingError('EQP_STORAGE_OPTIONS is not understood: it takes options by name, as {"bucket_name": "p"}')


def _check_answer(name: str, url: str) -> None:
    try:
        if name.startswith("DATABASE"):
            psycopg.connect(url, connect_timeout=5).close()
        elif not url.startswith(BY_SOCKET):
            redis.from_url(url, socket_connect_timeout=5).ping()
    except (psycopg.Error, redis.RedisError, ValueError, OSError) as trouble:
        said = " ".join(str(trouble).split())
        raise SettingError(
            f"{name}: no server answers there ({said}). Is it running, and the address right?"
        ) from trouble
