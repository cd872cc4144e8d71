"""Rates district by district."""

from datetime import date

from domain.complaint_kinds import Outcome
from domain.places import DISTRICTS
from projections.complaint_rates import Basis, Numerator, by_district
from tests.projections.complaining import concluded, tell


def test_each_district_has_a_rate_of_its_own_and_none_is_missing(read_models):
    on = date(2020, 3, 1)
    for district, outcome in (
        ("1467", Outcome.CRITICISABLE),
        ("1467", Outcome.NO_CRITICISM),
        ("1470", Outcome.NO_CRITICISM),
    ):
        tell(read_models.parts, concluded(on, on, outcome, district=district))
    rates = by_district(read_models.db, Numerator.CRITICISED, Basis.DECIDED)
    assert list(rates) == list(DISTRICTS)
    counts = {name: (one.numerator, one.denominator) for name, one in rates.items()}
    assert counts == dict.fromkeys(DISTRICTS, (0, 0)) | {"1467": (1, 2), "1470": (0, 1)}
    assert [rates[name].rate for name in ("1467", "1470", "1471")] == [50.0, 0.0, None]
