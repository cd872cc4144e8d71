"""Every word of the trade that a page can show has a Danish one."""

import re
from pathlib import Path

import pytest

from api.pages import danish
from domain import attempts, follow_ups
from domain.event import Role
from domain.follow_ups import AttemptKind, Cause, TalkMode
from domain.kinds import ContactKind
from domain.purposes import Purpose

TABLES = {
    Role: danish.ROLES,
    Purpose: danish.PURPOSES,
    TalkMode: danish.MODES,
    AttemptKind: danish.ATTEMPTS,
    Cause: danish.CAUSES,
    ContactKind: danish.KINDS,
}


@pytest.mark.parametrize("kind", TABLES, ids=lambda kind: kind.__name__)
def test_each_word_has_one_and_no_two_share_it(kind):
    table = TABLES[kind]
    assert table.keys() == set(kind)
    assert len(set(table.values())) == len(table)


def test_each_refusal_of_a_follow_up_is_said_in_danish():
    raised = re.compile(r'raise Refused\(\s*((?:"[^"]+"\s*)+)\)')
    texts = [Path(m.__file__).read_text("utf-8") for m in (attempts, follow_ups)]
    found = [literal for text in texts for literal in raised.findall(text)]
    sentences = {"".join(re.findall(r'"([^"]+)"', each)) for each in found}
    assert len(sentences) >= 7
    assert sentences <= danish.REFUSALS.keys()


def test_another_refusal_keeps_its_own_sentence():
    assert danish.refusal("Say why.") == "Afvist af registret: Say why."
