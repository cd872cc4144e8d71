"""A timeline is drawn so that it can be read without colours, and only once."""

from datetime import UTC, datetime, timedelta

from api.pages.stalking_picture import SHAPES, chart_of, drawn
from api.pages.stalking_rows import Mark, Sort, lanes_of
from domain.stalking_summary import PARAGRAPH_242

DAY = timedelta(days=1)
SERVED = datetime(2026, 1, 28, 11, tzinfo=UTC)


def mark(sort: Sort, lane: str, at: datetime = SERVED, count: int = 1) -> Mark:
    return Mark(at, sort, lane, "114", count, "H-1")


CONTACT, CALLS = mark(Sort.CONTACT, "Henvendelser"), mark(Sort.ACT, "Opkald", count=23)
SMS = mark(Sort.ACT, "Sms", SERVED + DAY)


def test_each_sort_has_a_shape_and_a_colour_of_its_own():
    assert SHAPES.keys() == set(Sort)
    for told in zip(*SHAPES.values(), strict=True):
        assert len(set(told)) == len(Sort)


def test_contacts_come_first_then_acts_as_they_came_then_orders():
    breach = mark(Sort.BREACH, "Meldt overtrådt")
    rows = (breach, CALLS, CONTACT, SMS)
    assert lanes_of(rows) == ["Henvendelser", "Opkald", "Sms", "Meldt overtrådt"]


def test_how_often_is_written_beside_the_mark():
    picture = drawn((CONTACT, CALLS))
    assert ">23</text>" in picture
    assert ">1</text>" not in picture


def test_the_paragraph_has_its_line_only_where_the_course_began_before_it():
    before = mark(Sort.CONTACT, "Henvendelser", PARAGRAPH_242 - DAY)
    after = mark(Sort.CONTACT, "Henvendelser", PARAGRAPH_242)
    assert "§ 242" in drawn((before, after))
    assert "§ 242" not in drawn((before,))
    assert "§ 242" not in drawn((after, CONTACT))


def test_times_are_drawn_as_danish_clocks_show_them():
    midnight = mark(Sort.CONTACT, "Henvendelser", datetime(2026, 6, 3, 22, tzinfo=UTC))
    [values] = chart_of((midnight,)).to_dict()["datasets"].values()
    assert [each["at"] for each in values] == ["2026-06-04T00:00:00Z"]


def test_equal_rows_are_drawn_once_and_others_anew():
    first = drawn((CONTACT, CALLS))
    assert drawn((mark(Sort.CONTACT, "Henvendelser"), CALLS)) is first
    assert drawn((CONTACT, SMS)) != first


def test_a_picture_carries_no_styles_which_pages_forbid():
    assert "style=" not in drawn((CONTACT, CALLS))
