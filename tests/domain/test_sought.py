"""One box for all that somebody may know of a contact."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.sought import Term, recognised


@pytest.mark.parametrize(
    ("typed", "term", "words"),
    [
        ("H-100013", Term.NUMBER, "H-100013"),
        (" h-100013 ", Term.NUMBER, "h-100013"),
        ("150388-5014", Term.CPR, "150388-5014"),
        ("1503885014", Term.CPR, "1503885014"),
        ("150388 5014", Term.CPR, "1503885014"),
        ("320188-5014", Term.CPR, "320188-5014"),  # a slip, and to be told so
        ("4520304050", Term.PHONE, "4520304050"),  # no day has the number 45
        ("20 30 40 50", Term.PHONE, "20 30 40 50"),
        ("+45 20-30.40(50)", Term.PHONE, "+45 20-30.40(50)"),
        ("4050", Term.PHONE, "4050"),
        ("405", Term.TEXT, "405"),
        ("1467-73112-00012-21", Term.TEXT, "1467-73112-00012-21"),
        ("mette@example.dk", Term.EMAIL, "mette@example.dk"),
        ("Mette Rønnow", Term.NAME, "Mette Rønnow"),
        ("Åse", Term.NAME, "Åse"),
        (
            "Anne-Grethe O'Connor Hr. Ørsted",
            Term.NAME,
            "Anne-Grethe O'Connor Hr. Ørsted",
        ),
        ("knallert bag skolen", Term.TEXT, "knallert bag skolen"),
        ("Knallert bag skolen", Term.TEXT, "Knallert bag skolen"),
        ("Der Stod En Mand Her", Term.TEXT, "Der Stod En Mand Her"),
        ("Algade 12", Term.TEXT, "Algade 12"),
    ],
)
def test_what_is_typed_is_recognised(typed, term, words):
    assert recognised(typed) == (term, words)


@given(st.text(min_size=1))
def test_whatever_is_typed_is_looked_for_by_something(typed):
    assert recognised(typed).term in Term
