"""A person decides which citizens are one and which are two; nobody is merged."""

import pytest

from domain.citizens import (
    CitizenIdentified,
    CitizensKeptApart,
    CitizensLinked,
    CitizensUnlinked,
    KeepCitizensApart,
    LinkCitizen,
    UnlinkCitizen,
    citizens,
)
from domain.event import Personal
from tests.domain.cast import KASPER, METTE, mette, standing
from tests.specification import THING, World, given

named = CitizenIdentified(name=Personal(about=THING, text="Mette Rønnow"))
linked = CitizensLinked(other=METTE, basis="Same telephone", score=70)
unlinked = CitizensUnlinked(other=METTE, reason="Her sister")
apart = CitizensKeptApart(other=METTE, reason="Her daughter")
link = LinkCitizen(other=METTE, basis="Same telephone", score=70)
unlink = UnlinkCitizen(other=METTE, reason="Her sister")
keep_apart = KeepCitizensApart(other=METTE, reason="Her daughter")


def after(*past):
    return given(citizens, named, *past).where(others={METTE: mette})


def test_two_citizens_are_linked_and_unlinked_and_never_merged():
    after().when(link).then(linked)
    after().when(unlink).then_refused("not linked")
    assert after(linked).state.links == {METTE}
    after(linked).when(link).then_refused("linked already")
    after(linked).when(unlink).then(unlinked)
    assert after(linked, unlinked).state.links == set()
    after(linked, unlinked).when(link).then(linked)


def test_two_who_look_alike_are_kept_apart():
    after().when(keep_apart).then(apart)
    assert after(apart).state.apart == {METTE}
    after(apart).when(keep_apart).then_refused("kept apart already")
    after(linked).when(keep_apart).then_refused("linked already")


def test_who_was_unlinked_is_kept_apart_by_that():
    assert after(linked, unlinked).state.apart == {METTE}
    after(linked, unlinked).when(keep_apart).then_refused("kept apart already")


def test_a_later_link_undoes_that_they_were_kept_apart():
    after(apart).when(link).then(linked)
    together = after(apart, linked).state
    assert (together.links, together.apart) == ({METTE}, set())


@pytest.mark.parametrize("command", [link, keep_apart])
def test_the_other_is_another_citizen_who_exists(command):
    itself = command.model_copy(update={"other": THING})
    given(citizens, named).when(itself).then_refused("herself")
    given(citizens, named).when(command).then_refused("no citizen")
    here = given(citizens, named).where(others={METTE: standing})
    here.when(command).then_refused("no citizen")


def test_what_is_decided_about_two_is_known_of_both():
    world = World()
    world.history[METTE], world.history[KASPER] = [named], [named]
    for command in (
        KeepCitizensApart(other=KASPER, reason="Namesakes"),
        LinkCitizen(other=KASPER, basis="One telephone after all"),
        UnlinkCitizen(other=KASPER, reason="A shared telephone"),
    ):
        world.tell(citizens, command, id=METTE)
        one, other = world.state(METTE), world.state(KASPER)
        assert (KASPER in one.links) == (METTE in other.links)
        assert (KASPER in one.apart) == (METTE in other.apart)
