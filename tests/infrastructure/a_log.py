"""A log in memory, with a real key: it grows, and it can do what no log may."""

from datetime import datetime, timedelta

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from domain.merkle import leaf_hash
from domain.notes import Checkpoint, PublicKey, SignatureType
from domain.submissions import Submission
from domain.tiles import HEIGHT, WIDTH, StoredTree, row_root, tile_at
from infrastructure.signing import SigningKey
from tests.ids import NOON
from tests.infrastructure.sealing_all import ORIGIN

KEY = SigningKey(ORIGIN, SignatureType.NOTE, bytes(range(32)))


class ALog:
    def __init__(self, size: int = 0, key: SigningKey = KEY) -> None:
        self._key, self.leaves = key, list[bytes]()
        self.shown = self.asked = (
            0  # how much of it is published; how often it was read
        )
        self.grow(size)

    @property
    def key(self) -> PublicKey:
        return self._key.public

    @property
    def size(self) -> int:
        return len(self.leaves)

    def grow(self, by: int) -> None:
        first = self.size
        self.leaves += [leaf_hash(str(n).encode()) for n in range(first, first + by)]
        self.shown = self.size

    def rewritten(self, leaf: int) -> "ALog":
        """The same log with another event in this place, and the same key."""
        other = ALog(key=self._key)
        other.leaves, other.shown = [*self.leaves], self.size
        other.leaves[leaf] = leaf_hash(b"forged")
        return other

    def tile(self, level: int, index: int, count: int) -> bytes:
        span = 1 << HEIGHT * level
        starts = range(index * WIDTH * span, (index * WIDTH + count) * span, span)
        return b"".join(
            row_root(b"".join(self.leaves[start : start + span])) for start in starts
        )

    def tree(self, size: int | None = None) -> StoredTree:
        return StoredTree(self.size if size is None else size, self.tile)

    def note(self, size: int | None = None) -> str:
        text = str(Checkpoint(self.key.name, self.tree(size).head()))
        return f"{text}\n{self._key.line(text)}"

    def submission(self, old: int, size: int | None = None) -> Submission:
        new = self.tree(size)
        proof = new.consistency_proof(old) if old <= new.size else []
        return Submission(old, proof, self.note(size))

    def app(self) -> Starlette:
        def checkpoint(request: Request) -> Response:
            return PlainTextResponse(self.note(self.shown))

        def tile(request: Request) -> Response:
            self.asked += 1
            level = request.path_params["level"]
            index, width = tile_at(request.path_params["path"])
            if index * WIDTH + width > self.size >> HEIGHT * level:
                return PlainTextResponse("", 404)
            return Response(self.tile(level, index, width))

        return Starlette(
            routes=[
                Route("/checkpoint", checkpoint),
                Route("/tile/{level:int}/{path:path}", tile),
            ]
        )


class Clock:
    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        return self.now

    def goes_on(self, **by: float) -> None:
        self.now += timedelta(**by)
