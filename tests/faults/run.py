"""A campaign: start a city, let people send files, do it harm, let it recover, and check the books.

    python -m tests.faults.run --faults 1000 --seed 7 --ledger ledger.jsonl

The same seed gives the same files and the same order of faults; when exactly each one falls is the machine's to say.
Ends with 1 where anything was lost, doubled, invented or left.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import random
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from tests.faults import city as cities
from tests.faults import faults
from tests.faults.city import PROGRAMS, City
from tests.faults.ledger import Ledger
from tests.faults.points import SABOTAGE
from tests.platform.stack import GIVEN


def main() -> int:
    given = parsed()
    ledger = Ledger(given.ledger)
    began = time.monotonic()
    with cities.founded() as city:
        enter(city)
        from tests.faults import checks, client, found

        people = cities.settle_people()
        wait_until_ready(city)
        ready = time.monotonic()
        traffic = client.Traffic(city.port, people, ledger, seed=given.seed, pause=given.pause)
        traffic.only_good = given.sabotage
        traffic.start(senders=1 if given.sabotage else 2)
        sabotage(city, ledger) if given.sabotage else harm(city, ledger, given)
        traffic.stop()
        wait_until_ready(city)
        # where bytes are lost on purpose their job waits for them for minutes: it will not end, and is told as such
        quiet = found.wait_until_quiet(patience=60 if given.sabotage else 200)
        there = found.look()
        told = checks.complaints(ledger.sent, there)
        took = {"start": ready - began, "recovery": quiet, "all": time.monotonic() - began}
        summary = summary_of(ledger, there, told, given.seed, took)
        if told and given.keep:
            (given.keep / "report.txt").write_text(city.report())
    ledger.write("verdict", complaints=told)
    ledger.close()
    if given.ledger.is_file():
        given.ledger.with_suffix(".txt").write_text(summary + "\n")
    sys.stdout.write(summary + "\n")
    return 1 if told else 0


def parsed() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--faults", type=int, default=60, help="how many")
    parser.add_argument("--few", action="store_true", help="the ten of the fast tests, as fast as it goes")
    parser.add_argument("--sabotage", action="store_true", help="break the product instead: the books must show it")
    parser.add_argument("--only", metavar="NAME", help="only faults whose name holds this")
    parser.add_argument("--seed", type=int, default=random.randrange(10**6))
    parser.add_argument("--pause", type=float, default=3.0, help="seconds between two files of a sender")
    parser.add_argument("--ledger", type=Path, default=Path(os.devnull), metavar="FILE", help="JSON lines")
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="where logs go when something is wrong")
    return parser.parse_args()


def enter(city: City) -> None:
    """Django of this process sees what the city's processes see."""
    for name in GIVEN:
        os.environ.pop(name, None)
    for name, value in city.environment.items():
        if name.startswith("EQP_") and name != "EQP_FAULT_POINTS":
            os.environ[name] = value
    os.environ["DJANGO_SETTINGS_MODULE"] = "equityplan.settings"
    import django

    django.setup()


def wait_until_ready(city: City, patience: float = 240) -> None:
    """All programs run, the worker has its processes, and the page says that it is ready."""
    deadline = time.monotonic() + patience
    while not (all(map(city.process_of, PROGRAMS)) and city.below("worker") and city.is_ready()):
        if city.process.poll() is not None or time.monotonic() > deadline:
            raise RuntimeError(f"the city does not come back:\n{city.report()}")
        time.sleep(0.1)


def harm(city: City, ledger: Ledger, given: argparse.Namespace) -> None:
    """So many faults, one after the other with pauses of chance."""
    chance = random.Random(given.seed)
    wanted = len(faults.FEW) if given.few else given.faults
    for fault in schedule(chance, given):
        if sum(ledger.faults.values()) >= wanted or sum(ledger.missed.values()) > 20 + wanted:
            return
        began = time.monotonic()
        happened = fault.do(city, chance)
        ledger.fault(fault.name, happened=happened, took=time.monotonic() - began)
        if city.process.poll() is not None:
            raise RuntimeError(f"the supervisor ended after {fault.name!r}:\n{city.report()}")
        time.sleep(0.3 if given.few else chance.choice([0.1, 0.5, 1, 2, 4]))


def sabotage(city: City, ledger: Ledger) -> None:
    """Once each, of a file of its own, so that the oracle has something to see."""
    for point, action in SABOTAGE.items():
        began = time.monotonic()
        city.arm(point.name, action)
        happened = city.has_fired(point.name, patience=60)
        answered = ledger.answers
        while ledger.answers == answered and time.monotonic() < began + 90:
            time.sleep(0.05)
        ledger.fault(point.name, happened=happened, took=time.monotonic() - began)


def schedule(chance: random.Random, given: argparse.Namespace) -> Iterator[faults.Fault]:
    """All faults in an order of chance, again and again. Or the few; then whatever it takes."""
    every = faults.every_fault()
    if given.few:
        yield from (every[name] for name in faults.FEW)
    names = [name for name in every if given.only is None or given.only in name]
    while True:
        chance.shuffle(names)
        yield from (every[name] for name in names)


def summary_of(ledger: Ledger, there: object, told: list[str], seed: int, took: dict[str, float]) -> str:
    """One page."""
    from tests.faults.found import Found

    assert isinstance(there, Found)
    happened = sum(ledger.faults.values())
    states = sorted({one.state for one in there.uploads})
    counts = ", ".join(f"{sum(one.state == state for one in there.uploads)} {state}" for state in states)
    acknowledged = sum(one.is_acknowledged for one in ledger.sent)
    silent = sum(not one.is_acknowledged and not one.cut for one in ledger.sent)
    tries = [status for one in ledger.sent for status in one.answers]
    times = ", ".join(f"{name} {seconds:.0f} s" for name, seconds in took.items())
    bound = f"0 failures: at most 3/{happened} = {3 / max(happened, 1):.4f} a fault (95 %)"
    bound = f"{len(told)} complaints" if told else bound
    lines = [
        f"seed {seed}: {happened} faults of {len(ledger.faults)} kinds; {bound}",
        f"time: {times}",
        f"files: {len(ledger.sent)} sent in {len(tries)} tries, {acknowledged} acknowledged, {silent} never,"
        f" {sum(one.cut for one in ledger.sent)} cut; {sum(status == 0 for status in tries)} tries without an answer,"
        f" {sum(status >= 500 for status in tries)} answered with 5xx",
        f"there: {len(there.uploads)} uploads ({counts}), {there.events} events in whole chains,"
        f" {there.swept} left-over files swept",
        "faults: " + ", ".join(f"{name} {count}" for name, count in sorted(ledger.faults.items())),
    ]
    if ledger.missed:
        missed = ", ".join(f"{name} {count}" for name, count in sorted(ledger.missed.items()))
        lines.append(f"nobody came by: {missed}")
    return "\n".join([*lines, *(f"WRONG: {one}" for one in told)])


if __name__ == "__main__":
    with contextlib.suppress(KeyboardInterrupt):
        sys.exit(main())
