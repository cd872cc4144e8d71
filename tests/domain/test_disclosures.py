from datetime import UTC, datetime

import pytest
from pydantic import ValidationError

from domain.disclosures import (
    DisclosePersonalWords,
    ExportMade,
    MakeExport,
    PersonalWordsDisclosed,
    RunSearch,
    SearchRun,
    disclosures,
    year_of_searches,
)
from domain.event import Personal
from tests.domain.cast import METTE
from tests.specification import NOW, given

disclosed = PersonalWordsDisclosed(
    operation="CONSULTATION",
    view="contact",
    subjects=(METTE,),
    count=1,
    fields=("narrative",),
    purpose="FOLLOW_UP",
    result="SHOWN",
)


def test_who_is_shown_words_leaves_an_entry_that_stays_alone():
    command = DisclosePersonalWords(
        view="contact",
        subjects=[METTE],
        count=1,
        fields=["narrative"],
        purpose="FOLLOW_UP",
    )
    given(disclosures).when(command).then(disclosed)
    given(disclosures, disclosed).when(command).then_refused("already")


def test_a_search_that_found_nothing_is_evidence_too():
    command = RunSearch(
        view="contact_search", query="name: Mette", count=0, purpose="INVESTIGATION"
    )
    given(disclosures).when(command).then(
        SearchRun(
            operation="CONSULTATION",
            view="contact_search",
            query=Personal(about=year_of_searches(NOW.at), text="name: Mette"),
            count=0,
            purpose="INVESTIGATION",
            result="NONE",
        )
    )


def test_an_export_discloses():
    command = MakeExport(
        view="export",
        count=5,
        purpose="SUPERVISION",
        result="REFUSED",
        position=5,
        recipient="The ministry",
    )
    given(disclosures).when(command).then(
        ExportMade(
            operation="DISCLOSURE",
            view="export",
            count=5,
            purpose="SUPERVISION",
            result="REFUSED",
            position=5,
            recipient="The ministry",
        )
    )


def test_a_disclosure_has_a_recipient_and_nothing_else_has_one():
    told = {"view": "court_print", "count": 1, "purpose": "PROTECTION"}
    nobody = DisclosePersonalWords(operation="DISCLOSURE", **told)
    given(disclosures).when(nobody).then_refused("recipient")
    given(disclosures).when(MakeExport(**told)).then_refused("recipient")
    stays = DisclosePersonalWords(recipient="The court", **told)
    given(disclosures).when(stays).then_refused("stays in the house")
    kept = MakeExport(operation="CONSULTATION", **told)
    assert given(disclosures).when(kept).decided().recipient is None


def test_the_searches_of_a_danish_year_are_one_subject():
    silvester = datetime(2019, 12, 31, 22, 59, tzinfo=UTC)
    new_year = datetime(2019, 12, 31, 23, 0, tzinfo=UTC)
    assert year_of_searches(silvester) == year_of_searches(NOW.at)
    assert year_of_searches(new_year) != year_of_searches(NOW.at)
    assert year_of_searches(NOW.at).version == 8


@pytest.mark.parametrize(
    "wrong",
    [
        {"purpose": "CURIOSITY"},
        {"subjects": [METTE] * 101},
        {"count": -1},
        {"count": 2**63},
        {"view": ""},
    ],
)
def test_an_entry_says_what_was_read_and_why(wrong):
    entry = {"view": "contact", "count": 1, "purpose": "FOLLOW_UP"}
    DisclosePersonalWords.model_validate(entry)
    with pytest.raises(ValidationError):
        DisclosePersonalWords.model_validate(entry | wrong)
