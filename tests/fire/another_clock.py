"""The command `genfind`, whose clock is off by so many seconds as a file says.

The registry has one clock, and this puts another in its place before anybody has it.
"""

import os
import sys
from datetime import datetime, timedelta
from pathlib import Path

from api import beside, composition

COMMAND = [sys.executable, "-m", "tests.fire.another_clock"]
SETTING = "ANOTHER_CLOCK"
right = composition.now


def now() -> datetime:
    return right() + timedelta(seconds=int(Path(os.environ[SETTING]).read_text()))


def put(file: Path, off: int) -> None:
    """So many seconds, for whoever looks from here on."""
    part = file.with_name(f"{file.name}.part")
    part.write_text(str(off))
    part.rename(file)


def main() -> None:
    composition.now = now
    composition.compose.__wrapped__.__kwdefaults__["clock"] = now
    beside.GENFIND = tuple(COMMAND)
    from api.cli import main as genfind  # noqa: PLC0415 - it is to find this clock

    genfind()


if __name__ == "__main__":
    main()
