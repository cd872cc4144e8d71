"""Whoever turns up in many spellings is found to be one, and nobody is mixed up."""

from collections import defaultdict
from itertools import combinations
from random import Random

import pytest

from domain.citizens import LinkCitizen, citizens
from domain.event import CprNumber
from domain.sameness import SUGGESTED
from projections.suggestions import MOST, of_citizen
from tests.projections.danish_people import Oracle, named_again, people_of

PEOPLE, TIMES = 120, 3


@pytest.fixture
def population(read_models):
    """Of each citizen, who she is."""

    def population(seed, people):
        random = Random(seed)
        told = named_again(random, people_of(random, people), TIMES)
        read_models.tell(*(each for named in told for each in named.recorded))
        return {
            citizen: person
            for named in told
            for citizen, person in named.citizens.items()
        }

    return population


def pairs_of(truth):
    by_person = defaultdict(list)
    for citizen, person in truth.items():
        by_person[person].append(citizen)
    return {pair for same in by_person.values() for pair in combinations(same, 2)}


def test_of_those_who_are_one_95_in_100_are_suggested_and_few_others(
    read_models, population
):
    truth, db = population(17, PEOPLE), read_models.db
    suggested = {citizen: of_citizen(db, citizen) for citizen in truth}
    assert max(map(len, suggested.values())) <= MOST
    assert min(each.score for some in suggested.values() for each in some) >= SUGGESTED
    found = {(one, each.citizen) for one, some in suggested.items() for each in some}
    pairs = pairs_of(truth)
    assert len(pairs & found) >= len(pairs) * 95 // 100
    right = [pair for pair in found if truth[pair[0]] == truth[pair[1]]]
    assert len(right) >= len(found) * 85 // 100


def test_whoever_decides_rightly_is_left_with_persons_and_no_more_questions(
    read_models, population
):
    truth = population(5, 20)
    oracle, links = Oracle(truth), []
    for citizen in truth:
        while suggestions := of_citizen(read_models.db, citizen):
            command = next(oracle.decides(citizen, suggestions))
            read_models.record(citizens, citizen, command)
            if isinstance(command, LinkCitizen):
                links.append((citizen, command.other))
    assert all(truth[one] == truth[other] for one, other in links)
    assert len(links) >= len(truth) * (TIMES - 1) // TIMES * 95 // 100
    assert not any(of_citizen(read_models.db, citizen) for citizen in truth)


def test_the_same_seed_tells_the_same_and_no_cpr_twice():
    one, other = (
        named_again(random, people_of(random, 40), TIMES)
        for random in (Random(3), Random(3))
    )
    assert one == other
    cprs = [
        event.cpr.text
        for named in one
        for event in (each.event for each in named.recorded)
        if isinstance(getattr(event, "cpr", None), CprNumber)
    ]
    assert 0 < len(cprs) == len(set(cprs)) < 40
