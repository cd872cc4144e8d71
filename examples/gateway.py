"""Tells the registry of every call and mail that reached the police, without its words.

    GATEWAY_TOKEN=… python examples/gateway.py --registry https://genfind.example \
        --exchange TC1 --calls examples/calls.csv
    GATEWAY_TOKEN=… python examples/gateway.py --registry https://genfind.example \
        --exchange mx1 --mails examples/mails.mbox --district 1467

The token is one of the role GATEWAY. Run it as often as you like: what was told before
is told under the same id, and observed once. Exit code 0: the registry has confirmed
all; 1: some were not taken, each is named by its place; 2: it could not be tried.

Columns of the calls, of which others are not even looked at: `call_id` the exchange's
own, `started_at` with its zone, `called` 112 or 114, `district` the police district's
number. A mail came when our own server, in the topmost `Received`, says that it did.
An exchange whose own ids hold the caller's number needs other ids: a hash of them does.
"""

import argparse
import csv
import os
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from functools import partial
from hashlib import sha256
from mailbox import Mailbox, NoSuchMailboxError, mbox
from pathlib import Path
from time import sleep
from urllib.parse import urlsplit
from uuid import UUID

import httpx2

CHANNELS = {"112": "PHONE_112", "114": "PHONE_114"}
COLUMNS = ("call_id", "started_at", "called", "district")
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
TAKEN = {201: "observed", 200: "known already"}
CLOSED = {401, 403}
TOO_OFTEN, ITS_OWN_FAULT = 429, 500
PAUSES = (1.0, 3.0, 9.0)  # seconds, before the same is sent again


class NotTaken(Exception):
    """A sentence that says what is wrong, without saying what is there."""


class NotTried(Exception):
    """Nothing that follows would be taken either."""


@dataclass(frozen=True)
class Reached:
    """A call or mail; who called or wrote, and what about, is nowhere in it."""

    own_id: str
    source: str
    channel: str
    district: str
    at: datetime

    def id(self, exchange: str) -> UUID:
        """A UUIDv7 of its time that everybody works out alike from the exchange's id."""
        name = f"genfind/INTAKE\n{exchange}\n{self.own_id}"
        rest = int.from_bytes(
            sha256(name.encode(errors="replace")).digest()[:10], "big"
        )
        bits = (self.at - EPOCH) // timedelta(milliseconds=1) << 80 | rest
        bits = bits & ~(0xF << 76) | 7 << 76
        return UUID(int=bits & ~(0b11 << 62) | 0b10 << 62)

    def body(self) -> dict[str, str]:
        return {
            "source": self.source,
            "channel": self.channel,
            "district": self.district,
            "at": self.at.isoformat(),
        }


Places = Iterator[tuple[str, Callable[[], Reached]]]


def calls(file: Path) -> Places:
    """Line by line, so that a quote nobody closed spoils no line but its own."""
    with file.open(encoding="utf-8-sig", errors="replace") as lines:
        header = next(lines, "")
        between = ";" if ";" in header else ","
        columns = header.strip().replace('"', "").split(between)
        if not set(COLUMNS) <= set(columns):
            raise NotTried(f"The first line must name {', '.join(COLUMNS)}.")
        for number, line in enumerate(lines, start=2):
            if line.strip():
                yield f"line {number}", partial(_call, columns, line, between)


def _cells(line: str, between: str) -> list[str]:
    try:
        return next(csv.reader([line], delimiter=between, strict=True), [])
    except csv.Error:
        raise NotTaken("the quotes or commas are wrong") from None


def _call(columns: list[str], line: str, between: str) -> Reached:
    cells = _cells(line, between)
    if len(cells) != len(columns):
        raise NotTaken("it has more or fewer columns than the first line")
    row = dict(zip(columns, cells, strict=True))
    if row["called"] not in CHANNELS:
        raise NotTaken("called is neither 112 nor 114")
    return Reached(
        own_id=row["call_id"],
        source=row["call_id"],
        channel=CHANNELS[row["called"]],
        district=row["district"],
        at=_moment(datetime.fromisoformat, row["started_at"]),
    )


def mails(file: Path, district: str) -> Places:
    try:
        box = mbox(file, create=False)
    except NoSuchMailboxError:
        raise NotTried("There is no such mailbox.") from None
    with closing(box):
        for number, key in enumerate(box.keys(), start=1):
            yield f"mail {number}", partial(_mail, box, key, district)


def _mail(box: Mailbox, key: str, district: str) -> Reached:
    message = box[key]
    received = str(message["Received"] or "")  # the topmost
    # Without an id of its own, what our server wrote on it stands in: it is as unique.
    own_id = str(message["Message-ID"] or received).strip()
    return Reached(
        own_id=own_id,
        source=sha256(own_id.encode(errors="replace")).hexdigest(),
        channel="EMAIL",
        district=district,
        at=_moment(_mail_time, received.rpartition(";")[2].strip()),
    )


def _mail_time(told: str) -> datetime:
    moment = parsedate_to_datetime(told)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)  # it says -0000


def _moment(read: Callable[[str], datetime], told: str) -> datetime:
    try:
        moment = read(told)
    except (ValueError, IndexError, OverflowError):
        raise NotTaken("the time can't be read") from None
    if moment.tzinfo is None:
        raise NotTaken("the time has no zone")
    if moment < EPOCH:
        raise NotTaken("the time is before 1970")
    return moment


def tell(
    client: httpx2.Client,
    exchange: str,
    places: Places,
    pauses: tuple[float, ...] = PAUSES,
) -> int:
    """Tells of them all; the exit code. Raises NotTried where it had to stop."""
    became: Counter[str] = Counter()
    for place, read in places:
        try:
            became[_told(client, exchange, read(), pauses)] += 1
        except NotTaken as why:
            became["not taken"] += 1
            print(f"{place}: {why}", file=sys.stderr)
    print(", ".join(f"{n} {what}" for what, n in sorted(became.items())) or "nothing")
    return 1 if became["not taken"] else 0


def _told(
    client: httpx2.Client, exchange: str, reached: Reached, pauses: tuple[float, ...]
) -> str:
    path, body = f"/intake/{reached.id(exchange)}", reached.body()
    answer = _answer(client, path, body)
    for pause in pauses:
        if answer is None:
            sleep(pause)
            answer = _answer(client, path, body)
    if answer is None:
        raise NotTried("The registry does not confirm: run this again later.")
    if answer.status_code in CLOSED:
        raise NotTried("The registry does not let us in: is the token a GATEWAY's?")
    if answer.status_code not in TAKEN:
        raise NotTaken(f"the registry said {answer.status_code}: {_why(answer)}")
    return TAKEN[answer.status_code]


def _answer(
    client: httpx2.Client, path: str, body: dict[str, str]
) -> httpx2.Response | None:
    """None where the same is to be sent again."""
    try:
        answer = client.put(path, json=body)
    except httpx2.TransportError:
        return None
    status = answer.status_code
    return None if status >= ITS_OWN_FAULT or status == TOO_OFTEN else answer


def _why(answer: httpx2.Response) -> str:
    """In the registry's own words, which never repeat what was sent."""
    if answer.headers.get("Content-Type") != "application/problem+json":
        return "it does not say why"
    problem = answer.json()
    wrong = (each["field"] for each in problem.get("errors", ()))
    return " ".join([problem.get("title", ""), *sorted(wrong)])


def main(arguments: list[str] | None = None) -> int:
    asked = _asked().parse_args(arguments)
    try:
        headers = {"Authorization": f"Bearer {_token(asked.registry)}"}
        with httpx2.Client(base_url=asked.registry, headers=headers) as client:
            return tell(client, asked.exchange, _places(asked))
    except (NotTried, OSError, httpx2.InvalidURL) as why:
        print(why, file=sys.stderr)
        return 2


def _token(registry: str) -> str:
    url = urlsplit(registry)
    if url.scheme != "https" and url.hostname not in {"127.0.0.1", "localhost"}:
        raise NotTried("The token goes over https, or stays on this machine.")
    if token := os.environ.get("GATEWAY_TOKEN"):
        return token
    raise NotTried("Put the gateway's token in GATEWAY_TOKEN.")


def _places(asked: argparse.Namespace) -> Places:
    if asked.calls:
        return calls(asked.calls)
    if asked.district:
        return mails(asked.mails, asked.district)
    raise NotTried("Say with --district whose mailbox it is.")


def _asked() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--registry", required=True, help="address of the registry")
    parser.add_argument("--exchange", required=True, help="its name; never change it")
    parser.add_argument("--district", help="whose mailbox it is")
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--calls", type=Path, help="CSV of an exchange's call records")
    what.add_argument("--mails", type=Path, help="mbox of a mail server")
    return parser


if __name__ == "__main__":
    sys.exit(main())
