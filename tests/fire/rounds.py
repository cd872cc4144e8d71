"""Rounds of load, attack, help and examination, on one registry after another."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from itertools import cycle, islice
from time import monotonic

from tests.fire import attacks, disks
from tests.fire.attacks import Stage
from tests.fire.checking import Found, Told, examined, examined_whole
from tests.fire.loading import Load, everybody
from tests.fire.running import Demo, demo_home
from tests.fire.sending import Sent

Opens = Callable[[], AbstractContextManager[Stage]]
AT_THE_END = "nothing more, at the end"


@dataclass
class Round:
    attack: str
    found: Found
    seconds: float = 0  # from the first help until something new is acknowledged


def rounds(stage: Stage, count: int, enough: int) -> Iterator[Round]:
    """The stage's attacks in turn, each when so many commands are acknowledged; last of
    all the registry as a whole is held to everything that it has told."""
    told = Told()
    for attack in islice(cycle(stage.attacks), count):
        load = Load(stage.writers)
        seconds = struck(stage, attack, load, enough)
        yield Round(attack, examined(stage.demo, load), seconds)
        told.add(load.receipts)
    yield Round(AT_THE_END, examined_whole(stage.demo, told))


def struck(stage: Stage, attack: str, load: Load, enough: int) -> float:
    with load.under_way() as stop:
        load.reaches(enough)
        stage.attacks[attack](load)
        stop.set()
        began = monotonic()
        stage.revive()
    everybody(stage.writers[:1], [Sent.registration()])
    return monotonic() - began


def _on_the_disk(opens: Callable[[Demo], AbstractContextManager[Stage]]) -> Opens:
    @contextmanager
    def opened() -> Iterator[Stage]:
        with demo_home() as demo, opens(demo) as stage:
            yield stage

    return opened


STAGES: Mapping[str, Opens] = {
    "killed": _on_the_disk(attacks.killed),
    "sealer_killed": _on_the_disk(attacks.sealer_killed),
    "two_servers": _on_the_disk(attacks.two_servers),
    "cut_from_postgres": _on_the_disk(attacks.cut_from_postgres),
    "full_disk": disks.full_disk,
    "power_cut": disks.power_cut,
}
