"""Every head is handed to the witnesses; what they answer is checked before it counts."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event as Flag

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from api.mirrored import create_app
from domain.merkle import TreeHead
from domain.notes import Checkpoint, Note, SignatureType
from domain.policies import Policy
from domain.submissions import Submission
from infrastructure.alarms import Alarm, Alarms, count_alarms
from infrastructure.asked_witness import Alarming, AskedWitness, Forked
from infrastructure.cosigner import Cosigner
from infrastructure.postgres import Database
from infrastructure.recorder import GroupCommitRecorder
from infrastructure.remote import Answer, NoAnswer
from infrastructure.sealer import Sealer
from infrastructure.signing import SigningKey, signed_by
from infrastructure.tile_files import TileFiles
from infrastructure.transparency_log import InDoubt
from infrastructure.witnesses import Witnesses
from tests.infrastructure.a_log import Clock
from tests.infrastructure.appending import recording, until
from tests.infrastructure.following import running
from tests.infrastructure.sealing_all import ORIGIN, Sealing, by_force, events
from tests.loopback import served

KEY = SigningKey(
    "oversight.example/witness/1", SignatureType.COSIGNATURE, bytes(range(32, 64))
)
OTHER = SigningKey("other.example/witness/1", SignatureType.COSIGNATURE, bytes(32))


class Scripted:
    """A witness that answers what the test says, and remembers what it was asked."""

    def __init__(self, *answers: Answer | Exception) -> None:
        self.answers, self.asked = [*answers], []

    def get(self, path: str) -> Answer:
        return self._answer()

    def post(self, path: str, body: str) -> Answer:
        self.asked.append(Submission.read(body))
        return self._answer()

    def _answer(self) -> Answer:
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer


def policy_of(log, *witnesses) -> Policy:
    named = [f"w{nth}" for nth, _ in enumerate(witnesses)]
    told = [f"log {log}"]
    told += [
        f"witness {name} {key} {url}"
        for name, (key, url) in zip(named, witnesses, strict=True)
    ]
    told += [f"group all all {' '.join(named)}", "quorum all"]
    return Policy.read("\n".join(told))


@pytest.fixture
def grow(addresses, seal) -> Callable[[int], TreeHead]:
    """Seals so many more events."""

    def more(number: int) -> TreeHead:
        with recording(addresses.archive) as recorder:
            recorder.insert_events(events(number))
        seal.sealer.catch_up()
        return seal.log.head()

    return more


@pytest.fixture
def ask(seal):
    """A scripted witness, and how it is asked."""

    def of(*answers):
        policy = policy_of(seal.signer.key, (KEY.public, "http://127.0.0.1:1"))
        remote = Scripted(*answers)
        [witness] = policy.witnesses
        return AskedWitness(witness, policy, seal.log, remote), remote

    return of


def ok(text: str, time: int = 1, key: SigningKey = KEY) -> Answer:
    return Answer(200, key.line(text, time).encode())


def newest(seal: Sealing) -> tuple[int, str, str]:
    note = seal.log.last_signed()
    text = Note.read(note).text
    return (
        Checkpoint.read(text).tree.size,
        f"{text}\n{note.split(chr(10) * 2)[1]}",
        text,
    )


def cosigned(seal: Sealing) -> dict[str, int]:
    note = Note.read(seal.log.last_signed())
    found = signed_by(note, [KEY.public, OTHER.public])
    return {key.name: time for key, time in found.items()}


def test_a_line_that_is_right_is_kept(seal, grow, ask):
    grow(5)
    size, note, text = newest(seal)
    witness, remote = ask(ok(text, 7))
    witness.hand_in(size, note)
    assert cosigned(seal) == {KEY.public.name: 7}
    assert remote.asked == [Submission(0, [], note)]


def test_whoever_knows_another_size_gets_a_proof_from_there(seal, grow, ask):
    old = grow(300)
    grow(300)
    size, note, text = newest(seal)
    witness, remote = ask(Answer(409, b"300\n"), ok(text))
    witness.hand_in(size, note)
    assert [each.old for each in remote.asked] == [0, 300]
    assert seal.log.head().extends(old, remote.asked[1].proof)
    assert cosigned(seal) == {KEY.public.name: 1}


@pytest.mark.parametrize(
    ("answer", "alarm"),
    [
        (lambda text: Answer(400, b""), Alarm.WITNESS_REFUSES),
        (lambda text: Answer(403, b""), Alarm.WITNESS_REFUSES),
        (lambda text: Answer(404, b""), Alarm.WITNESS_REFUSES),
        (lambda text: Answer(409, b"many"), Alarm.WITNESS_WAVERS),
        (lambda text: Answer(409, b""), Alarm.WITNESS_WAVERS),
        (lambda text: ok(text.replace("\n5\n", "\n4\n")), Alarm.BAD_COSIGNATURE),
        (lambda text: ok(text.replace("genfind", "other")), Alarm.BAD_COSIGNATURE),
        (lambda text: ok(text, key=OTHER), Alarm.BAD_COSIGNATURE),
        (lambda text: Answer(200, b""), Alarm.BAD_COSIGNATURE),
        (lambda text: Answer(200, b"\xff\n"), Alarm.BAD_COSIGNATURE),
        (lambda text: Answer(200, text.encode()), Alarm.BAD_COSIGNATURE),
    ],
)
def test_what_is_no_line_under_this_checkpoint_is_an_alarm(
    seal, grow, ask, answer, alarm
):
    grow(5)
    size, note, text = newest(seal)
    witness, _ = ask(*[answer(text)] * 3)
    with pytest.raises(Alarming) as told:
        witness.hand_in(size, note)
    assert told.value.alarm is alarm
    assert not isinstance(told.value, Forked)
    assert cosigned(seal) == {}


def test_a_witness_that_never_agrees_with_itself_is_not_asked_for_ever(seal, grow, ask):
    grow(5)
    size, note, _ = newest(seal)
    witness, remote = ask(*[Answer(409, b"%d\n" % (n % 3)) for n in range(9)])
    with pytest.raises(Alarming):
        witness.hand_in(size, note)
    assert len(remote.asked) == 3


def test_a_time_before_an_earlier_one_is_refused(seal, grow, ask):
    grow(5)
    size, note, text = newest(seal)
    witness, remote = ask(ok(text, 100))
    witness.hand_in(size, note)
    grow(5)
    size, note, text = newest(seal)
    for time in (0, 99):
        remote.answers = [ok(text, time)]
        with pytest.raises(Alarming) as told:
            witness.hand_in(size, note)
        assert told.value.alarm is Alarm.OLD_COSIGNATURE
    assert cosigned(seal) == {}
    remote.answers = [ok(text, 100)]
    witness.hand_in(size, note)
    assert cosigned(seal) == {KEY.public.name: 100}


def test_a_witness_that_knows_another_tree_is_a_fork(seal, grow, ask):
    grow(5)
    size, note, _ = newest(seal)
    for answer, alarm in (
        (Answer(422, b""), Alarm.WITNESS_CONTRADICTS),
        (Answer(409, b"6\n"), Alarm.WITNESS_AHEAD),
    ):
        witness, _ = ask(answer)
        with pytest.raises(Forked) as told:
            witness.hand_in(size, note)
        assert told.value.alarm is alarm


@pytest.mark.parametrize(
    "answer", [NoAnswer("gone"), Answer(500, b""), Answer(301, b"")]
)
def test_whoever_does_not_answer_is_asked_later(seal, grow, ask, answer):
    grow(5)
    size, note, text = newest(seal)
    witness, _ = ask(answer, ok(text))
    with pytest.raises(NoAnswer):
        witness.hand_in(size, note)
    witness.hand_in(size, note)
    assert cosigned(seal) == {KEY.public.name: 1}


def test_what_a_witness_shows_is_compared_with_what_is_stored(seal, grow, ask):
    grow(5)
    _, first, _ = newest(seal)
    head = grow(5)

    def signed(tree: TreeHead) -> Answer:
        text = str(Checkpoint(ORIGIN, tree))
        return Answer(200, f"{text}\n{seal.signer._key.line(text)}".encode())  # noqa: SLF001

    ours = (Answer(404, b""), Answer(200, first.encode()), signed(head))
    witness, _ = ask(*ours)
    for _ in ours:
        witness.compare(head)
    for answer, alarm in (
        (signed(TreeHead(11, head.root)), Alarm.WITNESS_AHEAD),
        (signed(TreeHead(10, bytes(32))), Alarm.WITNESS_CONTRADICTS),
        (signed(TreeHead(5, bytes(32))), Alarm.WITNESS_CONTRADICTS),
    ):
        with pytest.raises(Forked) as told:
            ask(answer)[0].compare(head)
        assert told.value.alarm is alarm
    nobodys = signed(TreeHead(11, head.root)).body.replace(b"\n11\n", b"\n12\n")
    for body in (b"", b"x", nobodys, first.replace(ORIGIN, "x").encode()):
        with pytest.raises(Alarming) as told:
            ask(Answer(200, body))[0].compare(head)
        assert not isinstance(told.value, Forked)


@contextmanager
def with_witnesses(addresses, seal, *witnesses) -> Iterator[tuple[Sealer, Database]]:
    policy = policy_of(seal.signer.key, *witnesses)
    with Database(addresses.archive, role="genfind_sealer", schema="archive") as db:
        asked = Witnesses(seal.log, policy, Alarms(db))
        yield (
            Sealer(GroupCommitRecorder(db), seal.log, seal.signer, asked),
            db,
        )


@pytest.fixture
def cosigner(tmp_path, seal) -> Cosigner:
    folder = tmp_path / "witness"
    folder.mkdir()
    return Cosigner(folder, KEY.public.name, [seal.signer.key], Clock())


@pytest.fixture
def record(addresses) -> Iterator[Callable[[int], object]]:
    with recording(addresses.archive) as recorder:
        yield lambda number: recorder.insert_events(events(number))


def test_one_that_is_down_holds_up_neither_sealing_nor_the_other(
    addresses, seal, cosigner, record, tmp_path
):
    app = create_app(cosigner, TileFiles(tmp_path))
    down = (OTHER.public, "http://127.0.0.1:1")
    with (
        served(app) as url,
        with_witnesses(addresses, seal, (cosigner.key, url), down) as (sealer, _),
        running(sealer),
    ):
        for number in (5, 300):
            before = cosigner.tree.size
            record(number)
            until(lambda before=before: before < cosigner.tree.size)
        until(lambda: cosigner.tree.size == 305)
        until(lambda: policy_met(seal, cosigner))
    assert seal.log.head().size == 305


def policy_met(seal: Sealing, cosigner: Cosigner) -> bool:
    note = Note.read(seal.log.last_signed())
    return cosigner.key in signed_by(note, [cosigner.key])


def test_one_that_comes_back_gets_what_it_has_missed(
    addresses, seal, cosigner, record, tmp_path, monkeypatch
):
    for name, seconds in (("FIRST", 0.1), ("LONGEST", 0.1), ("SILENT", 0.3)):
        monkeypatch.setattr(f"infrastructure.witnesses.{name}", seconds)
    app = create_app(cosigner, TileFiles(tmp_path))
    with served(app) as url:
        port = int(url.rpartition(":")[2])
    with (
        with_witnesses(addresses, seal, (cosigner.key, url)) as (sealer, db),
        running(sealer),
    ):
        for _ in range(2):
            before = seal.log.head().size
            record(10)
            until(lambda before=before: seal.log.head().size > before)
            assert (
                seal.log.last_met(policy_of(seal.signer.key, (cosigner.key, url)))
                is None
            )
        until(lambda: count_alarms(db)[Alarm.WITNESS_SILENT] == 1)
        with served(app, port):
            until(lambda: cosigner.tree == seal.log.head())


def test_in_doubt_nothing_more_is_signed_and_somebody_is_told(
    addresses, seal, cosigner, record, tmp_path
):
    """The witness has seen another sixth event."""
    app = create_app(cosigner, TileFiles(tmp_path))
    record(5)
    seal.sealer.catch_up()
    with (
        served(app) as url,
        with_witnesses(addresses, seal, (cosigner.key, url)) as (
            sealer,
            db,
        ),
    ):
        with running(sealer):
            until(lambda: cosigner.tree.size == 5)
        cosigner.newest = cosigner.note, TreeHead(6, bytes(32))
        record(1)
        with running(sealer):
            until(lambda: count_alarms(db)[Alarm.IN_DOUBT] > 0)
        assert count_alarms(db)[Alarm.WITNESS_CONTRADICTS] == 1
    assert Checkpoint.read(Note.read(seal.log.last_signed()).text).tree.size == 6


def test_a_start_is_refused_while_a_witness_shows_more_than_we_have(
    addresses, seal, cosigner, record, as_admin, tmp_path
):
    app = create_app(cosigner, TileFiles(tmp_path))
    record(5)
    seal.sealer.catch_up()
    _, note, _ = newest(seal)
    cosigner.add(Submission(0, [], note))
    before = (tmp_path / "signer/last-signed").read_text()
    record(2)
    seal.sealer.catch_up()
    _, note, _ = newest(seal)
    cosigner.add(Submission(5, seal.log.tree(7).consistency_proof(5), note))
    by_force(
        as_admin.archive,
        "delete from transparency.checkpoint where size > 5",
        "delete from transparency.head where size > 5",
        "delete from transparency.leaf where idx >= 5",
        "delete from archive.stored_events where notification_id > 5",
    )
    (tmp_path / "signer/last-signed").write_text(before)
    record(1)
    with (
        served(app) as url,
        with_witnesses(addresses, seal, (cosigner.key, url)) as (sealer, db),
    ):
        with pytest.raises(InDoubt):
            sealer.catch_up()
        assert count_alarms(db)[Alarm.WITNESS_AHEAD] == 1
    assert newest(seal)[0] == 5


def test_an_alarm_is_told_once_until_all_is_well(addresses, seal):
    with Database(addresses.archive, role="genfind_sealer", schema="archive") as db:
        alarms = Alarms(db)
        for settled in (None, "another", "one"):
            alarms.sound(Alarm.WITNESS_SILENT, "one")
            alarms.sound(Alarm.WITNESS_SILENT, "one")
            alarms.settle(settled)
        assert count_alarms(db)[Alarm.WITNESS_SILENT] == 1
        alarms.sound(Alarm.WITNESS_SILENT, "one")
        assert count_alarms(db)[Alarm.WITNESS_SILENT] == 2
        assert count_alarms(db)[Alarm.WITNESS_AHEAD] == 0


def test_one_that_answers_without_end_is_given_up(addresses, seal, record):
    async def endless(request: Request) -> Response:
        return Response(b"x" * 300_000)

    record(3)
    seal.sealer.catch_up()
    app = Starlette(routes=[Route("/add-checkpoint", endless, methods=["POST"])])
    size, note, _ = newest(seal)
    with served(app) as url:
        policy = policy_of(seal.signer.key, (KEY.public, url))
        asked = Witnesses(seal.log, policy, Alarms())
        [witness] = policy.witnesses
        with asked._talking(witness) as it, pytest.raises(NoAnswer):  # noqa: SLF001
            it.hand_in(size, note)


def test_one_that_answers_drop_by_drop_keeps_no_sealer_from_beginning(
    addresses, seal, record, monkeypatch
):
    monkeypatch.setattr("infrastructure.witnesses.PATIENCE", 0.1)
    asked, over = Flag(), Flag()

    def never(request: Request) -> Response:
        asked.set()
        over.wait(20)
        return Response("")

    record(3)
    app = Starlette(routes=[Route("/{path:path}", never, methods=["GET", "POST"])])
    with (
        served(app) as url,
        with_witnesses(addresses, seal, (KEY.public, url)) as (sealer, _),
    ):
        sealer.catch_up()
        assert asked.is_set()
        over.set()
    assert newest(seal)[0] == 3
