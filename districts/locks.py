"""The advisory locks of the database, by purpose, each once for every tenant."""

import zlib
from enum import IntEnum
from typing import NamedTuple

from django.db import connections

from districts.wall.scope import DATABASE


class Lock(IntEnum):
    AUDIT_CHAIN = 4_201  # one writer in each chain
    ORIGINALS = 4_202  # one receipt or removal of an original at a time
    SNAPSHOTS = 4_203  # one check at a time freezes what it found
    REPORTS = 4_214  # one check at a time of a tenant's files of a report that are judged beside each other
    DIRECTORY = 4_204  # one writer of districts and schools; the tenant is 0
    RESULTS = 4_205  # one recompute; the tenant is 0
    PERSON_INDEX = 4_215  # one writer of the person-year index; the tenant is 0
    EXPERIENCES = 4_217  # one writer of reports on experiences; the tenant is 0
    INVITATIONS = 4_206  # one invitation at a time
    CROSS_FINDINGS = 4_208  # one check of a tenant's files against each other at a time
    SHARED_STAFF = 4_210  # one comparison of all districts' staff at a time; the tenant is 0
    MAPPINGS = 4_211  # one writer of a tenant's mappings
    ESTIMATES = 4_213  # one word of a tenant on how long a collection took it at a time; all of them summed up: 0
    DEFINITIONS = 4_216  # one writer of definitions; the tenant is 0
    STRATEGIES = 4_218  # one writer of a tenant's strategies; of the state's catalogue the tenant is 0
    REMINDERS = 4_209  # one reminder of a tenant's people is asked for at a time


def wait_for(lock: Lock, district_id: int = 0, *, of: str = "") -> None:
    """Hold the lock of this tenant until the transaction ends; wait while another transaction holds it. `of`: which of
    several that a tenant has; that two of them may be one by chance costs a wait, and nothing else.
    """
    tenant = zlib.crc32(f"{district_id} {of}".encode()) - 2**31 if of else district_id
    with connections[DATABASE].cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [int(lock), tenant])


class Held(NamedTuple):
    """Whether a transaction holds a lock now, and how many wait for it."""

    is_held: bool
    waiting: int


HELD = """
SELECT coalesce(bool_or(granted), false), count(*) FILTER (WHERE NOT granted) FROM pg_locks
WHERE locktype = 'advisory' AND classid = %s AND objid = 0 AND objsubid = 2
    AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
"""


def look_at(lock: Lock) -> Held:
    """Who is at a lock that is one for all tenants. One query; it tells nothing of whose work it is."""
    with connections[DATABASE].cursor() as cursor:
        cursor.execute(HELD, [int(lock)])
        return Held(*cursor.fetchone())
