"""What operators watch, for Prometheus; labels never hold personal words."""

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

MILLISECONDS = (0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5)


class Metrics:
    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.appended = Counter(
            "genfind_events_appended", "Events stored", registry=self.registry
        )
        self.batch = Histogram(
            "genfind_append_batch_events",
            "Events in one flush",
            buckets=(1, 2, 4, 8, 16, 32, 64, 128, 256, 400),
            registry=self.registry,
        )
        self.append_seconds = Histogram(
            "genfind_append_seconds",
            "Time of one flush",
            buckets=MILLISECONDS,
            registry=self.registry,
        )
        self.refused = Counter(
            "genfind_refusals",
            "Answers that were no, by status",
            ["status"],
            registry=self.registry,
        )
        self.seconds = Histogram(
            "genfind_request_seconds",
            "Time to answer, by route",
            ["method", "route"],
            buckets=MILLISECONDS,
            registry=self.registry,
        )
        self.working = Gauge(
            "genfind_requests_working", "Requests at work", registry=self.registry
        )
        self.waiting = Gauge(
            "genfind_requests_waiting",
            "Requests in line for their turn",
            registry=self.registry,
        )
        self.lag = Gauge(
            "genfind_projection_lag_events",
            "Events recorded and not yet in the read models",
            ["log"],
            registry=self.registry,
        )
        self.seal_lag = Gauge(
            "genfind_seal_lag_seconds",
            "Age of the oldest event that is not in the transparency log",
            registry=self.registry,
        )
        self.quorum_lag = Gauge(
            "genfind_quorum_lag_seconds",
            "How long the oldest head of the log that is not published has waited",
            registry=self.registry,
        )
        self.alarms = Gauge(
            "genfind_transparency_alarms",
            "Alarms of the transparency log since it began, by kind",
            ["kind"],
            registry=self.registry,
        )
        self.parked = Gauge(
            "genfind_parked",
            "Whether a read model stands before an event that it can't follow",
            ["read_model"],
            registry=self.registry,
        )
        self.attention = Gauge(
            "genfind_attention",
            "What is overdue or forgotten, by list and district",
            ["list", "district"],
            registry=self.registry,
        )

    def observe_batch(self, events: int, seconds: float) -> None:
        self.appended.inc(events)
        self.batch.observe(events)
        self.append_seconds.observe(seconds)
