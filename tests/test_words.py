"""Numbers in words."""

import pytest

from experiments.words import duration, many, size


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (0.1, "1 second"), (59, "59 seconds"), (61, "1 minute"), (1800, "30 minutes"),
        (5401, "1.5 hours"), (36e5, "1,000.0 hours"),
    ],
)  # fmt: skip
def test_times_have_the_unit_that_suits_them(seconds: float, said: str) -> None:
    assert duration(seconds) == said


def test_counts_and_sizes() -> None:
    assert (many(1, "part"), many(2_000, "part")) == ("1 part", "2,000 parts")
    assert (size(2.5e6), size(1e9)) == ("2.5 MB", "1.0 GB")
