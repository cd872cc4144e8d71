"""A correction on screen: what stands beside what is wanted, in a control that fits."""

import pytest

from domain.citizens import IdentifyCitizen, citizens
from domain.contacts import CorrectContact, SupplementContact
from tests.api.telling import MOPEDS, party
from tests.ids import new_id
from tests.pages.contacting import at, done, events, filled, opened, send, teller
from tests.pages.waiting import ADDRESS, JENSEN, NAME, PHONE

WHY = {"reason": "Hørt forkert"}
SMS = {"kind": "SMS", "count": 14}


@pytest.fixture
def tell(parts, followed):
    return teller(parts)


@pytest.mark.parametrize(
    ("field", "typed", "new", "stood", "stands"),
    [
        ("narrative", "Ny tekst", "Ny tekst", "Unge kører", "Ny tekst"),
        ("kind", "BURGLARY", "BURGLARY", "Utryghedsskabende adfærd", "Indbrud"),
        ("municipality", "0326", "0326", "Holbæk", "Kalundborg"),
        ("municipality", "", None, "Holbæk", "ukendt"),
        ("feels_unsafe", "nej", False, "Ja", "Nej"),
        ("place", "Skolen", "Skolen", "ukendt", "Skolen"),
        ("regime", "GDPR", "GDPR", "efter arten", "Databeskyttelsesforordningen"),
        (
            "received_at",
            "2026-11-22T12:40",
            "2026-11-22T11:40:00Z",
            "kl. 12.55",
            "kl. 12.40",
        ),
    ],
)
def test_a_field_is_corrected(officer, tell, parts, field, typed, new, stood, stands):
    id = tell()
    page = opened(officer, id, ret=field)
    assert stood in page.text
    page = send(officer, page, "ret", new=typed, **WHY)
    assert "Rettelsen er registreret." in page.text
    event = events(parts, id)[-1]
    told = getattr(event.new, "text", event.new)
    assert (event.field, told, event.reason) == (field, new, "Hørt forkert")
    assert stands in page.text


def test_a_field_of_a_person_is_corrected(officer, tell, parts):
    victim = party(name=NAME, phone=PHONE)
    id = tell(parties=[victim])
    field = f"parties.{victim['id']}.name"
    page = opened(officer, id, ret=field)
    assert f"Forurettet ({NAME}): Navn" in page.text
    assert filled(page, "ret")["new"] == NAME
    page = send(officer, page, "ret", new="Mette Rønnow", **WHY)
    assert "Mette Rønnow" in page.text
    assert (events(parts, id)[-1].field, events(parts, id)[-1].old.text) == (
        field,
        NAME,
    )


def test_a_protected_address_is_corrected_without_being_shown(officer, tell, parts):
    victim = party(name=NAME, address=ADDRESS, address_protected=True)
    id = tell(parties=[victim])
    page = opened(officer, id, ret=f"parties.{victim['id']}.address")
    assert filled(page, "ret")["new"] == ""
    page = send(officer, page, "ret", new="Ny Vej 9", **WHY)
    assert "Rettelsen er registreret." in page.text
    assert "Ny Vej 9" not in page.text
    assert ADDRESS not in page.text
    event = events(parts, id)[-1]
    assert (event.old.text, event.new.text) == (ADDRESS, "Ny Vej 9")


def test_acts_are_corrected_as_a_whole(officer, tell, parts):
    id = tell(acts=[SMS])
    page = opened(officer, id, ret="acts")
    assert '<option value="SMS" selected>' in page.text
    assert filled(page, "ret")["acts-0-count"] == "14"
    sms = {"acts-0-kind": "SMS", "acts-0-count": "15"}
    letter = {"acts-2-kind": "LETTER", "acts-2-count": "1"}
    page = send(officer, page, "ret", **sms, **letter, **WHY)
    assert "Rettelsen er registreret." in page.text
    assert events(parts, id)[-1].new == [
        {"kind": "SMS", "count": 15},
        {"kind": "LETTER", "count": 1},
    ]


def test_descriptions_of_evidence_are_corrected_and_one_is_added(officer, tell, parts):
    id = tell(evidence=[{"annex": 2, "description": "Foto"}])
    page = opened(officer, id, ret="evidence")
    described = {"evidence-0-description": "Foto af døren"}
    page = send(
        officer, page, "ret", **described, **{"evidence-1-description": "Brev"}, **WHY
    )
    assert "Foto af døren" in page.text
    lines = events(parts, id)[-1].model_dump()["new"]
    told = [(line["annex"], line["description"]["text"]) for line in lines]
    assert told == [(2, "Foto af døren"), (3, "Brev")]


def test_a_person_is_added_and_taken_out_again(officer, tell, parts):
    id = tell(parties=[party(name=NAME, address=ADDRESS, address_protected=True)])
    page = opened(officer, id, ret="parties")
    typed = {"role": "WITNESS", "name": "Ida Holm", "birthday": "1990-02-01"}
    typed |= {"address_protected": "", "safe_contact": "true"}
    page = send(officer, page, "ret", **typed, **WHY)
    assert "Ida Holm" in page.text
    [_, ida] = events(parts, id)[-1].model_dump()["new"]
    assert (ida["role"], ida["safe_contact"]) == ("WITNESS", "DIRECT_ONLY")
    assert ida["address_protected"] is False
    page = opened(officer, id, ret=f"parties.{ida['id']}")
    assert "Tag ud: Vidne (Ida Holm)" in page.text
    page = send(officer, page, "ret", **WHY)
    assert "Ida Holm" not in page.text
    [left] = events(parts, id)[-1].model_dump()["new"]
    assert left["address"]["text"] == ADDRESS


def test_who_is_identified_is_not_taken_out(officer, tell, parts):
    she, victim = new_id(), party(name=NAME)
    parts.registry.execute(citizens, she, IdentifyCitizen(name=NAME), JENSEN)
    id = tell(parties=[victim | {"citizen": str(she)}])
    page = opened(officer, id, ret=f"parties.{victim['id']}")
    answer = send(officer, page, "ret", **WHY)
    assert answer.status_code == 409
    assert "kan ikke ændre, hvem en person er" in answer.text


def test_where_something_else_stands_now_all_three_are_shown(officer, tell, parts):
    id = tell()
    page = opened(officer, id, ret="kind")
    change = CorrectContact(
        field="kind", old="UNSETTLING_BEHAVIOUR", new="THREAT", reason="x"
    )
    done(parts, id, change)
    answer = send(officer, page, "ret", new="ASSAULT", **WHY)
    assert answer.status_code == 409
    assert "Der står ikke længere det, du ville rette." in answer.text
    for label, value in (
        ("Da du åbnede siden, stod der", "Utryghedsskabende adfærd"),
        ("Nu står der", "Trusler"),
        ("Du ville skrive", "Vold"),
    ):
        assert (
            f'<dt>{label}</dt><dd class="contact-words">{value}</dd>' in answer.text
        ), label
    assert 'value="ASSAULT" selected' in answer.text
    again = filled(answer, "ret") | {"new": "ASSAULT"}
    page = officer.post(at(id, "/ret"), data=again)
    assert "Rettelsen er registreret." in page.text
    assert events(parts, id)[-1].old == "THREAT"


def test_what_came_between_elsewhere_is_not_in_the_way(officer, tell, parts):
    id = tell()
    page = opened(officer, id, ret="kind")
    done(parts, id, SupplementContact(text="Mere"))
    answer = send(officer, page, "ret", new="ASSAULT", **WHY)
    assert "Rettelsen er registreret." in answer.text


@pytest.mark.parametrize(
    ("field", "typed", "wrong"),
    [
        ("kind", {"new": "PIRACY"} | WHY, "ret-new"),
        ("kind", {"new": ""} | WHY, "ret-new"),
        ("kind", {"new": "ASSAULT", "reason": " "}, "ret-reason"),
        ("received_at", {"new": "i går"} | WHY, "ret-new"),
        ("acts", {"acts-0-kind": "SMS", "acts-0-count": "mange"} | WHY, "ret-new"),
        ("parties", {"role": "", "name": "Ida Holm"} | WHY, "ret-new"),
    ],
)
def test_what_does_not_fit_comes_back_as_it_was_typed(
    officer, tell, parts, field, typed, wrong
):
    id = tell(acts=[SMS])
    answer = send(officer, opened(officer, id, ret=field), "ret", **typed)
    assert answer.status_code == 422
    assert f'<a href="#{wrong}">' in answer.text
    assert f'id="{wrong}"' in answer.text
    for text in {"i går", "mange", "Ida Holm"} & set(typed.values()):
        assert f'value="{text}"' in answer.text
    assert len(events(parts, id)) == 1


@pytest.mark.parametrize("field", ["intake", "number", "parties.me.name", "x"])
def test_what_is_no_field_can_be_neither_asked_for_nor_corrected(
    officer, tell, parts, field
):
    id = tell()
    page = opened(officer, id, ret=field)
    assert page.status_code == 200
    assert f'action="{at(id)}/ret"' not in page.text
    answer = officer.post(at(id, "/ret"), data={"field": field, "new": "x", **WHY})
    assert answer.status_code == 422
    assert '<a href="#ret-field">Vælg, hvad der skal rettes</a>' in answer.text
    assert len(events(parts, id)) == 1


def test_nothing_that_is_said_already_is_recorded_again(officer, tell, parts):
    id = tell()
    page = opened(officer, id, ret="narrative")
    answer = send(officer, page, "ret", new=MOPEDS["narrative"], **WHY)
    assert answer.status_code == 409
    assert "Det nye er det samme" in answer.text
