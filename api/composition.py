"""The only place where the parts are put together."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from uuid_utils.compat import uuid7

from domain.disclosures import disclosures
from domain.policies import Policy
from domain.reactions import LEADS_TO, OF_ITS_OWN, REACTIONS, TOPICS
from infrastructure.blind_index import BlindIndex
from infrastructure.code_flow import CodeFlow
from infrastructure.evidence import EvidenceRoom, Store
from infrastructure.evidence_in_database import EvidenceInDatabase
from infrastructure.key_encryption import KeyEncryptionKey
from infrastructure.keys import Keys
from infrastructure.metrics import Metrics
from infrastructure.news import News
from infrastructure.postgres import Addresses, Database
from infrastructure.projector import Projector
from infrastructure.recorder import GroupCommitRecorder
from infrastructure.registry import Registry
from infrastructure.sessions import Sessions
from infrastructure.sign_in import SignIn
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
    queue_news: News
    metrics: Metrics
    clock: Callable[[], datetime]
    new_id: Callable[[], UUID]
    smallest_count: int  # that is published
    transparency: Published


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
        )
        access_log = Registry(
            recorder(WRITER, "disclosures", 10),
            keys,
            blind_index,
            [disclosures],
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
                database(addresses.views, WRITER, most=10),
                clock,
                idle=session_idle,
                longest=session_longest,
            ),
            queue_news=opened.enter_context(News(projector.source, queues)),
            metrics=metrics,
            clock=clock,
            new_id=new_id,
            smallest_count=smallest_count,
            transparency=Published(TransparencyLog(published), policy, published),
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
