"""What is said of citizens: each refusal, each sign, each step of a history."""

import re
from pathlib import Path
from typing import get_args

import pytest

from api.pages import danish
from api.pages.danish.refusals import REFUSALS
from domain import citizens, cpr, links
from domain.follow_ups import TalkMode
from domain.sameness import BIRTHDAY, SOMEBODY_ELSE, SUGGESTED, SWAPPED, Basis
from projections.citizen_history import Chapter
from tests.ids import new_id

NONE = dict.fromkeys(Basis.model_fields, 0)


def test_each_refusal_is_said_in_danish():
    raised = re.compile(r'raise Refused\("([^"]+)"\)')
    texts = [Path(m.__file__).read_text("utf-8") for m in (citizens, cpr, links)]
    found = {sentence for text in texts for sentence in raised.findall(text)}
    assert len(found) >= 9
    assert found <= REFUSALS.keys()


def test_a_refusal_that_names_an_id_is_said_without_it():
    said = danish.refusal(
        f"This CPR is reserved for the citizen {new_id()}:"
        " identify the citizen under that id."
    )
    assert said.startswith("CPR-nummeret er reserveret")


def test_each_part_of_a_history_has_a_name():
    assert danish.CHAPTERS.keys() == set(
        get_args(Chapter.model_fields["type"].annotation)
    )
    ends = {"NOT_STARTED", "ATTEMPT_ONLY", "DECLINED", *TalkMode}
    assert danish.FOLLOWED_UP.keys() == ends


@pytest.mark.parametrize(
    ("points", "said"),
    [
        ({"name": 60, "phone": 35}, ["Navnene ligner hinanden", "Samme telefonnummer"]),
        (
            {"name": -70, "phone": -5},
            ["Fornavnene er forskellige", "Forskellige telefonnumre"],
        ),
        ({"birthday": BIRTHDAY}, ["Samme fødselsdag"]),
        ({"birthday": SOMEBODY_ELSE}, ["Forskellige fødselsdage"]),
        (
            {"birthday": SWAPPED},
            ["Fødselsdagene er ens, hvis dag og måned er byttet om"],
        ),
        ({"address": 20, "email": 35}, ["Samme adresse", "Samme e-mail"]),
    ],
)
def test_the_signs_are_told_for_and_against(points, said):
    assert danish.signs(Basis(**NONE | points)) == said


def test_the_better_the_score_the_stronger_the_word():
    words = [danish.likeness(score) for score in range(SUGGESTED, 101)]
    assert list(dict.fromkeys(words)) == [
        "Nogen lighed",
        "Tydelig lighed",
        "Stærk lighed",
    ]
