"""The API's description for people: one page that loads nothing from another host."""

from html import escape
from typing import Any

from fastapi import FastAPI
from fastapi.responses import HTMLResponse

STYLE = (
    "body{font:16px/1.5 sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}"
    "code,pre{background:#f3f3f3;padding:.1rem .3rem}summary{cursor:pointer}"
    "pre{overflow:auto;padding:.6rem}h2{margin-top:2.5rem}b{font-family:monospace}"
)
HEADERS = {"Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'"}


def install(app: FastAPI) -> None:
    @app.get("/docs", include_in_schema=False, response_class=HTMLResponse)
    def docs() -> HTMLResponse:
        return HTMLResponse(page(app.openapi()), headers=HEADERS)


def page(description: dict[str, Any]) -> str:
    return (
        '<!doctype html><html lang="en"><meta charset="utf-8">'
        "<title>genfind API</title>"
        f"<style>{STYLE}</style><h1>genfind API</h1>"
        f"<p>{escape(description['info']['description'])}</p>"
        '<p>For programs: <a href="/openapi.json">openapi.json</a></p>'
        + "".join(
            _operation(method, path, operation)
            for path, methods in description["paths"].items()
            for method, operation in methods.items()
        )
        + "</html>"
    )


def _operation(method: str, path: str, operation: dict[str, Any]) -> str:
    rows = "".join(
        f"<li><code>{escape(each['name'])}</code> ({each['in']})"
        f" {escape(each.get('description', ''))}</li>"
        for each in operation.get("parameters", [])
    )
    answers = "".join(
        f"<li><code>{status}</code> {escape(answer['description'])}</li>"
        for status, answer in operation["responses"].items()
    )
    return (
        f"<details><summary><b>{method.upper()} {escape(path)}</b>"
        f" {escape(operation.get('summary', ''))}</summary>"
        f"<p>{escape(operation.get('description', ''))}</p>"
        f"<ul>{rows}</ul><p>Answers</p><ul>{answers}</ul></details>"
    )
