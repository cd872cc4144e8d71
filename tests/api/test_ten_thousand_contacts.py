"""One citizen who has turned to the police ten thousand times is read page by page."""

from datetime import timedelta

from domain.citizens import CitizenIdentified
from domain.contacts import ContactRegistered
from domain.event import By, Personal, Recorded, Role
from domain.people import Party, PartyRole
from tests.api.telling import HANDLING
from tests.ids import NOON, new_id

CONTACTS, SAVED, PAGE = 10_000, 400, 200
BY = By(id="K-1147", role=Role.OFFICER, district="1467")


def registered(citizen, place: int) -> Recorded:
    contact, at = new_id(), NOON - timedelta(minutes=place)
    event = ContactRegistered(
        number=f"H-{place}",
        received_at=at,
        channel="PHONE_114",
        district="1467",
        kind="STALKING",
        narrative=Personal(about=contact, text="Han står der igen."),
        parties=(Party(id=new_id(), role=PartyRole.VICTIM, citizen=citizen),),
    )
    return Recorded(contact, 1, NOON, BY, None, "AA==", event)


def test_every_one_of_them_is_shown_once_newest_first(parts, officer, read_models):
    citizen = new_id()
    name = Personal(about=citizen, text="Mette Rønnow")
    identified = Recorded(
        citizen, 1, NOON, BY, None, "AA==", CitizenIdentified(name=name)
    )
    told = [identified, *(registered(citizen, place) for place in range(CONTACTS))]
    for first in range(0, len(told), SAVED):
        parts.registry.save(*told[first : first + SAVED])
    read_models()

    path, shown, cursor = f"/citizens/{citizen}/history", [], None
    for _ in range(CONTACTS // PAGE):
        asked = {"limit": PAGE} | ({"cursor": cursor} if cursor else {})
        answer = officer.get(path, params=asked, headers=HANDLING).json()
        shown += [item["id"] for item in answer["items"]]
        cursor = answer["next"]
    assert cursor is None
    assert shown == [str(each.id) for each in told[1:]]
