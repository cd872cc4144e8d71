"""Words are found that are nearly those asked for, and forgotten with who said them."""

from datetime import UTC, datetime
from random import Random

import pytest

from domain.contacts import CorrectContact, SupplementContact, contacts
from domain.folding import misspellings
from projections.contact_criteria import Criteria
from projections.contact_finding import search

LATER = datetime(2019, 6, 3, 21, 0, tzinfo=UTC)


def found(read_models, text):
    return {item.id for item in search(read_models.db, Criteria(text=text)).items}


def known(read_models):
    read_models.db.execute("select stem from contact_search.known_word order by 1")
    return [row["stem"] for row in read_models.db]


@pytest.fixture
def moped(read_models):
    return read_models.contact(narrative="En knallert larmer ved skolegården.")


@pytest.mark.parametrize(
    "text",
    [
        "knalert",
        "knallerd",
        "kanllert",
        "knallertt",
        "knalerten larmede",
        "gård",  # is a part of what was said
        "larmer knallerter skole",
    ],
)
def test_a_word_may_be_misspelt_or_be_a_part_of_another(read_models, moped, text):
    read_models.contact(narrative="En bil holder i vejen.")
    assert found(read_models, text) == {moped}


@pytest.mark.parametrize("text", ["xylofon", "kn", "1", "knxxxrt", "og"])
def test_what_nobody_said_finds_nothing(read_models, moped, text):
    assert found(read_models, text) == set()


def test_nearer_words_come_before_more_of_them(read_models, moped):
    both = read_models.contact(narrative="En knallert og en bil.")
    assert found(read_models, "knallert bil") == {both}
    assert found(read_models, "knalert bil") == {both}
    assert found(read_models, "knalert bil fly") == {both}
    assert found(read_models, "knallert fly") == {both, moped}


def test_of_many_words_of_which_few_are_known_those_with_most_come_first(
    read_models, moped
):
    bike = read_models.contact(narrative="En cykel larmer.")
    both = read_models.contact(narrative="Knallert og cykel.", at=LATER)
    strange = " ".join(f"ukendt{letter}" for letter in "abcdefghijklm")
    asked = Criteria(text=f"{strange} knallert cykel skolegaard")
    cursor, shown = None, []
    for _ in range(3):
        page = search(read_models.db, asked, limit=1, cursor=cursor)
        shown += [item.id for item in page.items]
        cursor = page.next
    assert (shown[:2], shown[2], cursor) == ([both, moped], bike, None)


def test_a_word_is_known_until_all_are_forgotten_who_said_it(read_models):
    first = read_models.contact(narrative="Kakkelovn og fyrtårn.")
    second = read_models.contact(narrative="Kun en kakkelovn.")
    assert known(read_models) == ["fyrtaarn", "kakkelovn"]
    read_models.forget(first)
    assert known(read_models) == ["kakkelovn"]
    assert found(read_models, "kaklelovne") == {second}
    read_models.forget(second)
    assert known(read_models) == []


def test_a_corrected_word_goes_with_the_contact_that_had_it(read_models):
    id = read_models.contact(narrative="Fyrtårn.")
    read_models.record(contacts, id, SupplementContact(text="Kakkelovn."))
    command = CorrectContact(
        field="narrative", old="Fyrtårn.", new="Vindmølle.", reason="Fejlhørt"
    )
    read_models.record(contacts, id, command)
    assert found(read_models, "fyrtaarm") == set()
    assert found(read_models, "vindmolle") == {id}
    read_models.forget(id)
    assert known(read_models) == []


def test_a_word_is_misspelt_in_the_database_as_it_is_where_it_is_asked_for(read_models):
    random = Random(4)
    words = [
        "".join(random.choices("abcdeæø", k=random.randint(4, 12))) for _ in range(99)
    ]
    read_models.db.execute(
        """
        select word, contact_search.misspellings(word) as keys
        from unnest(%s::text[]) as word
        """,
        (words,),
    )
    rows = list(read_models.db)
    assert len(rows) == len(words)
    for row in rows:
        assert sorted(row["keys"]) == sorted(misspellings(row["word"]))
