"""A few words of a text, around what was looked for."""

from hypothesis import given
from hypothesis import strategies as st

from projections.excerpts import excerpt

BEGINNING = "Borger ringer om støj fra gaden. " * 8
END = " Nogen har stjålet knallerten på Ågade."


def test_a_short_text_is_shown_whole_and_on_one_line():
    assert excerpt(["Nogen\n  råber."]) == "Nogen råber."


def test_a_long_text_is_shown_from_its_beginning():
    shown = excerpt([BEGINNING + END])
    assert shown.startswith("Borger ringer om")
    assert shown.endswith("…")


def test_a_hit_far_into_a_text_is_shown_with_what_stands_around_it():
    shown = excerpt([BEGINNING + END], ["knallert"])
    assert "Nogen har stjålet knallerten på Ågade." in shown
    assert shown.startswith("…")


def test_a_hit_is_found_whatever_its_spelling():
    assert "Ågade" in excerpt([BEGINNING + END], ["aagad"])


def test_a_hit_in_what_was_added_later_is_shown_from_there():
    assert (
        excerpt([BEGINNING, "Et vidne så en hund."], ["hund"]) == "Et vidne så en hund."
    )


def test_where_all_words_are_forgotten_there_is_nothing_to_show():
    assert excerpt([], ["hund"]) == ""


@given(st.lists(st.text(max_size=400), max_size=3), st.lists(st.text(), max_size=2))
def test_no_excerpt_is_longer_than_160_characters(texts, stems):
    assert len(excerpt(texts, stems)) <= 160
