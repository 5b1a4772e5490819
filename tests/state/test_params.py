"""Parameter records as kernels read them."""

import pickle
from typing import Any

import numpy as np
import pytest
from pydantic import ValidationError

from sim.kernels import INTERPRETED, kernel
from sim.processes import Dynamics
from sim.state import params as module
from sim.state.params import Parameters, pack


class Some(Parameters):
    rate: float = 0.25
    count: int = 3


@kernel
def half_of(q: Any) -> float:
    return 0.5 * q[0].rate + q[0].count


def test_kernels_read_a_packed_record() -> None:
    assert half_of(pack(Some(rate=0.5))) == 3.25


@pytest.mark.parametrize("interpreted", [False, True])
def test_both_forms_hold_the_same_numbers(
    interpreted: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "INTERPRETED", interpreted)
    for name in Dynamics.model_fields:
        record = getattr(Dynamics(), name)
        q: Any = pack(record)
        for field in type(record).model_fields:
            assert getattr(q[0], field) == getattr(record, field), f"{name}.{field}"


@pytest.mark.skipif(INTERPRETED, reason="nothing is compiled")
def test_a_copy_of_a_packed_record_lives_on_its_own() -> None:
    copied = pickle.loads(pickle.dumps(pack(Some(rate=0.5))))
    litter = [np.full(2, 9.0) for _ in range(50)]
    assert half_of(copied) == 3.25
    assert len(litter) == 50


def test_records_are_frozen_and_refuse_what_they_do_not_know() -> None:
    with pytest.raises(ValidationError):
        Some(speed=1.0)  # type: ignore[call-arg]
    with pytest.raises(ValidationError):
        Some().rate = 1.0  # type: ignore[misc]
