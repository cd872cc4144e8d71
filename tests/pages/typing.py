"""Somebody who registers a contact by keyboard alone, and how much there is to press."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from playwright.sync_api import Page, expect

NAME = """
(({name, tagName, textContent}) => tagName === "BUTTON" ? textContent.trim() : name)(
  document.activeElement)
"""
CHOSEN = "document.activeElement.value"
LABEL = "text => [...document.activeElement.options].find(o => o.value === text).text"
ANOTHER = "parties.1.role"
FAR = 60  # stops of Tab: nothing is further away than that


@dataclass
class Typist:
    """`keys` are without `prose`, the letters of what the citizen tells."""

    page: Page
    keys: int = 0
    prose: int = 0
    visited: list[str] = field(default_factory=list)

    def press(self, key: str) -> None:
        self.page.keyboard.press(key)
        self.keys += 1

    def here(self) -> str:
        """Where the focus is: a field's name, or the text of a button."""
        name: str = self.page.evaluate(NAME)
        if name not in self.visited:
            self.visited.append(name)
        return name

    def goes_to(self, name: str, key: str = "Tab") -> None:
        for _ in range(FAR):
            if self.here() == name:
                return
            self.press(key)
        raise AssertionError(f"{name} is nowhere")

    def tells(self, value: str) -> None:
        """Into the field with the focus, whatever it is."""
        kind = self.page.evaluate("document.activeElement.type")
        if kind == "textarea":
            self.page.keyboard.type(value)
            self.prose += len(value)
        elif kind == "checkbox":
            self.press("Space")
        elif kind == "select-one":
            self._chooses(value)
        else:
            self.page.keyboard.type(value)
            self.keys += len(value)

    def _chooses(self, value: str) -> None:
        """By the first letters, until the list shows it."""
        letters = iter(self.page.evaluate(LABEL, value).lower())
        while self.page.evaluate(CHOSEN) != value:
            self.press(next(letters))


def form_of(contact: Mapping[str, Any]) -> dict[str, str]:
    """What of a contact is to be typed, by the form's fields."""
    plain = ("channel", "kind", "narrative", "municipality", "place", "patrol")
    told = {
        name: contact[name] for name in (*plain, "late_reason") if contact.get(name)
    }
    told |= {flag: "true" for flag in ("feels_unsafe", "told_to_stop") if contact[flag]}
    for n, act in zip(count(), contact["acts"]):
        told |= {f"acts.{n}.kind": act["kind"], f"acts.{n}.count": str(act["count"])}
    for n, party in zip(count(), contact["parties"]):
        words = ("role", "name", "cpr", "phone", "safe_contact", "email", "address")
        told |= {f"parties.{n}.{w}": party[w] for w in words if party.get(w)}
    return told


def registers(page: Page, told: Mapping[str, str], before: Mapping[str, str]) -> Typist:
    """From the form as it opens until it is sent; `before` is above where it begins."""
    typist = Typist(page)
    assert typist.here() == "kind"
    for name, value in before.items():
        typist.goes_to(name, "Shift+Tab" if typist.here() == "kind" else "Tab")
        typist.tells(value)
    typist.goes_to("kind")
    typist.tells(told["kind"])
    expect(page.locator("[name=shown_kind]")).to_have_value(told["kind"])
    left = {name for name, value in told.items() if not _stands(page, name, value)}
    while left:
        here = typist.here()
        if here in left:
            typist.tells(told[here])
            left.remove(here)
        elif here == "Tilføj part" and ANOTHER in left:
            typist.press("Enter")
            expect(page.locator(f"[name='{ANOTHER}']")).to_be_focused()
            continue
        if left:
            typist.press("Tab")
    typist.press("Enter")
    return typist


def _stands(page: Page, name: str, value: str) -> bool:
    field = page.locator(f"[name='{name}']")
    if not field.count():
        return False
    checked: bool = field.evaluate("field => field.type === 'checkbox'")
    return not checked and field.input_value() == value
