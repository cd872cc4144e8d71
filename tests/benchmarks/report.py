"""The report, docs/benchmarks.md: one section for each thing that is measured."""

import platform
import re
from pathlib import Path

import psutil

from api.composition import now

REPORT = Path(__file__).parents[2] / "docs" / "benchmarks.md"


def put(title: str, rows: list[str], command: str) -> None:
    """In place of the section of this title, else at the end; says where and how."""
    told = f"Measured by `{command}`: {machine()}."
    section = "\n".join([f"## {title}", "", told, "", *rows])
    head, *sections = re.split(
        r"\n+(?=## )", REPORT.read_text(encoding="utf-8").strip()
    )
    titles = [each.splitlines()[0] for each in sections]
    if f"## {title}" in titles:
        sections[titles.index(f"## {title}")] = section
    else:
        sections.append(section)
    REPORT.write_text("\n\n".join([head, *sections]) + "\n", encoding="utf-8")


def machine() -> str:
    memory = psutil.virtual_memory().total // 2**30
    return (
        f"{now():%Y-%m-%d}, {platform.system()} {platform.machine()},"
        f" {psutil.cpu_count()} cores shared by server, database and callers,"
        f" {memory} GiB, Python {platform.python_version()}, PostgreSQL embedded"
    )
