"""Writers over HTTP who keep what they were told, and what they were not."""

from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from os import urandom
from random import random
from threading import Event, Thread
from typing import Any

import httpx2

from api.composition import now
from tests.fire.running import until
from tests.fire.sending import Sent, sent_file

WRITERS = 8
FILES = 0.1  # of all contacts have one
BREATH = 0.05  # seconds that nobody tries anything after being left without an answer
Receipt = dict[str, Any]
Comes = Callable[[], httpx2.Client]  # somebody, with connections of his own


class Load:
    """Each writer tells contacts to their end, one after another, or until in doubt."""

    def __init__(self, writers: Sequence[Comes]) -> None:
        """All `writers` in turn, so that they may come by several ways."""
        self.writers = writers
        self.receipts: dict[Sent, Receipt] = {}
        self.unknown: list[Sent] = []
        self.failures: list[str] = []

    @contextmanager
    def under_way(self) -> Iterator[Event]:
        """Until the event is set, at the latest until the block ends."""
        stop = Event()
        threads = [
            Thread(target=self._write, args=(self.writers[n % len(self.writers)], stop))
            for n in range(WRITERS)
        ]
        for thread in threads:
            thread.start()
        try:
            yield stop
        finally:
            stop.set()
            for thread in threads:
                thread.join()

    def reaches(self, more: int) -> None:
        """Wait until so many more are acknowledged."""
        enough = len(self.receipts) + more
        until(lambda: len(self.receipts) >= enough, why=lambda: str(self.failures[-3:]))

    def _write(self, comes: Comes, stop: Event) -> None:
        with comes() as client:
            while not stop.is_set():
                story = told(client)
                command = next(story, None)
                while command and self._acknowledged(client, command):
                    command = None if stop.is_set() else next(story, None)
                if command:
                    stop.wait(BREATH)
                story.close()

    def _acknowledged(self, client: httpx2.Client, command: Sent) -> bool:
        answer = command.by(client)
        if answer is None:
            self.unknown.append(command)
        elif answer.status_code == 201:
            self.receipts[command] = answer.json()
        else:
            self.failures.append(
                f"{answer.status_code} {command.leads_to} {answer.text}"
            )
        return command in self.receipts


def told(client: httpx2.Client) -> Generator[Sent, None, None]:
    """What is sent about one contact, each when the one before is acknowledged."""
    received_at = (now() - timedelta(hours=2)).isoformat()
    contact = Sent.registration(received_at=received_at)
    yield contact
    yield contact.supplement()
    if random() < FILES:
        file = b"%PDF-1.7\n" + urandom(6000) + b"\n%%EOF\n"
        if sent_file(client, contact.id, file):
            yield contact.attachment(file)
    yield contact.claim()
    yield contact.attempt()
    yield contact.correction()


def everybody(
    writers: Sequence[Comes], commands: Sequence[Sent]
) -> dict[Sent, httpx2.Response]:
    """All these sent again until there is an answer, by several at once."""
    shares = [commands[n::WRITERS] for n in range(WRITERS)]

    def insist(n: int) -> dict[Sent, httpx2.Response]:
        with writers[n % len(writers)]() as client:
            return {each: each.insisted(client) for each in shares[n]}

    with ThreadPoolExecutor(WRITERS) as pool:
        answers = pool.map(insist, range(WRITERS))
        return {each: answer for share in answers for each, answer in share.items()}
