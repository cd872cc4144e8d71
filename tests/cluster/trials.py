"""What befalls a cluster while people write, and what they were told meanwhile."""

from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic, sleep

from eventsourcing.persistence import OperationalError

from infrastructure.postgres import Database
from tests.cluster.line import LOOPBACK
from tests.cluster.machines import Cluster, Machine
from tests.cluster.serving import Registry, Told, writing
from tests.fire.running import until

ENOUGH = 60  # acknowledgements after a trial
ALONE = 15.0  # seconds that a leader is left without standbys
IN_FLIGHT = 1.0  # seconds in which what a standby had confirmed may still be told


@dataclass(frozen=True)
class Struck:
    """Seconds until another led, where that was to happen."""

    led_after: float | None = None


Strike = Callable[[Cluster, Told], Struck]


def postgres_is_killed(cluster: Cluster, told: Told) -> Struck:
    leader = cluster.the_leader()
    leader.kill_postgres()
    return _another_leads(cluster, leader)


def machine_is_killed(cluster: Cluster, told: Told) -> Struck:
    leader = cluster.the_leader()
    leader.kill()
    struck = _another_leads(cluster, leader)
    leader.start()
    return struck


def leader_changes_place(cluster: Cluster, told: Told) -> Struck:
    leader, [to, _], began = cluster.the_leader(), cluster.standbys(), monotonic()
    cluster.switch_over(to)
    return _another_leads(cluster, leader, began)


def member_of_etcd_is_killed(cluster: Cluster, told: Told) -> Struck:
    cluster.etcd.kill(0)
    _goes_on(told)
    cluster.etcd.revive(0)
    return Struck()


def both_standbys_are_killed(cluster: Cluster, told: Told) -> Struck:
    standbys = cluster.standbys()
    for each in standbys:
        each.kill()
    since = monotonic() + IN_FLIGHT
    sleep(ALONE)
    alone = [when for when in told.when if when > since]
    assert not alone, f"{len(alone)} acknowledged without a replica"
    for each in standbys:
        each.start()
    return Struck()


def leader_is_frozen(cluster: Cluster, told: Told) -> Struck:
    """It holds its connections, says nothing, and wakes up believing that it leads."""
    leader = cluster.the_leader()
    leader.freeze()
    struck = _another_leads(cluster, leader)
    _goes_on(told)
    leader.thaw()
    return struck


def leader_is_cut_off(cluster: Cluster, told: Told) -> Struck:
    """From etcd, standbys and the registry; those on its own machine still reach it."""
    leader = cluster.the_leader()
    for line in leader.lines():
        line.cut()
    _confirms_nothing(cluster, leader)
    struck = _another_leads(cluster, leader)
    until(lambda: leader.tells().get("role") != "primary", 0.2, cluster.said)
    _goes_on(told)
    for line in leader.lines():
        line.mend()
    return struck


TRIALS: dict[str, Strike] = {
    "`kill -9` of the leader's PostgreSQL": postgres_is_killed,
    "`kill -9` of the leader's PostgreSQL and Patroni": machine_is_killed,
    "planned switchover": leader_changes_place,
    "`kill -9` of one member of etcd": member_of_etcd_is_killed,
    f"both standbys killed, back after {ALONE:.0f} s": both_standbys_are_killed,
    "leader frozen, and thawed when another leads": leader_is_frozen,
    "leader's network cut, and mended when another leads": leader_is_cut_off,
}


def run(name: str, cluster: Cluster, registry: Registry) -> str:
    """One row of the report. Raises AssertionError where a promise is broken."""
    with writing(registry) as told:
        struck = TRIALS[name](cluster, told)
        _goes_on(told)
        until(cluster.is_whole, 0.2, cluster.said)
        _goes_on(told)
    assert not told.failures, (told.failures[0], registry.said()[-2000:])
    lost, doubled = told.lost(registry), told.doubled(registry)
    led = "-" if struck.led_after is None else f"{struck.led_after:.1f}"
    cells = [name, led, f"{told.longest_pause():.1f}", len(told.receipts)]
    cells += [len(told.unanswered), lost, doubled]
    assert (lost, doubled) == (0, 0), cells
    return f"| {' | '.join(map(str, cells))} |"


def loses(cluster: Cluster, registry: Registry) -> str:
    """The control: nobody waits for standbys, and they are behind. It must lose, and who
    adds to a contact that is lost is told that there is none."""
    cluster.ask({"synchronous_mode": False, "synchronous_mode_strict": False})
    cluster.synchronous = False
    until(cluster.is_whole, 0.2, cluster.said)
    leader = cluster.the_leader()
    with writing(registry) as told:
        leader.for_peers.cut()
        _goes_on(told)
        leader.kill()
        leader.for_peers.mend()
        struck = _another_leads(cluster, leader)
        _goes_on(told)
    lost = told.lost(registry)
    assert lost, f"none of {len(told.receipts)} acknowledged was lost"
    name = "control: asynchronous, standbys behind, machine killed"
    pause = f"{told.longest_pause():.1f}"
    cells = [name, f"{struck.led_after:.1f}", pause, len(told.receipts)]
    return f"| {' | '.join(map(str, [*cells, len(told.unanswered), lost, '-']))} |"


def _another_leads(
    cluster: Cluster, former: Machine, since: float | None = None
) -> Struck:
    began = since or monotonic()
    until(lambda: cluster.leader(besides=former), 0.1, cluster.said)
    return Struck(monotonic() - began)


def _goes_on(told: Told) -> None:
    before = len(told.receipts)
    until(lambda: len(told.receipts) > before + ENOUGH, 0.05)


def _confirms_nothing(cluster: Cluster, leader: Machine) -> None:
    """Whoever still reaches it gets no commit confirmed, while another may lead."""
    address = (
        f"postgresql://postgres:{cluster.password}@{LOOPBACK}:{leader.port}/postgres"
    )
    with Database(
        address, pool_size=1, max_overflow=0, statement_timeout=1
    ) as database:
        try:
            with database.transaction(commit=True) as db:
                db.execute("SELECT pg_logical_emit_message(true, 'genfind', '')")
        except OperationalError:
            return
    raise AssertionError("a leader that is cut off confirmed a commit")
