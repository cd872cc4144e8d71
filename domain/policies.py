"""Whose signatures make a checkpoint one to rely on (C2SP tlog-policy), in one file:

    log <vkey>
    witness <name> <vkey> [<URL>]
    group <name> <all, any or how many> <names of witnesses and groups>
    quorum <name of a witness or group, or none>

Lines that begin with # tell people something.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Self

from domain.notes import BadNote, PublicKey, SignatureType

NONE = "none"


@dataclass(frozen=True)
class Witness:
    name: str  # in the policy
    key: PublicKey
    url: str | None = None


@dataclass(frozen=True)
class Group:
    name: str
    least: int  # of its members
    members: tuple[str, ...]


@dataclass(frozen=True)
class Policy:
    logs: tuple[PublicKey, ...]
    witnesses: tuple[Witness, ...]
    groups: tuple[Group, ...]
    quorum: str

    @property
    def origin(self) -> str:
        return self.logs[0].name

    @property
    def keys(self) -> list[PublicKey]:
        return [*self.logs, *(each.key for each in self.witnesses)]

    def __str__(self) -> str:
        """The file that it is read from."""
        return "".join(
            [
                *(f"log {key}\n" for key in self.logs),
                *(_line("witness", w.name, w.key, w.url) for w in self.witnesses),
                *(_line("group", g.name, g.least, *g.members) for g in self.groups),
                f"quorum {self.quorum}\n",
            ]
        )

    def is_met(self, signers: Collection[PublicKey]) -> bool:
        """Whether the log has signed, and enough others with it."""
        if not any(key in signers for key in self.logs):
            return False
        return self.quorum == NONE or self._is_met(self.quorum, signers)

    def _is_met(self, name: str, signers: Collection[PublicKey]) -> bool:
        for witness in self.witnesses:
            if witness.name == name:
                return witness.key in signers
        [group] = [each for each in self.groups if each.name == name]
        met = [self._is_met(member, signers) for member in group.members]
        return sum(met) >= group.least

    @classmethod
    def of(cls, log: PublicKey) -> Self:
        """Nobody but the log itself is asked: provisional, until others witness it."""
        return cls((log,), (), (), NONE)

    @classmethod
    def read(cls, text: str) -> Self:
        """Raises BadNote, naming the line."""
        logs: list[PublicKey] = []
        witnesses: list[Witness] = []
        groups: list[Group] = []
        quorum: str | None = None
        for number, words in _lines(text):
            known = {NONE, *(w.name for w in witnesses), *(g.name for g in groups)}
            match words:
                case ["log", vkey] | ["log", vkey, _]:
                    logs.append(_key(number, vkey, SignatureType.NOTE))
                case ["witness", name, vkey] | ["witness", name, vkey, _] if (
                    name not in known
                ):
                    key = _key(number, vkey, SignatureType.COSIGNATURE)
                    witnesses.append(Witness(name, key, *words[3:]))
                case ["group", name, least, *members] if (
                    name not in known and members and known - {NONE} >= {*members}
                ):
                    groups.append(
                        Group(name, _least(number, least, members), tuple(members))
                    )
                case ["quorum", name] if name in known and quorum is None:
                    quorum = name
                case _:
                    raise BadNote(f"Line {number} of the policy can't be understood.")
        if not logs or quorum is None:
            raise BadNote("A policy names a log and a quorum.")
        policy = cls(tuple(logs), tuple(witnesses), tuple(groups), quorum)
        policy._refuse_who_counts_twice()
        return policy

    def _refuse_who_counts_twice(self) -> None:
        """Else one who holds two keys could be a quorum of two."""
        if {key.name for key in self.logs} != {self.origin}:
            raise BadNote("All keys of the log in a policy have one name.")
        names = [self.origin, *(each.key.name for each in self.witnesses)]
        members = [member for group in self.groups for member in group.members]
        if len(set(names)) < len(names) or len(set(members)) < len(members):
            raise BadNote("Nobody in a policy may count twice.")


def _line(*words: object) -> str:
    return " ".join(str(word) for word in words if word is not None) + "\n"


def _lines(text: str) -> Iterator[tuple[int, list[str]]]:
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip() and not line.startswith("#"):
            yield number, line.split()


def _key(number: int, vkey: str, type: SignatureType) -> PublicKey:
    try:
        key = PublicKey.read(vkey)
    except BadNote as error:
        raise BadNote(f"Line {number} of the policy: {error}") from None
    if key.type is not type:
        raise BadNote(f"Line {number} of the policy: a key of another type.")
    return key


def _least(number: int, told: str, members: list[str]) -> int:
    match told:
        case "all":
            return len(members)
        case "any":
            return 1
        case _ if told.isdecimal() and 1 <= int(told) <= len(members):
            return int(told)
    raise BadNote(f"Line {number} of the policy: all, any, or as many as there are.")
