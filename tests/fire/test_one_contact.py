"""However often a client sends, and whatever dies meanwhile: it is recorded once."""

import select
import socket
from collections import Counter, defaultdict
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from itertools import count
from threading import Lock

import httpx2
import pytest

from domain.event import Role
from domain.ids import follow_up_of
from tests.api.telling import HANDLING, party
from tests.fire.running import Demo, until
from tests.fire.sending import Sent, new_cpr, recorded, together

CLIENTS, TIMES = 16, 10


def ten_times(command: Sent):
    return lambda client: (command.by(client) for _ in range(TIMES))


def the_receipt(answers: list[httpx2.Response]) -> dict[str, object]:
    """Of 160 answers: one 201, all others 200, all with the same receipt."""
    assert Counter(each.status_code for each in answers) == {201: 1, 200: 159}
    [receipt] = {each.text for each in answers}
    return httpx2.Response(200, text=receipt).json()


def test_a_contact_that_sixteen_clients_send_ten_times_is_one_contact(running) -> None:
    contact = Sent.registration()
    receipt = the_receipt(together(running, CLIENTS, ten_times(contact)))
    assert receipt["number"].startswith("H-")
    assert recorded(running, contact) == {contact.id: ["ContactRegistered"]}
    with running.client() as client:
        shown = client.get(f"/contacts/{contact.id}", headers=HANDLING).json()
        follow_up = client.get(f"/follow-ups/{follow_up_of(contact.id)}").json()
    assert shown["number"] == receipt["number"]
    assert shown["version"] == receipt["version"] == follow_up["version"] == 1


def test_a_supplement_that_sixteen_clients_send_ten_times_is_one(running) -> None:
    contact = Sent.registration()
    with running.client() as client:
        contact.insisted(client)
    again = contact.supplement()
    receipt = the_receipt(together(running, CLIENTS, ten_times(again)))
    assert receipt["version"] == 2
    assert recorded(running, contact) == {
        contact.id: ["ContactRegistered", "ContactSupplemented"]
    }


def test_supplements_that_meet_are_all_recorded(running) -> None:
    contact = Sent.registration()
    with running.client() as client:
        contact.insisted(client)
    met = together(running, 5, lambda client: [contact.supplement().by(client)])
    assert [each.status_code for each in met] == [201] * 5
    assert sorted(each.json()["version"] for each in met) == [2, 3, 4, 5, 6]


def test_a_victim_whom_sixteen_contacts_name_at_once_is_one_citizen(running) -> None:
    victim = {"name": "Søren Ågård", "cpr": new_cpr()}

    def register(client):
        contact = Sent.registration(parties=[party(**victim)])
        assert contact.insisted(client).status_code == 201
        shown = client.get(f"/contacts/{contact.id}", headers=HANDLING).json()
        yield shown["parties"][0]["citizen"]

    citizens = together(running, CLIENTS, register)
    assert len(citizens) == CLIENTS
    [citizen] = set(citizens)
    assert citizen


def hang_up(demo: Demo, command: Sent, *, answered: bool) -> None:
    """Send it, and never read: at once, or when the answer has come."""
    headers = command.headers | {
        "Host": "127.0.0.1",
        "Authorization": f"Bearer {demo.token(Role.OFFICER)}",
        "Content-Length": str(len(command.body.encode())),
    }
    lines = [f"{command.method} {command.path} HTTP/1.1"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    with socket.create_connection(("127.0.0.1", demo.port)) as line:
        line.sendall("\r\n".join([*lines, "", command.body]).encode())
        if answered:
            assert select.select([line], [], [], 30)[0]


@pytest.mark.parametrize("answered", [True, False])
def test_a_contact_whose_answer_was_lost_is_registered_once(running, answered) -> None:
    contacts = [Sent.registration() for _ in range(CLIENTS)]
    with ThreadPoolExecutor(CLIENTS) as pool, running.client() as client:
        list(pool.map(lambda each: hang_up(running, each, answered=answered), contacts))
        repeats = [each.by(client) for each in contacts]
        again = [each.by(client) for each in contacts]
    if answered:
        assert {each.status_code for each in repeats} == {200}
    assert {each.status_code for each in again} == {200}
    assert [each.json() for each in again] == [each.json() for each in repeats]
    assert recorded(running, *contacts) == {
        each.id: ["ContactRegistered"] for each in contacts
    }


class Series:
    """Contacts with a supplement each, the same for all, and no end until it is closed."""

    def __init__(self) -> None:
        self.sent: list[Sent] = []
        self._turn, self._closed = Lock(), False

    def __iter__(self) -> Iterator[Sent]:
        for place in count():
            with self._turn:
                if place == len(self.sent):
                    if self._closed:
                        return
                    contact = Sent.registration()
                    self.sent += [contact, contact.supplement()]
            yield self.sent[place]

    def close(self) -> None:
        with self._turn:
            self._closed = True


def start_again(demo: Demo) -> None:
    demo.start("--no-samples")


@pytest.mark.parametrize(
    ("kill", "revive"),
    [
        (Demo.kill, start_again),
        (Demo.kill_postgres, lambda demo: demo.postgres.ensure()),
    ],
    ids=["the server", "PostgreSQL"],
)
def test_clients_that_repeat_through_a_kill_have_one_receipt_each(
    running, kill, revive
) -> None:
    """All clients send the same series; the kill comes in the middle of it."""
    series = Series()
    answers: defaultdict[Sent, list[httpx2.Response]] = defaultdict(list)
    unanswered: list[Sent] = []

    def insist(client):
        for command in series:
            answers[command].append(command.insisted(client, unanswered))
        yield client

    with ThreadPoolExecutor(1) as aside, closing(series):
        all_at_once = aside.submit(together, running, CLIENTS, insist)
        until(lambda: len(answers) > 5)
        kill(running)
        before = len(answers)  # a registry may be back before anybody has missed it
        until(lambda: unanswered or len(answers) > before + CLIENTS)
        series.close()
        revive(running)
        all_at_once.result()
    contacts = series.sent[::2]
    assert answers.keys() == set(series.sent)
    for command, same in answers.items():
        codes = Counter(each.status_code for each in same)
        assert codes.keys() <= {200, 201}, command
        assert codes[201] <= 1  # none, where that very answer was lost
        assert len(same) == CLIENTS
        assert len({each.text for each in same}) == 1
    numbers = {answers[each][0].json()["number"] for each in contacts}
    assert len(numbers) == len(contacts)
    assert recorded(running, *contacts) == {
        each.id: ["ContactRegistered", "ContactSupplemented"] for each in contacts
    }
