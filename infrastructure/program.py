"""Which program this is: another one may understand an event that ours stumbles over."""

from functools import cache
from hashlib import sha256
from importlib.resources import files

ROOMS = ("domain", "projections")  # all that decides what an event changes


@cache
def fingerprint() -> str:
    digest = sha256()
    for room in ROOMS:
        sources = (each for each in files(room).iterdir() if each.name.endswith(".py"))
        for source in sorted(sources, key=lambda each: each.name):
            digest.update(source.name.encode() + b"\n" + source.read_bytes())
    return digest.hexdigest()[:12]
