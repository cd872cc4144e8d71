"""The only place where the parts are put together."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from uuid_utils.compat import uuid7

from domain.break_glass import break_glass
from domain.disclosures import disclosures
from domain.origins import number_of
from domain.policies import Policy
from domain.reactions import LEADS_TO, OF_ITS_OWN, REACTIONS, TOPICS
from domain.words_about import NAMING_CITIZENS, NAMING_THINGS, subjects_told
from infrastructure.blind_index import BlindIndex
from infrastructure.code_flow import CodeFlow
from infrastructure.destructions import Destructions
from infrastructure.evidence import EvidenceRoom, Store
from infrastructure.evidence_in_database import EvidenceInDatabase
from infrastructure.frozen_logs import frozen, schema_of
from infrastructure.key_encryption import KeyEncryptionKey
from infrastructure.keys import Keys
from infrastructure.mail import MailServer
from infrastructure.metrics import Metrics
from infrastructure.news import News
from infrastructure.openings import Openings
from infrastructure.postgres import Addresses, Database
from infrastructure.projector import Projector
from infrastructure.recorder import GroupCommitRecorder
from infrastructure.registry import Registry
from infrastructure.sessions import Sessions
from infrastructure.sign_in import SignIn
from infrastructure.traces import StoredTraces
from infrastructure.transparency_log import TransparencyLog
from projections import ACCESS_LOG, READ_MODELS
from projections.follow_ups_waiting import stands

WRITER, PROJECTOR, READER = "genfind_writer", "genfind_projector", "genfind_reader"


def now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True)
class Published:
    """The transparency log as everybody may read it. Without a policy nothing is."""

    tree: TransparencyLog
    policy: Policy | None
    db: Database  # the log's tables, for those who measure
    former: Sequence[Policy] = ()  # of the logs that ended before this one began

    def log(self, number: int) -> TransparencyLog | None:
        """The one that has this number in its origin; None where there is none."""
        if self.policy and number == number_of(self.policy.origin):
            return self.tree
        with self.db.get_connection() as conn:
            there = number in frozen(conn)
        return TransparencyLog(self.db, schema_of(number)) if there else None


@dataclass(frozen=True)
class Forgetting:
    """How keys are destroyed: `wait` is the time from the request on that must go by."""

    traces: StoredTraces
    destructions: Destructions
    wait: timedelta


@dataclass(frozen=True)
class Parts:
    registry: Registry
    access_log: Registry
    keys: Keys
    blind_index: BlindIndex
    evidence: EvidenceRoom
    projector: Projector
    access_projector: Projector
    reader: Database
    sign_in: SignIn | None
    code_flow: CodeFlow | None
    sessions: Sessions
    openings: Openings
    queue_news: News
    metrics: Metrics
    clock: Callable[[], datetime]
    new_id: Callable[[], UUID]
    smallest_count: int  # that is published
    transparency: Published
    forgetting: Forgetting
    mail: MailServer | None


@contextmanager
def compose(
    addresses: Addresses,
    kek: KeyEncryptionKey,
    *,
    sign_in: SignIn | None = None,
    code_flow: CodeFlow | None = None,
    session_idle: timedelta = timedelta(minutes=30),
    session_longest: timedelta = timedelta(hours=8),
    clock: Callable[[], datetime] = now,
    new_id: Callable[[], UUID] = uuid7,
    follow_up_days: int = 7,
    smallest_count: int = 5,
    evidence_url: str | None = None,
    policy: Policy | None = None,
    former: Sequence[Policy] = (),
    erasure_wait: timedelta = timedelta(0),
    mail: MailServer | None = None,
) -> Iterator[Parts]:
    metrics = Metrics()
    with ExitStack() as opened:

        def database(
            url: str, role: str, schema: str = "public", most: int = 20
        ) -> Database:
            return opened.enter_context(
                Database(
                    url,
                    role=role,
                    schema=schema,
                    pool_size=1,
                    max_overflow=most - 1,
                    sure=url != addresses.views,
                )
            )

        def recorder(role: str, schema: str, most: int) -> GroupCommitRecorder:
            source = database(addresses.archive, role, schema, most)
            return GroupCommitRecorder(source, observe=metrics.observe_batch)

        beside = database(addresses.keys, WRITER)
        keys = Keys(beside, kek, clock)
        blind_index = BlindIndex(beside, keys.index)
        traces = StoredTraces(
            database(addresses.archive, WRITER, most=2),
            keys,
            subjects_told,
            NAMING_CITIZENS,
            NAMING_THINGS,
        )
        registry = Registry(
            recorder(WRITER, "archive", 20),
            keys,
            blind_index,
            [*TOPICS, *OF_ITS_OWN],
            REACTIONS,
            clock=clock,
            new_id=new_id,
            leads_to=LEADS_TO,
            follow_up_days=follow_up_days,
            traces=traces,
        )
        access_log = Registry(
            recorder(WRITER, "disclosures", 10),
            keys,
            blind_index,
            [disclosures, break_glass],
            {},
            clock=clock,
            new_id=new_id,
        )
        projector = Projector(
            recorder(PROJECTOR, "archive", 3),
            registry.mapper,
            database(addresses.views, PROJECTOR, "views"),
            READ_MODELS,
        )
        access_projector = Projector(
            recorder(PROJECTOR, "disclosures", 3),
            access_log.mapper,
            database(addresses.views, PROJECTOR, "views"),
            ACCESS_LOG,
        )
        store = opened.enter_context(evidence_store(evidence_url, addresses))
        reader = database(addresses.views, READER)
        published = database(addresses.archive, WRITER, most=10)
        signed_in = database(addresses.views, WRITER, most=10)

        def queues() -> Mapping[str, int]:
            with reader.transaction() as db:
                return stands(db)

        yield Parts(
            registry=registry,
            access_log=access_log,
            keys=keys,
            blind_index=blind_index,
            evidence=EvidenceRoom(store, keys, clock),
            projector=projector,
            access_projector=access_projector,
            reader=reader,
            sign_in=sign_in,
            code_flow=code_flow,
            sessions=Sessions(
                signed_in,
                clock,
                idle=session_idle,
                longest=session_longest,
            ),
            openings=Openings(signed_in, clock),
            queue_news=opened.enter_context(News(projector.source, queues)),
            metrics=metrics,
            clock=clock,
            new_id=new_id,
            smallest_count=smallest_count,
            transparency=Published(
                TransparencyLog(published), policy, published, former
            ),
            forgetting=Forgetting(traces, Destructions(beside, clock), erasure_wait),
            mail=mail,
        )


@contextmanager
def evidence_store(url: str | None, addresses: Addresses) -> Iterator[Store]:
    """The bucket that the URL names, or the archive's database."""
    if url:
        # Its client takes long to load, and most registries have no bucket.
        from infrastructure.evidence_in_bucket import EvidenceInBucket  # noqa: PLC0415

        yield EvidenceInBucket(url)
    else:
        with Database(
            addresses.archive, role=WRITER, pool_size=1, max_overflow=9, sure=True
        ) as db:
            yield EvidenceInDatabase(db)
