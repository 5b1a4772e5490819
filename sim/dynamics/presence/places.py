"""What places remember, and who controls daily life in them."""

from typing import Any

from sim.kernels import kernel, relax


@kernel
def forget(t: Any, q: Any) -> None:
    """Let the memory of violence and danger fade by a week."""
    fade = 1.0 - q[0].memory
    for i in range(len(t.cells)):
        cell = t.cells[i]
        cell.violence *= fade
        cell.killings *= fade
        cell.abused *= fade
        cell.danger *= fade
        cell.robbed *= fade


@kernel
def shift_control(t: Any, q: Any) -> None:
    """Move control of each community towards the balance of force present (Kalyvas 2006)."""
    p = q[0]
    for i in range(len(t.communities)):
        people = t.communities[i]
        cell = t.cells[people.cell]
        thousands = max(cell.population, 1.0) * 0.001
        office = p.office * t.districts[people.district].administration
        state = (cell.state_force + p.nearby * cell.state_reach) / thousands + office
        rebels = p.rebel_weight * cell.fighters / thousands
        balance = (state - rebels) / (state + rebels + p.control_half)
        people.control = relax(people.control, balance, p.control_rate)
