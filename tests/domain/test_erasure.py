"""Forgetting takes two people, a reason in law, and a list of what is to go."""

from datetime import date
from uuid import UUID

import pytest

from domain.erasure import (
    Basis,
    DestroyKeys,
    ErasureRefused,
    ErasureRequested,
    KeysDestroyed,
    RefuseErasure,
    RequestErasure,
    erasures,
)
from domain.event import By, Role
from domain.facts import KnownContact
from domain.people import KnownCitizen
from domain.traces import KeyName
from tests.domain.cast import METTE, registered
from tests.specification import THING, given

D7 = By(id="D-0007", role=Role.CUSTODIAN, district=None)
D12 = By(id="D-0012", role=Role.CUSTODIAN, district=None)
KEY = KeyName(subject=METTE, key=UUID(int=9))
ASKED = RequestErasure(citizens=(METTE,), basis=Basis.CITIZEN_REQUEST)
REQUESTED = ErasureRequested(
    custodian="D-0007",
    basis=Basis.CITIZEN_REQUEST,
    citizens=(METTE,),
    narratives=(),
    keys=(KEY,),
)
DESTROYED = KeysDestroyed(keys=(KEY,), no_backup_from=date(2019, 7, 3))


class Keys:
    """What is sealed, as the archive would tell it."""

    def __init__(self, *keys: KeyName, gone: bool = False) -> None:
        self._keys, self._gone, self.asked = keys, gone, []

    def of(self, citizens, things, *, whole):
        self.asked.append((set(citizens), set(things), whole))
        return self._keys

    def gone(self, keys):
        return self._gone


def asking(*past, by=D7, keys=(KEY,), gone=False, **others):
    traces = Keys(*keys, gone=gone)
    return given(erasures, *past).where(by=by, traces=traces, **others)


KNOWN = {"others": {METTE: KnownCitizen()}}


def test_a_custodian_asks_and_the_keys_are_listed():
    asking(**KNOWN).when(ASKED).then(REQUESTED)


def test_nobody_is_erased_who_is_not_known_or_is_forgotten_already():
    asking(others={}).when(ASKED).then_refused("There is no citizen")
    asking(keys=(), **KNOWN).when(ASKED).then_refused("no key left")
    ended = RequestErasure(
        narratives=(THING,), basis=Basis.RETENTION_ENDED, rule="contacts-led"
    )
    asking(**KNOWN).when(ended).then_refused("no contact, complaint, course or")


def test_where_retention_has_ended_things_go_as_a_whole():
    ended = RequestErasure(
        narratives=(THING,), basis=Basis.RETENTION_ENDED, rule="contacts-led"
    )
    known = {THING: KnownContact(facts=registered())}
    now = asking(others=known)
    now.when(ended).decided()
    assert now.circumstances.traces.asked == [(set(), {THING}, True)]


def test_what_was_searched_for_this_year_is_needed_yet():
    for year, refused in ((2019, True), (2018, False)):
        asked = RequestErasure(search_years=(year,), basis=Basis.LEGAL_OBLIGATION)
        when = asking().when(asked)
        if refused:
            when.then_refused("years that are over")
        else:
            assert when.decided().search_years == (2018,)


def test_another_custodian_destroys_and_says_until_when_backups_are_kept():
    asking(REQUESTED, by=D12, gone=True).when(DestroyKeys()).then(DESTROYED)
    asking(REQUESTED, by=D7, gone=True).when(DestroyKeys()).then_refused("Another")
    asking(REQUESTED, by=D12).when(DestroyKeys()).then_refused("still there")


@pytest.mark.parametrize(
    ("past", "because"),
    [
        ((REQUESTED, ErasureRefused(reason="Sagen er åben")), "was refused"),
        ((REQUESTED, DESTROYED), "are destroyed"),
        ((), "no erasure with this id"),
    ],
)
def test_it_is_decided_once(past, because):
    for command in (DestroyKeys(), RefuseErasure(reason="Fortrudt")):
        asking(*past, by=D12, gone=True).when(command).then_refused(because)


def test_a_request_is_made_once():
    asking(REQUESTED, **KNOWN).when(ASKED).then_refused("already requested")


def test_where_nobody_can_look_nothing_is_requested_or_recorded_as_destroyed():
    given(erasures).where(by=D7, **KNOWN).when(ASKED).then_refused("no key left")
    destroy = given(erasures, REQUESTED).where(by=D12).when(DestroyKeys())
    destroy.then_refused("still there")
