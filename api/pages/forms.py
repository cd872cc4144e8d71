"""What is typed into forms: nothing of it is lost when some of it can't be used."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, NamedTuple, TypeVar

from fastapi import Depends, Request
from pydantic import UUID7, BaseModel, TypeAdapter, ValidationError
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException

FORM = "application/x-www-form-urlencoded"
KEY, VERSION = "key", "version"  # hidden in each form
UNUSABLE = "Kan ikke bruges"
SAYS = {  # by pydantic's code
    "missing": "Skal udfyldes",
    "string_too_short": "Skal udfyldes",
    "string_too_long": "Er for langt",
    "too_short": "Skal udfyldes",
    "enum": "Vælg en af mulighederne",
    "date_from_datetime_parsing": "Skriv en dato",
    "date_parsing": "Skriv en dato",
    "datetime_from_date_parsing": "Skriv dato og klokkeslæt",
    "int_parsing": "Skriv et helt tal",
    "greater_than": "Er for lille",
    "greater_than_equal": "Er for lille",
    "less_than": "Er for stort",
    "less_than_equal": "Er for stort",
}
Kind = TypeVar("Kind", bound=BaseModel)
a_key = TypeAdapter(UUID7)


class Problem(NamedTuple):
    field: str  # its name in the form
    text: str


@dataclass(frozen=True)
class Typed:
    """The fields of a form as they came, by name; blank ones too."""

    fields: Mapping[str, str]

    def __getitem__(self, name: str) -> str:
        return self.fields.get(name, "")

    def filled(self) -> dict[str, str]:
        """Without blank ones, whose defaults then apply, and what the form hides."""
        hidden = (KEY, VERSION)
        return {
            name: text
            for name, text in self.fields.items()
            if name not in hidden and text.strip()
        }

    @property
    def key(self) -> str | None:
        """Of this form: sent twice, it counts once. Raises HTTPException 422."""
        try:
            return str(a_key.validate_python(self[KEY])) if self[KEY] else None
        except ValidationError:
            raise HTTPException(422) from None

    @property
    def version(self) -> int | None:
        """Of the thing, as whoever typed this has seen it."""
        return int(self[VERSION]) if self[VERSION].isdecimal() else None


async def _typed(request: Request) -> Typed:
    """Raises HTTPException 415 where the body is no form."""
    media = request.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    if media != FORM:
        raise HTTPException(415)
    async with request.form(max_fields=1_000) as form:
        fields = {
            name: text
            for name, text in form.items()
            if not isinstance(text, UploadFile)
        }
    return Typed(fields)


TheForm = Annotated[Typed, Depends(_typed)]


def parsed(
    kind: type[Kind],
    told: Mapping[str, object],
    says: Mapping[str, str] | None = None,
) -> Kind | list[Problem]:
    """What was told as this kind; or each field that is wrong, once.

    `says` has the page's own sentence for a field, where there is one.
    """
    try:
        return kind.model_validate(told)
    except ValidationError as error:
        found: dict[str, str] = {}
        for each in error.errors():
            name = ".".join(str(part) for part in each["loc"]) or "form"
            text = (says or {}).get(name) or SAYS.get(each["type"], UNUSABLE)
            found.setdefault(name, text)
        return [Problem(name, text) for name, text in found.items()]


class Notice(NamedTuple):
    kind: str  # success, warning or error: how the design system calls it
    text: str


@dataclass(frozen=True)
class Outcome:
    """What came of a form, for the page that shows it again."""

    status: int = 200
    notice: Notice | None = None
    form: str = ""  # which of the page's forms: its name
    problems: list[Problem] = field(default_factory=list)
    typed: Typed = field(default_factory=lambda: Typed({}))

    def kept(self, form: str) -> Typed:
        """What was typed into this form, if it is the one that came back."""
        return self.typed if form == self.form else Typed({})

    def wrong(self, form: str) -> Mapping[str, str | None]:
        """By field, what is wrong in this form; nothing where there is nothing."""
        problems = self.problems if form == self.form else []
        return defaultdict(lambda: None, problems)
