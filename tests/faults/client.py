"""The people who send files while the city is killed, over real HTTP."""

from __future__ import annotations

import http.client
import json
import random
import socket
import threading
import time
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tests.faults.city import Sender
from tests.faults.files_sent import YEARS, Content, Writer
from tests.faults.ledger import Ledger, Sent

PATH = "/api/v1/uploads/"
BOUNDARY = "faults-boundary"
PATIENCE = 20.0  # seconds that a sender waits for an answer
AGAIN_AFTER = 0.5


@dataclass(frozen=True)
class Plan:
    """One file to send. `keyed`: with an idempotency key, and again until it is acknowledged."""

    sender: Sender
    content: Content
    keyed: bool = True
    cut: bool = False


class Traffic:
    """Senders in threads of their own, each with a plan at a time, or two at once."""

    def __init__(self, port: int, people: Sequence[Sender], ledger: Ledger, *, seed: int, pause: float) -> None:
        self.port, self.people, self.ledger, self.pause = port, people, ledger, pause
        self.chance, self.writer = random.Random(seed), Writer(seed)
        self.over, self._lock = threading.Event(), threading.Lock()
        self.threads: list[threading.Thread] = []
        self.only_good = False  # one good file at a time: sent twice, a lost one would come back

    def start(self, senders: int = 2) -> None:
        self.threads = [threading.Thread(target=self._go_on, daemon=True) for _ in range(senders)]
        for thread in self.threads:
            thread.start()

    def stop(self, patience: float = 120) -> None:
        """No new files; what is not acknowledged is still sent again."""
        self.over.set()
        for thread in self.threads:
            thread.join(patience)
            assert not thread.is_alive(), "a sender did not come to an end"

    def _go_on(self) -> None:
        plans = self._plans()
        while not self.over.is_set():
            with self._lock:
                together = next(plans)
            rest = [threading.Thread(target=self.send, args=(plan,)) for plan in together[1:]]
            for thread in rest:
                thread.start()
            self.send(together[0])
            for thread in rest:
                thread.join()
            self.over.wait(self.pause)

    def _plans(self) -> Iterator[list[Plan]]:
        """First one of each kind, then whatever comes."""
        kinds = [self._good, self._same_twice, self._replacement, self._cut, self._spoilt, self._bad]
        chances = [45, 10, 15, 10, 10, 10]
        while self.only_good:
            yield self._good()
        for kind in kinds:
            yield kind()
        while True:
            yield self.chance.choices(kinds, chances)[0]()

    def _good(self) -> list[Plan]:
        sender = self.chance.choice(self.people)
        return [Plan(sender, self.writer.any_good(sender.district), keyed=self.chance.random() < 0.8)]

    def _same_twice(self) -> list[Plan]:
        sender = self.chance.choice(self.people)
        return [Plan(sender, self.writer.any_good(sender.district), keyed=self.chance.random() < 0.5)] * 2

    def _replacement(self) -> list[Plan]:
        """Two people of one district replace one dataset at once."""
        first = self.chance.choice(self.people)
        both = [one for one in self.people if one.district == first.district]
        year = self.chance.choice(YEARS)
        return [Plan(one, self.writer.aggregates(one.district, year)) for one in both]

    def _cut(self) -> list[Plan]:
        sender = self.chance.choice(self.people)
        return [Plan(sender, self.writer.any_good(sender.district), keyed=False, cut=True)]

    def _spoilt(self) -> list[Plan]:
        sender = self.chance.choice(self.people)
        return [Plan(sender, self.writer.aggregates(sender.district, self.chance.choice(YEARS), spoilt=True))]

    def _bad(self) -> list[Plan]:
        write = self.chance.choice(
            [self.writer.no_table, self.writer.strange_headers, self.writer.personal, self.writer.poison]
        )
        return [Plan(self.chance.choice(self.people), write())]

    def send(self, plan: Plan, patience: float = 150.0) -> Sent:
        key = str(uuid.uuid4()) if plan.keyed else None
        one = self.ledger.sending(plan.sender.district, plan.sender.name, plan.content, key=key, cut=plan.cut)
        deadline = time.monotonic() + patience
        while True:
            status, upload_id = self._try(plan, key)
            self.ledger.answered(one, status, upload_id)
            is_settled = status == 202 or 400 <= status < 500
            if is_settled or not plan.keyed or time.monotonic() > deadline:
                return one
            time.sleep(AGAIN_AFTER)

    def _try(self, plan: Plan, key: str | None) -> tuple[int, str]:
        """Status and id; 0 where there was no answer."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            if plan.cut:
                return self._send_half(connection, plan), ""
            connection.request("POST", PATH, body=_body(plan.content), headers=_headers(plan.sender, key))
            answer = connection.getresponse()
            told = answer.read()
            return answer.status, json.loads(told)["id"] if answer.status == 202 else ""
        except (OSError, http.client.HTTPException):
            return 0, ""
        finally:
            connection.close()

    def _send_half(self, connection: http.client.HTTPConnection, plan: Plan) -> int:
        body = _body(plan.content)
        connection.putrequest("POST", PATH)
        for name, value in {**_headers(plan.sender, None), "Content-Length": str(len(body))}.items():
            connection.putheader(name, value)
        connection.endheaders()
        connection.send(body[: len(body) // 2])
        if connection.sock is not None:
            connection.sock.shutdown(socket.SHUT_RDWR)
        return 0


def _headers(sender: Sender, key: str | None) -> dict[str, str]:
    named = {"Idempotency-Key": key} if key else {}
    kind = f"multipart/form-data; boundary={BOUNDARY}"
    return {"Authorization": f"Bearer {sender.token}", "Content-Type": kind, **named}


def _body(content: Content) -> bytes:
    """A file that is taken without being asked first."""
    at_once = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="ask_first"\r\n\r\nfalse\r\n'
    disposition = f'Content-Disposition: form-data; name="file"; filename="{content.name}"'
    begin = f"{at_once}--{BOUNDARY}\r\n{disposition}\r\nContent-Type: application/octet-stream\r\n\r\n"
    return begin.encode() + content.data + f"\r\n--{BOUNDARY}--\r\n".encode()
