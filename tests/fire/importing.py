"""Journals that are brought in, and what becomes of them when that is interrupted."""

import json
import re
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

from api.composition import now
from infrastructure.mapper import spelled
from tests.fire.running import Demo, begun, genfind, until
from tests.fire.sending import Sent, recorded

LINES = 600  # of which each save takes 200
SAID = re.compile(r"(\d+) recorded, (\d+) known before, (\d+) refused")
BY = {"id": "K-1147", "role": "OFFICER", "district": "1467"}


def imported_in_spite_of_a_kill(demo: Demo) -> list[str]:
    """Killed when something is recorded, then repeated; what is wrong after that."""
    contacts = [Sent.registration() for _ in range(LINES)]
    with TemporaryDirectory() as folder:
        file = Path(folder) / "journal.jsonl"
        file.write_text("".join(map(_line, contacts)))
        with (Path(folder) / "said").open("w") as output:
            first = begun(demo.home, "import", str(file), output=output)
            until(lambda: first.poll() is not None or recorded(demo, *contacts), 0.01)
            first.kill()
            first.wait()
        again = genfind(demo.home, "import", file)
    there = Counter(map(tuple, recorded(demo, *contacts).values()))
    found = [] if there == {("ContactRegistered",): LINES} else [str(there)]
    [counts] = SAID.findall(again.stderr) or [(0, 0, LINES)]
    new, known, refused = map(int, counts)
    if again.returncode or refused or not (new and known) or new + known != LINES:
        found.append(f"{again.returncode}: {again.stderr}")
    return found


def _line(contact: Sent) -> str:
    line = {
        "at": spelled(now()),
        "by": BY,
        "do": "RegisterContact",
        "id": str(contact.id),
        "with": json.loads(contact.body),
    }
    return json.dumps(line) + "\n"
