"""A line between two ends that can be cut, at any byte and at the moments that hurt."""

import re
import socket
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from random import choice, random, randrange
from select import select
from threading import Thread, current_thread

from tests.fire.running import until

PIECE = 65_536  # bytes
PREPARED = re.compile(
    rb"P....([^\0]*)\0[^\0]*\"archive\"\.\"append_stored_events\"", re.DOTALL
)
BOUND = re.compile(rb"B....[^\0]*\0([^\0]*)\0", re.DOTALL)
Verdict = tuple[int, bool]  # bytes that still pass, and whether it is cut then
Way = tuple[socket.socket, Callable[[bytes], Verdict]]


class Knife:
    """One for each connection: sees every piece before it passes."""

    def __init__(self, line: "Line") -> None:
        self.line = line

    def out(self, piece: bytes) -> Verdict:
        return len(piece), False

    def back(self, piece: bytes) -> Verdict:
        return len(piece), False


class AnyByte(Knife):
    """Cuts within a request or within its answer."""

    far = 20_000  # bytes, at most

    def __init__(self, line: "Line") -> None:
        super().__init__(line)
        self._left = randrange(self.far)

    def out(self, piece: bytes) -> Verdict:
        if not self.line.cutting:
            return len(piece), False
        passes = min(self._left, len(piece))
        self._left -= passes
        return passes, not self._left

    back = out


class Appends(Knife):
    """Cuts when events are appended: before the statement arrives at PostgreSQL, as soon
    as it is there, or when its answer comes, and all is committed."""

    often = 0.2

    def __init__(self, line: "Line") -> None:
        super().__init__(line)
        self._names: set[bytes] = set()  # under which this session has it prepared
        self._answer_is_lost = False

    def out(self, piece: bytes) -> Verdict:
        self._names.update(PREPARED.findall(piece))
        appends = not self._names.isdisjoint(BOUND.findall(piece))
        if not (appends and self.line.cutting and random() < self.often):
            return len(piece), False
        moment = choice(["before", "there", "answer"])
        self._answer_is_lost = moment == "answer"
        return 0 if moment == "before" else len(piece), moment != "answer"

    def back(self, piece: bytes) -> Verdict:
        return (0, True) if self._answer_is_lost else (len(piece), False)


class Line:
    """Listens on a port of its own, and passes everything on."""

    def __init__(self, to: Callable[[], socket.socket], knife: type[Knife]) -> None:
        self._to, self._knife = to, knife
        self._place = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._place.getsockname()[1]
        self.cutting, self.cuts = False, 0
        self._carriers: dict[Thread, socket.socket] = {}
        self._listener = Thread(target=self._listen)
        self._listener.start()

    def cut(self, times: int) -> None:
        """Begin with it, and return when it has been cut so often."""
        enough, self.cutting = self.cuts + times, True
        until(lambda: self.cuts >= enough)
        self.cutting = False

    def close(self) -> None:
        _wake(self._place)
        self._listener.join()
        for carrier, end in list(self._carriers.items()):
            _wake(end)
            carrier.join()

    def _listen(self) -> None:
        with self._place, suppress(OSError):  # it is closed to end this
            while True:
                here, _ = self._place.accept()
                carrier = Thread(target=self._connect, args=(here,))
                self._carriers[carrier] = here
                carrier.start()

    def _connect(self, here: socket.socket) -> None:
        with here, suppress(OSError), self._to() as there:  # either end may be dead
            knife = self._knife(self)
            ways = {here: (there, knife.out), there: (here, knife.back)}
            while self._carried(ways):
                pass
        del self._carriers[current_thread()]

    def _carried(self, ways: Mapping[socket.socket, Way]) -> bool:
        """What either end has sent; False when the line is cut or given up."""
        for source in select(ways, (), ())[0]:
            target, judge = ways[source]
            piece = source.recv(PIECE)
            passes, cut = judge(piece)
            target.sendall(piece[:passes])
            self.cuts += cut
            if cut or not piece:
                return False
        return True


def _wake(end: socket.socket) -> None:
    with suppress(OSError):  # it has ended by itself
        end.shutdown(socket.SHUT_RDWR)


def to_port(port: int) -> Callable[[], socket.socket]:
    return lambda: socket.create_connection(("127.0.0.1", port))


def to_socket(path: Path) -> Callable[[], socket.socket]:
    def connected() -> socket.socket:
        end = socket.socket(socket.AF_UNIX)
        end.connect(str(path))
        return end

    return connected


@contextmanager
def line(to: Callable[[], socket.socket], knife: type[Knife]) -> Iterator[Line]:
    laid = Line(to, knife)
    try:
        yield laid
    finally:
        laid.close()
