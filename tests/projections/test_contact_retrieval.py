"""What has been registered is found again, by people who remember it badly."""

from random import Random

import pytest

from projections.contact_criteria import Criteria
from projections.contact_finding import search
from tests.projections.danish_contacts import contacts_of, misspelt

KNOWN, SOUGHT = 2000, 200


@pytest.fixture
def known(read_models):
    told = contacts_of(Random(13), KNOWN)
    read_models.tell(*(each.recorded for each in told))
    return told


def test_of_200_contacts_badly_remembered_95_in_100_are_among_the_first_ten(
    read_models, known
):
    random, db = Random(5), read_models.db
    ways = {
        "name": lambda told: Criteria(name=misspelt(random, told.name)),
        "phone": lambda told: Criteria(phone=told.phone[random.choice([0, 4]) :][:4]),
        "text": lambda told: Criteria(text=told.otherwise),
    }
    missed = dict.fromkeys(ways, 0)
    for way, asked in ways.items():
        for told in random.sample(known, SOUGHT):
            found = search(db, asked(told), limit=10).items
            missed[way] += told.recorded.id not in {item.id for item in found}
    assert max(missed.values()) <= SOUGHT * 5 // 100, missed
