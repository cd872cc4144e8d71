"""All witnesses of the log: each is asked in a thread of its own, so that one that is
down holds up neither sealing nor the others.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from threading import Condition, Thread
from threading import Event as Flag
from time import monotonic

import structlog

from domain.merkle import TreeHead
from domain.policies import Policy, Witness
from infrastructure.alarms import Alarm, Alarms
from infrastructure.asked_witness import Alarming, AskedWitness, Forked
from infrastructure.remote import PATIENCE, NoAnswer, Remote
from infrastructure.transparency_log import InDoubt, TransparencyLog

FIRST, LONGEST = 1.0, 15.0  # seconds until it is asked again
SILENT = 60.0  # seconds without a line, after which somebody is told
log = structlog.get_logger()


class Witnesses:
    def __init__(
        self, tree: TransparencyLog, policy: Policy | None, alarms: Alarms
    ) -> None:
        self.alarms, self._tree = alarms, tree
        self._policy = policy
        found = policy.witnesses if policy else ()
        self._asked: Sequence[Witness] = [each for each in found if each.url]
        self._doubt: str | None = None  # stays until somebody has come
        self._newest: tuple[int, str] = (0, "")
        self._news = Condition()

    def compare(self, head: TreeHead) -> None:
        """Raises InDoubt where one of them knows a larger tree than ours, or another. Who
        does not answer is asked later.
        """
        self.raise_doubt()
        _leave(self._each(self._compare, head))
        self.raise_doubt()

    def tell(self, size: int, note: str) -> None:
        """A checkpoint, as the log alone has signed it."""
        with self._news:
            self._newest = size, note
            self._news.notify_all()

    def raise_doubt(self) -> None:
        if self._doubt:
            raise InDoubt(self._doubt)

    @contextmanager
    def at_work(self) -> Iterator[None]:
        stop = Flag()
        threads = self._each(self._work, stop)
        try:
            yield
        finally:
            stop.set()
            with self._news:
                self._news.notify_all()
            _leave(threads)

    def _each(self, do: Callable[..., None], *about: object) -> list[Thread]:
        """Daemons: whoever never comes to an end must not keep the process."""
        threads = [
            Thread(target=do, args=(each, *about), name=each.name, daemon=True)
            for each in self._asked
        ]
        for thread in threads:
            thread.start()
        return threads

    def _work(self, witness: Witness, stop: Flag) -> None:
        with self._talking(witness) as asked:
            done, pause, since = 0, FIRST, None
            while (told := self._next(done, stop)) and not self._doubt:
                if self._hand_in(witness, asked, *told):
                    done, pause, since = told[0], FIRST, None
                    continue
                since = since or monotonic()
                if monotonic() - since > SILENT:
                    self.alarms.sound(Alarm.WITNESS_SILENT, witness.name)
                stop.wait(pause)
                pause = min(pause * 2, LONGEST)

    def _next(self, done: int, stop: Flag) -> tuple[int, str] | None:
        """The newest checkpoint, once it is larger than what was done."""
        with self._news:
            self._news.wait_for(lambda: stop.is_set() or self._newest[0] > done)
            return None if stop.is_set() else self._newest

    def _hand_in(
        self, witness: Witness, asked: AskedWitness, size: int, note: str
    ) -> bool:
        try:
            asked.hand_in(size, note)
        except Alarming as error:
            self._alarm(witness, error)
            return False
        except NoAnswer as error:
            log.warning("no line", witness=witness.name, reason=str(error))
            return False
        except Exception as error:  # noqa: BLE001 - the database may come back
            log.error("no line", witness=witness.name, error=type(error).__name__)  # noqa: TRY400
            return False
        self.alarms.settle(witness.name)
        return True

    def _compare(self, witness: Witness, head: TreeHead) -> None:
        try:
            with self._talking(witness) as asked:
                asked.compare(head)
        except Alarming as error:
            self._alarm(witness, error)
        except NoAnswer as error:
            log.warning("not compared", witness=witness.name, reason=str(error))
        except InDoubt as error:  # of what is stored here
            self._doubt = str(error)
        except Exception as error:  # noqa: BLE001 - the database may come back
            log.error("not compared", witness=witness.name, error=type(error).__name__)  # noqa: TRY400

    def _alarm(self, witness: Witness, error: Alarming) -> None:
        self.alarms.sound(error.alarm, witness.name)
        if isinstance(error, Forked):
            self._doubt = f"The witness {witness.name} knows another tree than ours."

    @contextmanager
    def _talking(self, witness: Witness) -> Iterator[AskedWitness]:
        if not (self._policy and witness.url):
            raise ValueError(witness.name)
        with Remote(witness.url, {"Content-Type": "text/plain"}) as remote:
            yield AskedWitness(witness, self._policy, self._tree, remote)


def _leave(threads: Sequence[Thread]) -> None:
    """When they have ended, or have had time enough to; one that ends later harms nobody:
    what it finds is checked like anything else.
    """
    ends = monotonic() + 2 * PATIENCE
    for thread in threads:
        thread.join(max(0.0, ends - monotonic()))
