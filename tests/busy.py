"""A registry with room for nobody."""

from collections.abc import Iterator
from contextlib import contextmanager

from fastapi import FastAPI

from api.turns import Busy, Turns


class Full(Turns):
    def __init__(self, why: Exception) -> None:
        super().__init__(at_work=0, surge=0, standing=0)
        self.why = why

    @property
    def is_full(self) -> bool:
        return True

    def refusal(self, caller: str) -> Exception:
        return self.why


@contextmanager
def room_for_nobody(
    app: FastAPI, which: str = "turns", why: Exception | None = None
) -> Iterator[None]:
    before = app.state[which]
    app.state[which] = Full(why or Busy())
    try:
        yield
    finally:
        app.state[which] = before
