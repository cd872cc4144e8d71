"""Whether what a log has signed is lost for good, and who has signed what of it last."""

from collections.abc import Iterator, Sequence

from domain.merkle import TreeHead
from domain.notes import BadNote, Note, PublicKey
from domain.policies import Policy, Witness
from infrastructure.asked_witness import Alarming, AskedWitness
from infrastructure.frozen_logs import Signed
from infrastructure.recorder import GroupCommitRecorder
from infrastructure.remote import NoAnswer, Remote
from infrastructure.sealer import brought_back
from infrastructure.signer import Signer
from infrastructure.signing import signed_by
from infrastructure.transparency_log import InDoubt, TransparencyLog


class CannotFork(Exception):
    """This log has not ended, or nobody can say so; the sentence says what to do."""


def signed_last(
    signer: Signer, policy: Policy, log: TransparencyLog, *, witnesses: bool = True
) -> list[Signed]:
    """By the signer, and what each witness has cosigned last; the largest comes last. All
    witnesses with an address must answer, unless none is asked. Raises CannotFork.
    """
    if not signer.last.size:
        raise CannotFork("This log has signed nothing: there is nothing to leave.")
    found = [Signed(signer.last, signer.note)]
    if witnesses:
        found += _witnessed(policy, log)
    roots = {each.tree for each in found}
    if len({tree.size for tree in roots}) < len(roots):
        raise CannotFork(
            "A witness holds another tree of one size than the signer: the log has shown"
            " two histories. Keep both checkpoints; no fork settles that."
        )
    # Of one size the one with a witness's line last: nothing of it may be left out.
    return sorted(found, key=lambda each: each.tree.size)


def _witnessed(policy: Policy, log: TransparencyLog) -> Iterator[Signed]:
    for witness in policy.witnesses:
        if witness.url is None:
            continue
        try:
            with Remote(witness.url) as remote:
                newest = AskedWitness(witness, policy, log, remote).newest()
            if newest:
                yield _cosigned(newest[0], newest[1], policy.logs, witness)
        except (NoAnswer, Alarming, BadNote):
            raise CannotFork(
                f"The witness {witness.name} does not show what it has cosigned last:"
                " have it put right. With --no-witnesses it is not asked."
            ) from None


def _cosigned(
    told: str, tree: TreeHead, logs: Sequence[PublicKey], witness: Witness
) -> Signed:
    """Raises BadNote."""
    note = Note.read(told)
    known = {(key.name, key.id): key for key in (*logs, witness.key)}
    times = signed_by(note, list(known.values()))
    lines = {
        key: key.line(each.split(key.type)[1], times[key])
        for each in note.signatures
        if (key := known.get(each.of))
    }
    by_log = "".join(line for key, line in lines.items() if key in logs)
    by_witness = [line for key, line in lines.items() if key not in logs]
    return Signed(tree, f"{note.text}\n{by_log}", by_witness)


def refuse_while_whole(
    events: GroupCommitRecorder, log: TransparencyLog, signed: Sequence[Signed]
) -> None:
    """Raises CannotFork unless something that was signed is missing, and nothing else is
    wrong; InDoubt where the stored tree is damaged.
    """
    head, end = log.head(), signed[-1].tree
    tree = log.growing(head.size)
    if tree.head() != head or log.size() != head.size:
        raise InDoubt("The stored tree is damaged: give genfind verify first.")
    for each in signed:
        if each.tree.size <= head.size and each.tree != log.tree(each.tree.size).head():
            raise CannotFork(
                f"The tree of {each.tree.size} leaves that was signed is not the one that"
                " is stored: this is rewritten, not lost. Give genfind verify."
            )
    if head.size >= end.size:
        raise CannotFork("Nothing is lost: the signer is not ahead. Start the sealer.")
    brought_back(events, log.last_sealed(), tree, end.size)
    if tree.head() == end:
        raise CannotFork(
            "Nothing is lost: all that was signed is here again. Start the sealer."
        )
