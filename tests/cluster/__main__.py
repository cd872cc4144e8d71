"""`make cluster`: what befalls three servers, then a restore to a moment; or one of them."""

import signal
import sys

from rich.console import Console

from tests.benchmarks.report import put
from tests.cluster import restoring, trials
from tests.cluster.machines import Cluster, cluster
from tests.cluster.serving import Registry, registry

TITLE = "Three servers under Patroni, whatever becomes of them"
HEAD = [
    "| what | another led, s | longest pause, s | told | sent again | lost | doubled |",
    "|---|---|---|---|---|---|---|",
]
console = Console(stderr=True)


def faults(cluster: Cluster, registry: Registry) -> None:
    rows = list(HEAD)
    for name in trials.TRIALS:
        rows.append(trials.run(name, cluster, registry))
        console.print(rows[-1], soft_wrap=True)
    live = registry.shown()
    registry.run("rebuild")
    assert registry.shown() == live, "the read models differ from a rebuild"
    registry.run("doctor")
    rows.append(trials.loses(cluster, registry))
    console.print(rows[-1], soft_wrap=True)
    put(TITLE, rows, "make cluster ONLY=faults")


def restore(cluster: Cluster, registry: Registry) -> None:
    rows = restoring.drill(cluster, registry)
    console.print("\n".join(rows), soft_wrap=True)
    put("A restore to a moment with Barman", rows, "make cluster ONLY=restore")


PARTS = {"faults": faults, "restore": restore}


def main(names: list[str]) -> None:
    """Those of these names; all, if none is named. Each on a cluster of its own."""
    signal.signal(
        signal.SIGTERM, signal.default_int_handler
    )  # so that all is cleared away
    for name in names or PARTS:
        with cluster() as machines, registry(machines) as serving:
            PARTS[name](machines, serving)


if __name__ == "__main__":
    main(sys.argv[1:])
