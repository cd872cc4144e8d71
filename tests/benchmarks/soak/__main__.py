"""Uses a demo for so many minutes, and says whether any of its processes grows."""

import os
import sys
from collections import Counter
from math import inf
from pathlib import Path
from time import monotonic, sleep

import altair as alt
from rich.console import Console

from api.pages.charts import svg
from tests.benchmarks.report import put
from tests.benchmarks.soak.using import Use
from tests.benchmarks.soak.verdict import Verdict, judged
from tests.benchmarks.soak.watching import POSTGRES, Series, Watch
from tests.fire.running import demo_home

EACH = 10.0  # seconds between two looks
BOUNDS = {"MiB": 12.0, "files": 12.0, "threads": 6.0}  # growth an hour
NOT_JUDGED = {(POSTGRES, "files"): inf}  # its cache: up to a thousand a process
PICTURE = Path(__file__).parents[3] / "docs" / "soak.svg"
console = Console(stderr=True)


def main(minutes: float) -> int:
    with demo_home() as demo:
        demo.start()
        watch, end = Watch(demo), monotonic() + 60 * minutes
        with Use(demo) as use:
            while monotonic() < end:
                watch.look()
                sleep(EACH)
        said = demo.said()
    verdicts = {
        what: judged(
            watch.series.seconds, values, NOT_JUDGED.get(what, BOUNDS[what[1]])
        )
        for what, values in watch.series.values.items()
    }
    rows = [*_rows(verdicts), "", *_met(use, said)]
    console.print("\n".join([*rows, *_errors(said)]))
    draw(watch.series, PICTURE)
    rows += ["", "![Memory of each process over the run.](soak.svg)"]
    put("A soak", rows, f"make soak MINUTES={minutes:g}")
    grows = any(each.leaks for each in verdicts.values())
    return int(grows or bool(use.failures) or "Traceback" in said or _broken(use.met))


def _rows(verdicts: dict[tuple[str, str], Verdict]) -> list[str]:
    told = [
        f"| {process} | {kind} | {each.first:.1f} | {each.last:.1f}"
        f" | {each.an_hour:+.1f} | {each.bound:.0f} | {_said(each)} |"
        for (process, kind), each in verdicts.items()
    ]
    return [
        "| process | what | once warm | at the end | growth an hour | bound | verdict |",
        "|---|---|---|---|---|---|---|",
        *told,
    ]


def _said(verdict: Verdict) -> str:
    if verdict.bound == inf:
        return "not judged"
    return "grows" if verdict.leaks else "flat"


def _met(use: Use, said: str) -> list[str]:
    met = ", ".join(f"{status} {n} times" for status, n in sorted(use.met.items()))
    failures = Counter(type(each).__name__ for each in use.failures)
    told = f"Answers: {met}. Visits that failed: {dict(failures) or 'none'}."
    return [f"{told} Tracebacks in the log: {said.count('Traceback')}."]


def _errors(said: str) -> list[str]:
    """What its processes have logged as an error, for whoever looks into it."""
    return [each for each in said.splitlines() if '"level": "error"' in each]


def _broken(met: Counter[int]) -> bool:
    return any(status >= 500 for status in met)


def draw(series: Series, file: Path) -> None:
    rows = [
        {"minutes": second / 60, "MiB": value, "process": process}
        for (process, kind), values in series.values.items()
        if kind == "MiB"
        for second, value in zip(series.seconds, values, strict=True)
    ]
    chart = (
        alt.Chart(alt.Data(values=rows), width=640, height=280)
        .mark_line()
        .encode(
            x=alt.X("minutes:Q", title="minutes"),
            y=alt.Y("MiB:Q", title="MiB of its own"),
            color=alt.Color("process:N", title=None),
        )
    )
    file.write_text(str(svg(chart)), encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main(float(os.environ.get("MINUTES", "30"))))
