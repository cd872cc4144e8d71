"""A pair that is named again and again is listed, however its two people are spelt."""

from collections import Counter
from datetime import timedelta
from random import Random

import pytest

from domain.citizens import KeepCitizensApart, LinkCitizen, UnlinkCitizen, citizens
from domain.people import PartyRole
from projections.stalking_alerts import alerts
from projections.suggestions import of_citizen
from tests.projections.danish_contacts import START
from tests.projections.danish_people import Oracle, naming, people_of

PAIRS, STRANGERS = 40, 30


@pytest.fixture
def told(read_models):
    """Who each citizen is, and how often each two persons were named together.

    Every pair is named two or three times. Each victim is also named once with a
    stranger, as is each offender: with the wrong link these would seem to be pairs.
    """
    random = Random(29)
    people = people_of(random, 2 * PAIRS + STRANGERS)
    victims, offenders = people[:PAIRS], people[PAIRS : 2 * PAIRS]
    strangers = people[2 * PAIRS :]
    named = [
        pair
        for pair in zip(victims, offenders, strict=True)
        for _ in range(random.choice([2, 3]))
    ]
    named += [(victim, random.choice(strangers)) for victim in victims]
    named += [(random.choice(strangers), offender) for offender in offenders]
    random.shuffle(named)
    roles, shown, truth = (PartyRole.VICTIM, PartyRole.POSSIBLE_OFFENDER), set(), {}
    for number, pair in enumerate(named):
        at = START + timedelta(hours=number)
        contact = naming(random, at, dict(zip(roles, pair, strict=True)), shown)
        read_models.tell(*contact.recorded)
        truth |= contact.citizens
    return truth, Counter(named)


def test_of_pairs_named_twice_95_in_100_are_listed_once_people_are_linked(
    read_models, told
):
    truth, named = told
    assert not alerts(read_models.db, limit=200).items  # everybody is new each time
    decide_all(read_models, truth)
    listed = alerts(read_models.db, limit=200).items
    found = [(truth[each.victim], truth[each.suspect]) for each in listed]
    wanted = {pair for pair, times in named.items() if times > 1}
    assert len(set(found)) == len(found)
    assert set(found) <= wanted
    assert len(found) >= len(wanted) * 95 // 100
    assert all(
        each.count <= named[pair] for each, pair in zip(listed, found, strict=True)
    )


def decide_all(read_models, truth) -> None:
    """As suggested; and whoever is linked by mistake is refused afterwards."""
    oracle, refused = Oracle(truth), 0
    for citizen in truth:
        while suggestions := of_citizen(read_models.db, citizen):
            command = next(oracle.decides(citizen, suggestions))
            if isinstance(command, KeepCitizensApart) and refused % 2 == 0:
                mistake = LinkCitizen(other=command.other, basis="Navn")
                read_models.record(citizens, citizen, mistake)
                command = UnlinkCitizen(other=command.other, reason=command.reason)
            refused += not isinstance(command, LinkCitizen)
            read_models.record(citizens, citizen, command)
    assert refused
