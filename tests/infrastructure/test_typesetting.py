"""The same facts give the same paper, and facts are never taken for code."""

from datetime import UTC, datetime
from io import BytesIO

import pytest
from pypdf import PdfReader

from api.pages.charts import FONTS
from infrastructure.typesetting import typeset

TEMPLATE = """
#let d = json(bytes(sys.inputs.facts))
#set document(title: "En prøve")
#set text(lang: "da", font: "IBM Plex Sans")
#d.words *#d.at("more", default: "")*
"""
AT = datetime(2022, 2, 23, 8, 2, tzinfo=UTC)


@pytest.fixture
def paper(tmp_path):
    template = tmp_path / "paper.typ"
    template.write_text(TEMPLATE, encoding="utf-8")

    def paper(at: datetime = AT, **facts: str) -> bytes:
        return typeset(template, FONTS, facts, at)

    return paper


def test_the_same_facts_give_the_same_bytes(paper):
    assert paper(words="Et", more="To") == paper(more="To", words="Et")
    assert paper(words="Et") != paper(words="To")


def test_its_only_time_is_the_one_that_it_is_told(paper):
    told = PdfReader(BytesIO(paper(words="Et"))).metadata
    assert (told.creation_date, told.modification_date) == (AT, AT)
    assert paper(words="Et") != paper(datetime(2022, 2, 24, tzinfo=UTC), words="Et")


def test_a_clock_that_is_finer_than_a_papers_gives_the_same_paper(paper):
    assert paper(AT.replace(microsecond=123_456), words="Et") == paper(words="Et")


def test_its_fonts_are_ours_and_in_the_file(paper):
    [page] = PdfReader(BytesIO(paper(words="Æøå", more="fed"))).pages
    fonts = [each.get_object() for each in page["/Resources"]["/Font"].values()]
    assert len(fonts) == 2
    for font in fonts:
        [inner] = font["/DescendantFonts"]
        described = inner.get_object()["/FontDescriptor"]
        assert "IBMPlexSans" in described["/FontName"]
        assert "/FontFile2" in described or "/FontFile3" in described


@pytest.mark.parametrize(
    "words", ['#panic("x")', "*fed*", "$x$", '"]', "#read(paper.typ)", "#import x: *"]
)
def test_code_in_words_stays_words(paper, words):
    [page] = PdfReader(BytesIO(paper(words=words))).pages
    assert words in page.extract_text()
