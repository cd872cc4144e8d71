"""One spelling for each JSON value, so that digests and signatures agree."""

import json
from typing import Any


def canonical(value: Any) -> bytes:
    """Keys sorted, no spaces, UTF-8 unescaped; numbers must be integers."""
    return json.dumps(
        value, sort_keys=True, separators=(",", ":"), ensure_ascii=False
    ).encode()
