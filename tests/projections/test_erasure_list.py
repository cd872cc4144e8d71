"""Every erasure is found again: by how far it has come, and by whom it concerns."""

from datetime import timedelta

import pytest

from domain.erasure import Basis, RefuseErasure, RequestErasure, erasures
from domain.event import By, Role
from projections import erasure_list
from projections.pages import BadCursor
from tests.projections.conftest import EVENING

CUSTODIAN = By(id="D-0007", role=Role.CUSTODIAN, district=None)


@pytest.fixture
def asked(read_models):
    """A request about somebody or something; refused, with a reason."""

    def asked(reason=None, days=0, **named):
        id, at = read_models.new_id(), EVENING + timedelta(days=days)
        command = RequestErasure(basis=Basis.UNLAWFUL_PROCESSING, **named)
        read_models.record(erasures, id, command, by=CUSTODIAN, at=at)
        if reason:
            refuse = RefuseErasure(reason=reason)
            later = at + timedelta(hours=1)
            read_models.record(erasures, id, refuse, by=CUSTODIAN, at=later)
        return id

    return asked


def test_the_newest_comes_first_and_what_is_open_can_be_asked_for(read_models, asked):
    her, contact = read_models.citizen(name="Mette"), read_models.contact()
    first = asked(citizens=[her])
    second = asked("Sagen verserer", days=1, citizens=[her], narratives=[contact])

    def listed(**told):
        return erasure_list.erasures(read_models.db, **told)

    for _ in ("live", "rebuilt"):
        assert [each.id for each in listed().items] == [second, first]
        assert [each.id for each in listed(open=True).items] == [first]
        [refused] = listed(open=False).items
        assert (refused.citizens, refused.narratives, refused.key_count) == (1, 1, 2)
        assert refused.refused_because == "Sagen verserer"
        assert refused.decided_at == EVENING + timedelta(days=1, hours=1)
        assert refused.requested_by == CUSTODIAN
        page = listed(limit=1)
        assert [each.id for each in listed(cursor=page.next).items] == [first]
        read_models.rebuild()
    with pytest.raises(BadCursor):
        listed(cursor="x")


def test_it_concerns_whoever_is_named_and_whoever_has_a_key_in_it(
    read_models, asked, told
):
    her, other = read_models.citizen(name="Mette"), read_models.citizen(name="Anne")
    contact, party = told(citizen=her, name="Mette Rønnow")
    id = asked(citizens=[her], narratives=[contact])
    asked(citizens=[other])
    [about] = erasure_list.about(read_models.db, [her, party])
    assert about.id == id
    assert about.touched == [her]
    assert set(about.named) == {her, contact}
    assert erasure_list.about(read_models.db, [read_models.new_id()]) == []
