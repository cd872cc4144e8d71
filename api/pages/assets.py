"""Style, scripts, fonts and pictures: from our own host, under their version."""

import json
from functools import cache
from hashlib import sha256
from pathlib import Path

from fastapi import FastAPI
from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

HERE = Path(__file__).parent
INSTALLED = HERE / "node_modules"
OWN = HERE / "static"
FOLDERS = {
    "dkfds": ("dist/css", "dist/fonts", "dist/img", "dist/js"),
    "htmx.org": ("dist",),
}
FOREVER = "public, max-age=31536000, immutable"


class MissingAssets(Exception):
    """What the pages are made of is not there; the sentence says how to get it."""


class Unchanging(StaticFiles):
    """Another version has another address, so browsers may keep what they have."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        response.headers["Cache-Control"] = FOREVER
        return response


def asset(package: str, file: str) -> str:
    return f"/assets/{package}-{_version(package)}/{file}"


def own(file: str) -> str:
    return f"/assets/genfind-{_digest()}/{file}"


def install(app: FastAPI) -> None:
    """Raises MissingAssets."""
    for package, folders in FOLDERS.items():
        for folder in folders:
            directory = INSTALLED / package / folder
            if not directory.is_dir():
                raise MissingAssets("The pages lack their assets: run make install.")
            app.mount(asset(package, folder), _served(directory))
    app.mount(own("").rstrip("/"), _served(OWN))


def _served(directory: Path) -> GZipMiddleware:
    """Compressed, as pages are not: those hold words, which their length could tell of."""
    return GZipMiddleware(Unchanging(directory=directory))


@cache
def _version(package: str) -> str:
    locked = json.loads((HERE / "package-lock.json").read_text(encoding="utf-8"))
    version: str = locked["packages"][f"node_modules/{package}"]["version"]
    return version


@cache
def _digest() -> str:
    """Of the names and contents of all our files."""
    digest = sha256()
    for file in sorted(OWN.iterdir()):
        digest.update(file.name.encode() + b"\0" + sha256(file.read_bytes()).digest())
    return digest.hexdigest()[:16]
