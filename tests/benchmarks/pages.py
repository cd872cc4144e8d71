"""Each page beside the JSON door that answers the same: how long the server takes."""

import re
from collections.abc import Callable
from html import unescape
from time import perf_counter

import httpx2

from domain.event import Role
from tests.benchmarks.load import Measured
from tests.fire.running import PLAIN, Demo, demo_home
from tests.pages.tour import STOPS, Stop

ASKED = 200  # times each, in turn with its door


def measure() -> list[str]:
    rows = [
        "| page | p50 ms | p95 ms | its door, p95 ms | ratio of p95 |",
        "|---|---|---|---|---|",
    ]
    with demo_home() as demo:
        demo.start()
        rows += [_row(each, *_beside(demo, each)) for each in STOPS if each.door]
    return rows


def _beside(demo: Demo, stop: Stop) -> tuple[Measured, Measured]:
    """Both in turn, so that whatever else the machine does burdens both alike."""
    pages, doors = signed_in(demo, stop.role), demo.client(stop.role)
    with pages, doors:
        if stop.purpose:
            thing = stop.thing or stop.path
            told = {"thing": thing, "back": thing, "purpose": stop.purpose}
            pages.post("/formaal", data=told | {"reference": ""})
            doors.headers["Access-Purpose"] = stop.purpose
        for _ in range(5):
            _took(lambda: pages.get(stop.path))
            _took(lambda: doors.get(stop.door))
        took = [
            (_took(lambda: pages.get(stop.path)), _took(lambda: doors.get(stop.door)))
            for _ in range(ASKED)
        ]
    page, door = (Measured(0, sorted(each)) for each in zip(*took, strict=True))
    return page, door


def _took(ask: Callable[[], httpx2.Response]) -> float:
    began = perf_counter()
    answer = ask()
    took = perf_counter() - began
    assert answer.status_code == 200, answer.text
    return took


def _row(stop: Stop, page: Measured, door: Measured) -> str:
    return (
        f"| {stop.name} | {page.at(0.5):.1f} | {page.at(0.95):.1f}"
        f" | {door.at(0.95):.1f} | {page.at(0.95) / door.at(0.95):.1f} |"
    )


def signed_in(demo: Demo, role: Role) -> httpx2.Client:
    """By the code flow, as a browser comes in; without TLS a client keeps no such cookie."""
    with httpx2.Client(base_url=demo.url, **PLAIN) as client:
        begun = client.get("/log-ind")
        people = client.get(begun.headers["Location"]).text
        chosen = next(
            each for each in re.findall(r'href="(\?[^"]+)"', people) if role in each
        )
        there = begun.headers["Location"].partition("?")[0] + unescape(chosen)
        back = client.get(there).headers["Location"]
        came = client.get(back, headers={"Cookie": _cookie(begun, "__Host-attempt")})
    headers = {
        "Cookie": _cookie(came, "__Host-sid"),
        "Sec-Fetch-Site": "same-origin",
    }
    return httpx2.Client(base_url=demo.url, headers=headers, **PLAIN)


def _cookie(answer: httpx2.Response, name: str) -> str:
    told = answer.headers.get_list("Set-Cookie")
    return next(each for each in told if each.startswith(f"{name}=")).partition(";")[0]
