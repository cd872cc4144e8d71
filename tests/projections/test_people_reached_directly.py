"""Who may only be reached directly is told with every name that a search shows."""

import pytest

from domain.citizens import InstructSafeContact
from domain.contacts import CorrectContact, contacts
from domain.people import SafeContact
from projections.contact_criteria import Criteria
from projections.contact_finding import search
from projections.suggestions import of_citizen, of_contact

ANY, DIRECT_ONLY = SafeContact.ANY, SafeContact.DIRECT_ONLY


@pytest.fixture
def shown(read_models):
    """How the one party of the one contact may be reached."""

    def shown():
        [item] = search(read_models.db, Criteria(name="Mette Holm")).items
        return item.parties[0].safe_contact

    return shown


@pytest.fixture
def instructed(decided):
    def instructed(citizen, how):
        decided(citizen, InstructSafeContact(safe_contact=how, reason="Hun bad om det"))

    return instructed


def test_what_the_contact_says_is_shown_and_can_be_corrected(read_models, told, shown):
    contact, party = told(name="Mette Holm", safe_contact=DIRECT_ONLY)
    assert shown() == DIRECT_ONLY
    field = f"parties.{party}.safe_contact"
    change = CorrectContact(field=field, old=DIRECT_ONLY, new=ANY, reason="Tastefejl")
    read_models.record(contacts, contact, change)
    assert shown() == ANY


def test_an_instruction_for_the_citizen_holds_for_her_contacts(
    known, told, shown, instructed
):
    mette = known(name="Mette Holm", phone="20304050")
    told(citizen=mette)
    for how in (ANY, DIRECT_ONLY, DIRECT_ONLY, ANY):
        instructed(mette, how)
        assert shown() == how


def test_it_is_told_of_whom_somebody_may_be(read_models, known, told, instructed):
    mette, other = (known(name="Mette Holm", phone="20304050") for _ in range(2))
    contact, _ = told(name="Mette Holm", phone="20304050")
    [suggestion] = of_citizen(read_models.db, mette)
    assert suggestion.safe_contact == ANY
    instructed(other, DIRECT_ONLY)
    [suggestion] = of_citizen(read_models.db, mette)
    assert suggestion.safe_contact == DIRECT_ONLY
    [party] = of_contact(read_models.db, contact)
    assert {each.citizen: each.safe_contact for each in party.suggestions} == {
        mette: ANY,
        other: DIRECT_ONLY,
    }
