"""The soak's verdict must find a leak, and nothing else."""

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from tests.benchmarks.soak.verdict import judged

SECONDS = [10.0 * place for place in range(180)]  # half an hour
BOUND = 12.0  # an hour
seeds = st.integers(0, 1000)


def noise(seed: int) -> list[float]:
    """A MiB or so up and down, and now and then a peak that goes away again."""
    random = Random(seed)
    return [random.gauss(0, 1) + (40 if random.random() < 0.05 else 0) for _ in SECONDS]


def series(seed: int, an_hour: float) -> list[float]:
    return [
        150 + an_hour * second / 3600 + wave
        for second, wave in zip(SECONDS, noise(seed), strict=True)
    ]


@given(seeds)
def test_a_process_that_leaks_is_found(seed: int) -> None:
    verdict = judged(SECONDS, series(seed, 24), BOUND)
    assert verdict.leaks
    assert 20 < verdict.an_hour < 28


@given(seeds)
def test_noise_and_peaks_are_no_leak(seed: int) -> None:
    assert not judged(SECONDS, series(seed, 0), BOUND).leaks


@given(seeds)
def test_what_is_filled_once_is_no_leak(seed: int) -> None:
    warming = [
        value - max(0.0, 100 - second / 5)
        for second, value in zip(SECONDS, series(seed, 0), strict=True)
    ]
    assert not judged(SECONDS, warming, BOUND).leaks


def test_steps_of_a_leak_are_seen_through() -> None:
    """Memory comes in arenas: flat for minutes, then a step."""
    stairs = [150 + 4 * (second // 480) for second in SECONDS]
    assert judged(SECONDS, stairs, BOUND).leaks
