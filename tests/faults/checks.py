"""The oracle: the client's ledger beside what is there. Pure, so that a doctored ledger can show that it sees."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence

from tests.faults.found import Found, Frozen, Stored
from tests.faults.ledger import Sent

ATTEMPTS = 5
TAKEN = ("accepted", "accepted_in_part")


def complaints(sent: Sequence[Sent], found: Found) -> list[str]:
    """Everything that is not as it must be; empty where nothing was lost, doubled or invented."""
    checks: tuple[Callable[[Sequence[Sent], Found], Iterable[str]], ...] = (
        acknowledged_are_there,
        keyed_once,
        nothing_invented,
        ended_once,
        rows_as_sent,
        newest_stands,
        nothing_left,
        whole,
    )
    return [told for check in checks for told in check(sent, found)]


def acknowledged_are_there(sent: Sequence[Sent], found: Found) -> Iterator[str]:
    """Every id that was ever told is there, with the bytes, under the key and of the person that sent them."""
    there = {one.id: one for one in found.uploads}
    for one in sent:
        for told in sorted(one.ids):
            upload = there.get(told)
            if upload is None:
                yield f"acknowledged and not there: file {one.number} ({one.content.kind}), upload {told}"
            elif (upload.sha256, upload.district) != (one.content.sha256, one.district):
                yield f"another file than was sent: file {one.number}, upload {told}"


def keyed_once(sent: Sequence[Sent], found: Found) -> Iterator[str]:
    """One key, one upload: told the same each time, and there once; without an acknowledgement at most once."""
    by_key: dict[str | None, list[Stored]] = defaultdict(list)
    for upload in found.uploads:
        by_key[upload.key].append(upload)
    for one in sent:
        if one.key is not None and (len(one.ids) > 1 or len(by_key[one.key]) > 1):
            yield f"doubled: file {one.number} with one key became {len(by_key[one.key])} uploads, told {len(one.ids)}"


def nothing_invented(sent: Sequence[Sent], found: Found) -> Iterator[str]:
    """What is there was sent by this person, whole, and acknowledged, or not answered; and no more often than it was
    sent.
    """
    explained: dict[tuple[str, str, str, str | None], list[Sent]] = defaultdict(list)
    for one in sent:
        explained[one.district, one.person, one.content.sha256, one.key].append(one)
    for key, uploads in _grouped(found.uploads).items():
        tries = explained[key]
        sure = {told for one in tries for told in one.ids}
        open_tries = sum(one.may_exist for one in tries)
        extra = [upload.id for upload in uploads if upload.id not in sure]
        if len(extra) > open_tries:
            yield f"there and not acknowledged: {', '.join(extra)} of {key[1]}, sha256 {key[2][:12]}"


def _grouped(uploads: Iterable[Stored]) -> dict[tuple[str, str, str, str | None], list[Stored]]:
    groups: dict[tuple[str, str, str, str | None], list[Stored]] = defaultdict(list)
    for one in uploads:
        groups[one.district, one.person, one.sha256, one.key].append(one)
    return groups


def ended_once(sent: Sequence[Sent], found: Found) -> Iterator[str]:
    """Every upload was received once, checked once, and is in the one end state that its file deserves. Set aside it
    may be only where five attempts were spent.
    """
    ends = {one.content.sha256: one.content.ends for one in sent}
    for one in found.uploads:
        if not one.has_ended:
            yield f"not ended: upload {one.id} is {one.state}, its job {one.job or 'is not there'}"
        elif one.state == "quarantined":
            if one.attempts < ATTEMPTS or one.job != "quarantined":
                yield f"set aside too early: upload {one.id} after {one.attempts} attempts"
        elif one.state not in ends.get(one.sha256, ()):
            deserved = " or ".join(ends.get(one.sha256, ()))
            yield f"wrong end: upload {one.id} is {one.state}, expected {deserved}: {one.rules}"
        elif one.told != one.state or one.events["upload.checked"] != 1:
            yield f"events differ: upload {one.id} is {one.state}, {one.events['upload.checked']} checks say {one.told}"
        if one.events["upload.received"] != 1:
            yield f"events differ: upload {one.id} was received {one.events['upload.received']} times"


def rows_as_sent(sent: Sequence[Sent], found: Found) -> Iterator[str]:
    """A snapshot holds the rows that were sent: as many, with the same sums, and one of each kind and year."""
    rows = {one.content.sha256: one.content.rows for one in sent}
    for one in found.uploads:
        expected = rows.get(one.sha256, {})
        grains = [(frozen.dataset, frozen.year) for frozen in one.frozen]
        if len(grains) != len(set(grains)):
            yield f"doubled: upload {one.id} has two snapshots of one year"
        for frozen in one.frozen:
            should = expected.get((frozen.dataset, frozen.year))
            if should is None or (should.count, should.sums) != (frozen.rows, frozen.sums):
                yield f"other rows: upload {one.id} has {frozen.rows} rows {frozen.sums}, sent were {should}"


def newest_stands(sent: Sequence[Sent], found: Found) -> Iterator[str]:
    """Of each district, kind and year one snapshot is current, and it says what the last file that was taken says."""
    rows = {one.content.sha256: one.content.rows for one in sent}
    last: dict[tuple[str, str, int], Stored] = {}
    for one in sorted(found.uploads, key=lambda one: one.received_at):
        if one.state in TAKEN:
            last |= {(one.district, dataset, year): one for dataset, year in rows.get(one.sha256, {})}
    current: dict[tuple[str, str, int], list[Frozen]] = defaultdict(list)
    for one in found.uploads:
        for frozen in one.frozen:
            if frozen.is_current:
                current[one.district, frozen.dataset, frozen.year].append(frozen)
    for grain in sorted(current.keys() | last.keys()):
        upload = last.get(grain)
        should = rows[upload.sha256][grain[1:]] if upload else None
        stands = [(frozen.rows, frozen.sums) for frozen in current[grain]]
        if should is None or stands != [(should.count, should.sums)]:
            yield f"not what the newest file says: {grain} holds {stands}, sent was {should}"


def nothing_left(sent: Sequence[Sent], found: Found) -> Iterator[str]:
    """No stored file without a row, no row without its file, no job unfinished."""
    yield from (f"a file without a row: {name}" for name in found.strays)
    yield from (f"a row without its file: {name}" for name in found.lost)
    if found.unfinished_jobs:
        yield f"unfinished: {found.unfinished_jobs} jobs"


def whole(sent: Sequence[Sent], found: Found) -> Iterator[str]:
    """The chains verify; results are up to date, and the same bytes when they are computed from nothing."""
    yield from (f"the record is not whole: {told}" for told in found.broken_chains)
    if found.forgotten:
        yield "results are out of date and nobody had asked for new ones"
    for table in sorted(found.computed.keys() | found.anew.keys()):
        if found.computed.get(table) != found.anew.get(table):
            yield f"results differ from those computed from nothing: {table}"
