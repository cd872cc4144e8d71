"""What is due is proposed; that it is erased is for two custodians to decide."""

from itertools import product

import pytest

from api.retention import overdue, proposed, rules
from domain.complaint_kinds import ComplaintKind
from domain.event import Role
from domain.kinds import ContactKind
from domain.known_intake import SettledAs
from domain.purposes import Regime
from domain.retention import Kept, Rule, What
from tests.api.complaining import complain
from tests.api.forgetting import destroy, filled, request, requested
from tests.api.telling import CALL, HANDLING, party, told
from tests.ids import new_id

KINDS = {
    What.CONTACT: ContactKind,
    What.COMPLAINT: ComplaintKind,
    What.INTAKE: SettledAs,
}
NO_PERIOD = {What.COURSE, What.INTAKE, What.CITIZEN, What.SEARCHES}


def laws(what):
    return {What.COURSE: [Regime.LED], What.INTAKE: [Regime.GDPR]}.get(what, Regime)


@pytest.mark.parametrize("what", What)
def test_everything_with_words_has_a_rule_and_every_rule_a_source(what):
    for kind, regime in product(KINDS.get(what, [None]), laws(what)):
        kept = Kept(what=what, kind=kind, regime=regime)
        assert any(rule.fits(kept) for rule in rules()), (kind, regime)
    of_it = [rule for rule in rules() if rule.what is what]
    for rule in of_it:
        assert set(rule.kinds) <= {each.value for each in KINDS.get(what, [])}
        assert "confirmed by a lawyer" in rule.source
        assert (rule.years is None) is (what in NO_PERIOD)
        assert rule.source.startswith("No period,") is (what in NO_PERIOD)
    assert len({rule.name for rule in rules()}) == len(rules())


def test_what_is_due_is_proposed_by_rule_and_erased_only_when_two_decide(
    officer, custodian, second, seal, clock, parts
):
    witness = party("WITNESS", name="Anne")
    old = told(officer, parties=[witness]).json()["id"]
    lost = told(officer, kind="LOST_PROPERTY").json()["id"]
    complain(officer)
    assert overdue(parts, rules()) == []
    clock.goes_on(days=2 * 365 + 1)
    [due] = overdue(parts, rules())
    assert (str(due.id), due.rule.name) == (lost, "contacts-gdpr")
    clock.goes_on(days=8 * 366)
    bodies = [
        each.model_dump(mode="json") for each in proposed(overdue(parts, rules()))
    ]
    assert [each["rule"] for each in bodies] == [
        "contacts-led",
        "contacts-gdpr",
        "complaints",
    ]
    assert bodies[0]["narratives"] == [old]
    erasure = requested(custodian, seal, **bodies[0])
    keys = custodian.get(erasure).json()["keys"]
    assert {each["subject"] for each in keys} == {old, witness["id"]}
    assert destroy(second, erasure).status_code == 201
    left = {str(each.id) for each in overdue(parts, rules())}
    assert lost in left
    assert old not in left
    assert request(custodian, **bodies[0]).status_code == 409


def test_without_a_period_nothing_is_proposed_of_courses_citizens_intake_or_searches(
    officer, supervisor, read_models, clock, parts
):
    filled(officer, supervisor, read_models)
    clock.goes_on(days=100 * 366)
    assert {each.rule.what for each in overdue(parts, rules())} == {
        What.CONTACT,
        What.COMPLAINT,
    }


def test_once_somebody_sets_a_period_all_of_it_can_be_asked_for(
    officer, supervisor, at_the_door, custodian, read_models, seal, clock, parts
):
    them = filled(officer, supervisor, read_models)
    intake = new_id()
    gateway = at_the_door(Role.GATEWAY)
    assert gateway.put(f"/intake/{intake}", json=CALL).is_success
    settled = {"reason": "WRONG_NUMBER", "note": "Hun ville have fat i naboen."}
    path = f"/intake/{intake}/settle-intake"
    assert supervisor.post(path, json=settled).is_success
    query = {"text": "cykel"}
    assert officer.post("/contacts/search", json=query, headers=HANDLING).is_success
    set_ = [
        Rule(name=what.lower(), what=what, years=3, source="A lawyer's.")
        for what in What
    ]
    clock.goes_on(days=3 * 365 - 1)
    assert overdue(parts, set_) == []
    clock.goes_on(days=2 * 366)
    bodies = {each.rule: each for each in proposed(overdue(parts, set_))}
    assert bodies.keys() == {each.name for each in set_}
    assert str(bodies["course"].narratives[0]) == them.course
    assert str(bodies["citizen"].citizens[0]) == them.citizen
    assert bodies["intake"].narratives == (intake,)
    assert bodies["searches"].search_years == (2026,)
    for name, body in bodies.items():
        asked = body.model_dump(mode="json")
        answer = request(custodian, **asked)
        assert answer.status_code == 201, (name, answer.text)
