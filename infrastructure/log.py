"""Structured logs without personal words: events have names, values come from a list."""

import logging
import sys
from pathlib import Path
from traceback import extract_tb

import structlog

SAFE = {  # what may ever stand in a log line
    "event", "level", "timestamp", "error", "method", "route", "status", "seconds",
    "position", "projection", "lag", "count", "port", "role", "reason", "frames",
    "witness",
}  # fmt: skip


def redact(_: object, __: str, entry: structlog.typing.EventDict) -> dict[str, object]:
    """Whoever logs something new must say here that it holds no personal words."""
    return {
        name: value if name in SAFE else "withheld" for name, value in entry.items()
    }


class Withholding(logging.Handler):
    """Of what a library logs: who, how bad, where. Its message could hold any words."""

    def emit(self, record: logging.LogRecord) -> None:
        error = record.exc_info[1] if record.exc_info else None
        log = structlog.get_logger()
        tell = log.error if record.levelno >= logging.ERROR else log.warning
        tell(
            record.name,
            error=type(error).__name__ if error else None,
            frames=frames(error) if error else [_place(record.pathname, record.lineno)],
        )


def frames(error: BaseException) -> list[str]:
    """Where it was raised, from the outside in: of each frame its file and line alone."""
    trace = extract_tb(error.__traceback__)
    return [_place(frame.filename, frame.lineno or 0) for frame in trace]


def _place(file: str, line: int) -> str:
    return f"{Path(file).name}:{line}"


def configure() -> None:
    """For the whole process, once."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            redact,
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )
    logging.basicConfig(handlers=[Withholding(logging.WARNING)], force=True)
