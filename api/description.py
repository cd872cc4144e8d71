"""The OpenAPI description: every answer that can come, and an example of every body."""

from collections.abc import Iterable
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from api.errors import TITLES
from api.examples import EXAMPLES

PROBLEM = {
    "type": "object",
    "description": "RFC 9457; `title` says in a sentence what to do.",
    "required": ["type", "title", "status"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["field", "code", "message"],
                "properties": {
                    name: {"type": "string"} for name in ("field", "code", "message")
                },
            },
        },
    },
}
MEANING = TITLES | {
    404: "There is nothing here under this id.",
    429: "You ask for too much; Retry-After says how long to wait.",
    409: "A rule, the clock or the archive says no; `title` says which.",
    410: "The key of this file is destroyed: it can never be read again.",
    413: "This is too large: send at most 1 MB, or a file of at most 25 MB.",
    415: "Send JSON, with Content-Type: application/json, or a file that is taken.",
    412: "The thing has moved on since the version in If-Match.",
    503: "Not confirmed: send the same again, after what Retry-After says.",
}
SEARCH = "/contacts/search"
FILES = {
    "/evidence/{sha256}": (404, 409),
    "/contacts/{id}/evidence/{annex}": (410,),
    "/contacts/{id}/receipt": (409,),
    "/contacts/{id}/receipt/words": (409,),
    "/contacts/{id}/receipt.pdf": (409,),
    "/stalking-courses/{id}/court-prints/{sha256}": (409, 410),
}
PUBLISHED = {  # to everybody
    "/checkpoint": (404, 503),
    "/tile/{level}/{path}": (404, 422, 503),
    "/archive/{number}/checkpoint": (404, 422, 503),
    "/archive/{number}/tile/{level}/{path}": (404, 422, 503),
}
ALWAYS, WITH_ID, WITH_BODY, COMMAND = (
    (401, 403, 422, 429, 503),
    (404,),
    (400, 413, 415),
    (409,),
)


def install(app: FastAPI) -> None:
    def describe() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = complete(_plain(app))
        return app.openapi_schema

    app.openapi = describe  # type: ignore[method-assign]


def field_names(description: dict[str, Any]) -> frozenset[str]:
    """Every name that is ours: an error may repeat these, and no others."""
    names = {
        name
        for schema in description["components"]["schemas"].values()
        for name in schema.get("properties", ())
    }
    for methods in description["paths"].values():
        for operation in methods.values():
            names |= {each["name"] for each in operation.get("parameters", ())}
    return frozenset(names | {name.replace("-", "_").lower() for name in names})


def complete(description: dict[str, Any]) -> dict[str, Any]:
    schemas = description["components"]["schemas"]
    schemas["Problem"] = PROBLEM
    for unused in ("HTTPValidationError", "ValidationError"):
        schemas.pop(unused, None)
    for path, methods in description["paths"].items():
        for operation in methods.values():
            if "security" in operation:
                _errors(path, operation)
            elif path in PUBLISHED:
                _tell(operation, PUBLISHED[path])
            _example(operation)
            for parameter in operation.get("parameters", ()):
                _never_null(parameter["schema"])
    return description


def _plain(app: FastAPI) -> dict[str, Any]:
    return get_openapi(
        title=app.title,
        version=app.version,
        description=app.description,
        routes=app.routes,
    )


def _errors(path: str, operation: dict[str, Any]) -> None:
    statuses = [*ALWAYS]
    if "{id}" in path:
        statuses += WITH_ID
    if "requestBody" in operation:
        statuses += WITH_BODY
    if operation["operationId"] in EXAMPLES and path != SEARCH:
        statuses += COMMAND
    statuses += FILES.get(path, ())
    if any(each["name"] == "if-match" for each in operation["parameters"]):
        statuses.append(412)
    _tell(operation, statuses)


def _tell(operation: dict[str, Any], statuses: Iterable[int]) -> None:
    schema = {"$ref": "#/components/schemas/Problem"}
    for status in sorted(statuses):
        operation["responses"][str(status)] = {
            "description": MEANING[status],
            "content": {"application/problem+json": {"schema": schema}},
        }


def _never_null(schema: dict[str, Any]) -> None:
    """What is optional in an address or header is left out: null can't be sent there."""
    kinds = [kind for kind in schema.get("anyOf", ()) if kind != {"type": "null"}]
    if len(kinds) == 1:
        del schema["anyOf"]
        schema |= kinds[0]


def _example(operation: dict[str, Any]) -> None:
    example = EXAMPLES.get(operation.get("operationId", ""))
    if example is not None:
        operation["requestBody"]["content"]["application/json"]["example"] = example
