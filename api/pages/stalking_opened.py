"""A stalking course that is opened, with the contacts that led to it."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode
from uuid import UUID

from fastapi import Request, Response

from api.doors import parts
from api.pages import danish
from api.pages.forms import Notice, Outcome, Problem, Typed, parsed
from api.pages.reasons import reason_for
from api.pages.stalking_forms import Opening, citizen_in, opening
from api.pages.stalking_found import citizen_told
from api.pages.stalking_lists import HERE
from api.pages.stalking_words import ids_of
from api.pages.templates import page
from api.pages.told import done
from domain.event import By
from domain.stalking_courses import LinkContact, OpenStalkingCourse, stalking_courses
from infrastructure.asked import Asked, Receipt

FORM = "ny"
BASIS = "Samme parter"


@dataclass(frozen=True)
class NewCourse:
    """Its form, and what comes of it."""

    request: Request
    by: By
    now: datetime

    def asked(self, victim: UUID | None, contact: UUID | None) -> Response:
        """The form, with what is known already."""
        known = {"victim": victim, "contacts": contact}
        fields = {name: str(id) for name, id in known.items() if id}
        fields["course"] = str(parts(self.request).new_id())
        return self._shown(Outcome(form=FORM, typed=Typed(fields)))

    def opened(self, typed: Typed) -> Response:
        """Sent twice it is one course: the form has its id, and each link a key."""
        new, people = opening(typed), self._people(typed)
        command = parsed(OpenStalkingCourse, {**people, "district": self.by.district})
        problems = [each for each in people.values() if isinstance(each, Problem)]
        if problems or isinstance(command, list):
            return self._shown(Outcome(422, None, FORM, problems, typed))
        first = Asked(stalking_courses, new.course, command, self.by)
        asked = [first, *self._links(new, typed.key)]
        answers = parts(self.request).registry.execute_all(asked)
        if not isinstance(answers[0], Receipt):
            said = Notice("error", danish.refusal(str(answers[0])))
            return self._shown(Outcome(409, said, FORM, typed=typed))
        receipts = [each for each in answers if isinstance(each, Receipt)]
        newest = max(receipts, key=lambda receipt: receipt.position)
        left = len(answers) - len(receipts)
        more = {"uden": left} if left else {}
        return done(f"{HERE}/{new.course}", command, newest, **more)

    def _links(self, new: Opening, key: str | None) -> list[Asked]:
        return [
            Asked(
                stalking_courses,
                new.course,
                LinkContact(contact=contact, basis=BASIS),
                self.by,
                f"{key}/{contact}",
            )
            for contact in new.contacts
        ]

    def _people(self, typed: Typed) -> dict[str, UUID | Problem]:
        """By field; who is blank is left out, but for the victim."""
        reason = reason_for(self.request, HERE)
        named = [name for name in ("victim", "suspect") if typed[name].strip()]
        return {
            name: citizen_told(
                self.request, self.by, self.now, reason, name, typed[name]
            )
            for name in dict.fromkeys(["victim", *named])
        }

    def _shown(self, outcome: Outcome) -> Response:
        typed = outcome.typed
        victim, contacts = citizen_in(typed["victim"]), typed["contacts"].split()
        again = {"borger": victim, "henvendelse": contacts[0] if contacts else None}
        asked = urlencode({name: id for name, id in again.items() if id})
        return page(
            self.request,
            "stalking/new.html",
            outcome.status,
            outcome=outcome,
            ids=ids_of(outcome),
            kept=typed,
            victim=victim,
            contacts=contacts,
            back=f"{HERE}/ny?{asked}",
            reason=reason_for(self.request, HERE),
        )
