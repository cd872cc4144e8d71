"""Files that outlive a power cut: a name leads to the whole of a file, or to none."""

import os
from pathlib import Path
from tempfile import mkstemp


def sync(*paths: Path) -> None:
    """Of a file its bytes, of a folder its names are on the disk from here on."""
    for path in paths:
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def replace(file: Path, content: bytes, mode: int = 0o600) -> None:
    """In place of what is there, whole and durable when it returns."""
    handle, part = mkstemp(dir=file.parent, prefix=f"{file.name}.")
    try:
        with os.fdopen(handle, "wb") as new:
            new.write(content)
            os.fchmod(new.fileno(), mode)
        sync(Path(part))
        Path(part).replace(file)
    except BaseException:
        Path(part).unlink()
        raise
    sync(file.parent)
