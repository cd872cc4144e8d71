"""Runs the registry: the API, and beside it the follower of both logs and the sealer."""

import socket
from contextlib import nullcontext
from importlib.resources import as_file, files

from fastapi import FastAPI
from rich.console import Console

from api.app import create_app
from api.beside import beside
from api.composition import Parts, now
from api.connections import most_connections
from api.demo_issuer import ISSUER, DemoIssuer, issuer_url
from api.demo_sign_in import DemoSignIn
from api.gate import Gate
from api.home import Home, composed
from api.keeper import keeper
from api.listening import listening, run
from domain.places import DISTRICTS
from domain.reactions import TOPICS
from infrastructure.code_flow import CodeFlow
from infrastructure.journal import Journal
from infrastructure.provider_keys import fetch, is_loopback
from infrastructure.settings import BadSettings, Settings
from infrastructure.sign_in import SignIn

console = Console(stderr=True)


def serve_registry(home: Home, *, projector: bool, sealer: bool) -> None:
    settings = home.settings
    if settings.issuer is None:
        raise BadSettings("Set GENFIND_ISSUER to where people sign in.")
    if home.is_demo:
        raise BadSettings("This home is a demo: set GENFIND_HOME to another folder.")
    sign_in = SignIn(
        settings.issuer,
        settings.audience,
        fetch,
        now,
        districts=DISTRICTS,
        roles_claim=settings.role_claim,
        district_claim=settings.district_claim,
        unit_claim=settings.unit_claim,
    )
    with (
        listening(settings.host, settings.port) as place,
        composed(home, sign_in, code_flow(settings, sign_in)) as parts,
        keeper(home),
        beside("project") if projector else nullcontext(),
        beside("seal") if sealer and home.signs else nullcontext(),
    ):
        _run(create_app(parts), place)


def demonstrate(home: Home, port: int, *, samples: bool) -> None:
    """Anybody may be anyone here, so it refuses any but a loopback address."""
    host = home.settings.host
    if not is_loopback(host):
        raise BadSettings("A demo is only for this machine: remove GENFIND_HOST.")
    with listening(host, port) as place:
        home.become_demo(port)
        issuer = DemoIssuer(home.path, issuer_url(port), now, host=host)
        sign_in = SignIn(
            issuer.issuer_url, "genfind", issuer.answer, now, districts=DISTRICTS
        )
        shown = home.settings.model_copy(
            update={"issuer": issuer.issuer_url, "port": port, "public_url": None}
        )
        flow = code_flow(shown, sign_in)
        with (
            composed(home, sign_in, flow) as parts,
            keeper(home),
            beside("project"),
            beside("seal"),
        ):
            if samples:
                load_samples(parts)
            app = create_app(parts)
            app.mount(ISSUER, issuer.app(DemoSignIn(issuer, now).routes()))
            _welcome(port)
            _run(app, place)


def code_flow(settings: Settings, sign_in: SignIn) -> CodeFlow:
    secret = settings.client_secret
    return CodeFlow(
        settings.issuer or "",
        settings.client_id,
        secret.get_secret_value() if secret else None,
        settings.public_url or f"http://127.0.0.1:{settings.port}",
        sign_in,
        fetch,
        settings.scope,
    )


def load_samples(parts: Parts) -> None:
    journal = Journal(parts.registry, TOPICS, set_clock=True)
    samples = (each for each in files("api.samples").iterdir() if ".jsonl" in each.name)
    for sample in sorted(samples, key=lambda each: each.name):
        with as_file(sample) as file:
            for outcome in journal.read(file):
                if outcome.reason:
                    console.print(f"{file.name}:{outcome.line}: {outcome.reason}")


def _welcome(port: int) -> None:
    here = f"http://127.0.0.1:{port}"
    console.print(f"genfind (demo) on {here}")
    console.print(f"  the screens          {here}/")
    console.print(f"  what the doors are   {here}/docs")
    console.print(f"  is it well?          {here}/health/ready")
    console.print("  a bearer token       .venv/bin/genfind token OFFICER")
    console.print("  stop                 Ctrl-C; everything recorded stays")


def _run(app: FastAPI, place: socket.socket) -> None:
    run(Gate(app), place, most_connections())
