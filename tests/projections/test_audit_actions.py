"""What is agreed is not forgotten before it is done."""

import pytest

from domain.supervision import AgreeAction, FinishAction, registration_audits
from projections.audit_actions import counted, open_actions
from tests.projections.auditing import SUPERVISOR, audit


@pytest.fixture
def agreed(read_models):
    """An action that an audit of this district led to."""

    def agreed(district, what, due):
        id, action = audit(read_models, district=district), read_models.new_id()
        command = AgreeAction(action=action, what=what, due=due, responsible="L-1")
        read_models.record(registration_audits, id, command, by=SUPERVISOR)
        return id, action

    return agreed


def test_open_actions_are_those_of_the_districts_own_audits(read_models, agreed):
    id, action = agreed("1467", "Train", "2019-09-01")
    agreed("1467", "Telephone", "2019-08-01")
    agreed(None, "Everywhere", "2019-07-01")
    agreed("1471", "There", "2019-07-01")

    def known():
        return [row.what for row in open_actions(read_models.db, "1467")]

    for _ in ("live", "rebuilt"):
        assert known() == ["Telephone", "Train"]
        assert counted(read_models.db) == {"1467": 2, "1471": 1}
        read_models.rebuild()
    finish = FinishAction(action=action)
    read_models.record(registration_audits, id, finish, by=SUPERVISOR)
    assert known() == ["Telephone"]
    assert counted(read_models.db) == {"1467": 1, "1471": 1}


def test_the_same_id_may_be_used_in_another_audit(read_models, agreed):
    id, action = agreed("1467", "Train", "2019-09-01")
    other = audit(read_models, district="1467")
    again = AgreeAction(action=action, what="Tell", due="2019-09-02", responsible="L-1")
    read_models.record(registration_audits, other, again, by=SUPERVISOR)
    finish = FinishAction(action=action)
    read_models.record(registration_audits, id, finish, by=SUPERVISOR)
    [left] = open_actions(read_models.db, "1467")
    assert (left.audit, left.what) == (other, "Tell")
