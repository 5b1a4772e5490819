"""The purses of armed groups: levies, sponsors, pay of fighters."""

from typing import Any

from sim.dynamics.membership import stock_up
from sim.kernels import clamp, kernel, relax
from sim.state import codes

TAX, LATENT = codes.TAX, codes.LATENT


@kernel
def pay_groups(t: Any, q: Any, wage: float) -> None:
    """Armed groups: tax where bands decided to, take sponsors' money, pay fighters."""
    p = q[0]
    for i in range(len(t.bands)):
        band = t.bands[i]
        if band.alive == 0 or band.action != TAX or band.target < 0:
            continue
        people = t.communities[band.target]
        output = 0.001 * people.population * people.income * p.output
        hold = clamp(0.5 - 0.5 * people.control, 0.1, 1.0)
        crew = band.fighters / (band.fighters + 20.0)
        taken = p.levy * output * hold * crew
        stock_up(t, i, min(6.0, 0.5 * taken / (wage * band.fighters)))
        t.factions[band.faction].money += 0.5 * taken
        t.books[0].raised += 0.5 * taken
        people.capital = max(0.05, people.capital - 0.02 * taken / max(output, 1e-9))
    for f in range(1, len(t.factions)):
        group = t.factions[f]
        if group.status == LATENT:
            group.pay = relax(group.pay, 0.3, 0.05)
            continue
        grant = group.sponsor * (1.0 - min(1.0, group.sanctions)) + group.rival
        group.money += grant
        t.books[0].raised += grant
        need = wage * group.fighters
        spend = min(group.money, need)
        group.money -= spend
        t.books[0].paid += spend
        group.pay = relax(group.pay, spend / max(need, 1e-9) if need > 0.0 else 0.5, 0.2)
