"""Parameter records as kernels read them."""

from typing import Any

import numpy as np
import pytest
from pydantic import ValidationError

from sim.kernels import kernel
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
            have = q[0][field] if isinstance(q, np.ndarray) else getattr(q[0], field)
            assert have == getattr(record, field), f"{name}.{field}"


def test_records_are_frozen_and_refuse_what_they_do_not_know() -> None:
    with pytest.raises(ValidationError):
        Some(speed=1.0)  # type: ignore[call-arg]
    with pytest.raises(ValidationError):
        Some().rate = 1.0  # type: ignore[misc]
