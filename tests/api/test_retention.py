"""What is due is proposed; that it is erased is for two custodians to decide."""

from api.retention import overdue, proposed, rules
from domain.complaint_kinds import ComplaintKind
from domain.kinds import ContactKind
from domain.purposes import Regime
from domain.retention import Kept, What
from tests.api.complaining import complain
from tests.api.forgetting import destroy, request, requested
from tests.api.telling import party, told


def test_every_contact_and_complaint_has_a_rule_and_every_rule_a_source():
    kinds = {What.CONTACT: ContactKind, What.COMPLAINT: ComplaintKind}
    for what, kind in kinds.items():
        for each in kind:
            for regime in Regime:
                kept = Kept(what=what, number="1", kind=each, told=None, regime=regime)
                assert any(rule.fits(kept) for rule in rules()), (each, regime)
    for rule in rules():
        assert set(rule.kinds) <= {each.value for each in kinds[rule.what]}
        assert "confirmed by a lawyer" in rule.source
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
