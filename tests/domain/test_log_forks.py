"""A log ends once, and its end adds up."""

import pytest
from pydantic import ValidationError

from domain.event import By, Role
from domain.ids import fork_of, time_of
from domain.log_forks import ForkLog, LogForked, log_forks
from domain.origins import number_of, successor_of
from tests.specification import given

TOLD = {
    "origin": "genfind.example/archive/1",
    "successor": "genfind.example/archive/2",
    "size": 257,
    "root": "HtoEmkNR2G92Ilvx7Avvdgg6h2t8OX8ZNO1D4Q8yfbA=",
    "first_lost": 256,
    "lost": 1,
    "reason": "Disken og dens sikkerhedskopi gik tabt",
}
CUSTODIAN = By(id="D-0007", role=Role.CUSTODIAN, district=None)


def test_a_custodian_says_that_a_log_ended():
    given(log_forks).where(by=CUSTODIAN).when(ForkLog(**TOLD)).then(LogForked(**TOLD))


def test_it_ends_once():
    ended = LogForked(**TOLD)
    given(log_forks, ended).where(by=CUSTODIAN).when(ForkLog(**TOLD)).then_refused(
        "ended already"
    )


@pytest.mark.parametrize("role", [each for each in Role if each != Role.CUSTODIAN])
def test_nobody_else_says_so(role):
    by = By(id="K-1147", role=role, district=None)
    given(log_forks).where(by=by).when(ForkLog(**TOLD)).then_refused(
        "A custodian decides"
    )


@pytest.mark.parametrize(
    "wrong",
    [
        {"successor": "genfind.example/archive/3"},
        {"successor": "other.example/archive/2"},
        {"origin": "genfind.example/archive/01"},
        {"origin": "genfind.example"},
        {"lost": 0, "first_lost": 257},
        {"lost": 2},
        {"root": "HtoEmg=="},
        {"root": "x"},
        {"reason": " "},
        {"reason": "a\x00b"},
    ],
)
def test_what_does_not_add_up_is_no_end(wrong):
    with pytest.raises(ValidationError):
        ForkLog(**(TOLD | wrong))


def test_the_next_log_has_the_next_number():
    assert successor_of("a.example:8000/b/archive/9") == "a.example:8000/b/archive/10"
    assert number_of("a.example/archive/10") == 10


@pytest.mark.parametrize(
    "name", ["", "a.example", "a/archive/0", "a b/archive/1", "a+/archive/1"]
)
def test_what_is_no_name_of_a_log_has_no_successor(name):
    with pytest.raises(ValueError, match="named host"):
        successor_of(name)


def test_each_log_has_one_end_that_is_ahead_of_no_clock():
    ends = {fork_of(f"a.example/archive/{n}") for n in range(1, 100)}
    assert len(ends) == 99
    assert {time_of(each).year for each in ends} == {1970}
    assert {each.version for each in ends} == {7}
