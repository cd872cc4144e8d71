"""One witness of the log, as it is asked for its line under a checkpoint."""

from typing import Protocol

from domain.merkle import TreeHead
from domain.notes import SIZE, Checkpoint, Note
from domain.policies import Policy, Witness
from domain.submissions import Submission, place_of
from infrastructure.alarms import Alarm
from infrastructure.remote import Answer, NoAnswer
from infrastructure.signing import signed_by
from infrastructure.transparency_log import TransparencyLog

OK, NOT_FOUND, OTHER_SIZE, CONTRADICTED = 200, 404, 409, 422
REFUSALS = (400, 403, 404)
ATTEMPTS = 3  # for one checkpoint, each from the size that the witness told


class Alarming(Exception):
    """Somebody must look at it; asking again may help."""

    def __init__(self, alarm: Alarm) -> None:
        super().__init__(alarm.value)
        self.alarm = alarm


class Forked(Alarming):
    """This witness knows another log than ours, so nothing more may be signed."""


class Asks(Protocol):
    def get(self, path: str) -> Answer: ...
    def post(self, path: str, body: str) -> Answer: ...


class AskedWitness:
    def __init__(
        self, witness: Witness, policy: Policy, tree: TransparencyLog, remote: Asks
    ) -> None:
        self._key, self._logs, self._origin = witness.key, policy.logs, policy.origin
        self._tree, self._remote = tree, remote
        self._known = 0  # the size from which a proof must begin

    def compare(self, head: TreeHead) -> None:
        """Raises Forked where it shows a head that the log has signed and that is larger
        than ours, or another; Alarming where it shows none; NoAnswer.
        """
        newest = self.newest()
        if newest is None:
            return
        _, shown = newest
        if shown.size > head.size:
            raise Forked(Alarm.WITNESS_AHEAD)
        if shown != self._tree.tree(shown.size).head():
            raise Forked(Alarm.WITNESS_CONTRADICTS)

    def hand_in(self, size: int, note: str) -> None:
        """Keeps its line. Raises Forked, Alarming and NoAnswer."""
        for _ in range(ATTEMPTS):
            proof = self._tree.tree(size).consistency_proof(self._known)
            told = str(Submission(self._known, proof, note))
            answer = self._remote.post("add-checkpoint", told)
            if answer.status == OK:
                self._keep(size, note, answer)
                self._known = size
                return
            self._refused(answer)
            if self._known > size:  # another sealer was here; a newer one comes
                return
        raise Alarming(Alarm.WITNESS_WAVERS)

    def _refused(self, answer: Answer) -> None:
        if answer.status == CONTRADICTED:
            raise Forked(Alarm.WITNESS_CONTRADICTS)
        if answer.status in REFUSALS:
            raise Alarming(Alarm.WITNESS_REFUSES)
        if answer.status != OTHER_SIZE:
            raise NoAnswer(f"It answers {answer.status}.")
        self._known = self._size(answer)
        if self._known > self._tree.head().size:
            self._known = 0
            raise Forked(Alarm.WITNESS_AHEAD)

    def _size(self, answer: Answer) -> int:
        told = answer.body.removesuffix(b"\n").decode("ascii", "replace")
        if not SIZE.fullmatch(told):
            raise Alarming(Alarm.WITNESS_WAVERS)
        return int(told)

    def _keep(self, size: int, note: str, answer: Answer) -> None:
        try:
            told = Note.read(f"{Note.read(note).text}\n{answer.text}")
            time = signed_by(told, [self._key])[self._key]
        except (ValueError, KeyError):
            raise Alarming(Alarm.BAD_COSIGNATURE) from None
        if time < self._tree.cosigned_last(self._key, below=size):
            raise Alarming(Alarm.OLD_COSIGNATURE)
        ours = (self._key.name, self._key.id)
        [signature, *_] = [each for each in told.signatures if each.of == ours]
        _, signed = signature.split(self._key.type)
        self._tree.keep_cosignature(size, self._key.line(signed, time))

    def newest(self) -> tuple[str, TreeHead] | None:
        """What it shows as the last checkpoint that it has cosigned, signed by the log; the
        witness's own line is not looked at. Raises Alarming and NoAnswer.
        """
        answer = self._remote.get(place_of(self._origin))
        if answer.status == NOT_FOUND:
            return None
        if answer.status != OK:
            raise NoAnswer(f"It answers {answer.status}.")
        try:
            note = Note.read(answer.text)
            checkpoint = Checkpoint.read(note.text)
            believed = signed_by(note, self._logs)
        except ValueError:
            raise Alarming(Alarm.WITNESS_WAVERS) from None
        if not believed or checkpoint.origin != self._origin:
            raise Alarming(Alarm.WITNESS_WAVERS)
        return answer.text, checkpoint.tree
