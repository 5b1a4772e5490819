"""An agent is a view of one row of one table: it reads and writes the world and owns no data."""

from math import isfinite
from types import ModuleType
from typing import TYPE_CHECKING, Any, ClassVar, Self

from sim.agents.attributes import column_property, gone, html_table, name_properties
from sim.agents.grid import MapCell, row_of_cell
from sim.compat import MESA_ATTRIBUTES, CellAgent
from sim.errors import nearest
from sim.state.table import Table
from sim.state.world import TABLES

if TYPE_CHECKING:
    from sim.model import PeacekeepingModel

OWN = frozenset({"row", "generation", "rows"}) | MESA_ATTRIBUTES


class RowAgent(CellAgent):
    """A Mesa agent that is a view of one row.

    Every column of the row's table is an attribute: reading takes the number from the table,
    assigning changes the table, and so the run. ``help(Band.morale)`` gives unit and meaning.

    To try a rule of your own, subclass a kind and override :meth:`decide`. The class is given to
    the model, for all agents of the kind, or adopts single ones:

    >>> from sim import PeacekeepingModel
    >>> from sim.agents import Band
    >>> class Quiet(Band):
    ...     def decide(self):
    ...         self.hide()
    >>> model = PeacekeepingModel("classroom", kinds=[Quiet])
    >>> model.step()
    >>> set(model.agents_by_type[Quiet].get("action_name"))
    {'hide'}
    >>> other = PeacekeepingModel("classroom")
    >>> band = list(other.agents_by_type[Band])[0]
    >>> Quiet.adopt(band) is band
    True

    Attributes:
        model: the model the agent lives in.
        row, generation: which row it views; a freed row is used again under the next generation.
        rows: the table of that row.
        unique_id: its number as a Mesa agent.
    """

    model: "PeacekeepingModel"
    row: int
    generation: int
    rows: Table
    unique_id: int

    table: ClassVar[str] = ""
    """Name of the table in the world, such as ``bands``."""
    shown: ClassVar[tuple[str, ...]] = ()
    """Columns that the short description names."""
    in_python: ClassVar[bool] = False
    """Whether the class decides in Python rather than by the compiled rule."""
    _kind: ClassVar[type["RowAgent"]]  # Band, for Band and its subclasses
    _rule: ClassVar[ModuleType]
    _settings: ClassVar[str]
    _known: ClassVar[frozenset[str]] = frozenset()

    def __init_subclass__(
        cls, table: str = "", rule: ModuleType | None = None, settings: str = "", **kwargs: Any
    ) -> None:
        """Make the attributes of a new kind, or note what a user's subclass overrides."""
        super().__init_subclass__(**kwargs)
        if not table or rule is None:
            if not cls.table:
                raise TypeError(f"{cls.__name__}: subclass a kind of agent, such as Band")
            cls.in_python = cls.decide is not cls._kind.decide
            # Only the kinds themselves refuse unknown attributes: a subclass may have its own.
            if "__setattr__" not in vars(cls):
                cls.__setattr__ = object.__setattr__  # type: ignore[assignment, method-assign]
            return
        cls._kind, cls.table, cls._rule, cls._settings = cls, table, rule, settings
        for name, column in TABLES[table].columns.items():
            made = {name: column_property(column), **name_properties(column)}
            for attribute in made.keys() - OWN:
                if not hasattr(cls, attribute):
                    setattr(cls, attribute, made[attribute])
        cls._known = OWN | {n for n in dir(cls) if isinstance(getattr(cls, n), property)}

    # ------------------------------------------------------------ life

    def __init__(self, model: "PeacekeepingModel", **values: Any) -> None:
        """Create a new agent: a new row with `values`, the rest at the columns' defaults.

        Raises:
            TypeError: the rows of this kind are fixed, or a name is no attribute.
        """
        if not TABLES[self.table].dynamic:
            raise TypeError(
                f"{self.table} are fixed when the model is built: a {self._kind.__name__} can be "
                f"changed, not added; say how many there are in the scenario"
            )
        self._check(values)
        row = self._create(model, values)
        self._bind(model, row)
        super().__init__(model)
        model.roster.admit(self)

    @classmethod
    def view(cls, model: "PeacekeepingModel", row: int) -> Self:
        """The object for a row that is there already; used by the model's roster."""
        agent = cls.__new__(cls)
        agent._bind(model, row)
        super(RowAgent, agent).__init__(model)
        agent.begin()
        return agent

    def _bind(self, model: "PeacekeepingModel", row: int) -> None:
        rows: Table = getattr(model.world, self.table)
        generation = int(rows.data["generation"][row]) if rows.dynamic else 0
        self.__dict__.update(row=row, generation=generation, rows=rows)

    @classmethod
    def _create(cls, model: "PeacekeepingModel", values: dict[str, Any]) -> int:
        """Bring a row to life; a kind extends it to keep the books. Returns the row."""
        values["cell"] = row_of_cell(model.world, values.get("cell"))
        rows: Table = getattr(model.world, cls.table)
        before = len(rows)
        row = rows.new(**values)
        if len(rows) != before:
            model.world.refresh()
        return row

    def begin(self) -> None:
        """Called once when an object takes a row over; set attributes of your own here."""

    def remove(self) -> None:
        """End the agent: its row is freed, and who or what was in it is accounted for.

        Raises:
            TypeError: the rows of this kind are fixed.
            LookupError: it is no more.
        """
        if not self.rows.dynamic:
            raise TypeError(
                f"{self.table} are fixed when the model is built: a {self._kind.__name__} can be "
                "changed, not removed"
            )
        if self.row is None:
            raise gone(self)
        self._settle()
        self._unchain()
        self.rows.free(self.row)
        self.model.roster.dismiss(self)

    def _settle(self) -> None:
        """Account for who or what is in the row before it is freed."""

    def _unchain(self) -> None:
        """Take the row out of its cell's chain, so that nobody meets it for the rest of a week."""
        if "next_here" not in self.rows.columns or self.rows.cols["cell"][self.row] < 0:
            return
        cell = self.rows.cols["cell"][self.row]
        heads, following = self.model.world.cells.cols[self.table], self.rows.cols["next_here"]
        place, chain = cell, heads
        while chain[place] >= 0 and chain[place] != self.row:
            place, chain = chain[place], following
        if chain[place] == self.row:
            chain[place] = following[self.row]

    # ------------------------------------------------------------ deciding

    def decide(self) -> None:
        """Decide for this week by the rule of the kind: the compiled function, for this row."""
        world = self.model.world
        self._rule.one_row(
            world.rows, world.params[self._settings], world.seed, world.week, self.row
        )

    def rest(self) -> None:
        """Intend nothing: what the week starts with for an agent that decides in Python."""

    @classmethod
    def takes_all(cls) -> bool:
        """Whether a class in ``kinds`` takes over every row of its kind, those yet to come too."""
        return next(c for c in cls.__mro__ if "applies" in vars(c)) is RowAgent

    @classmethod
    def applies(cls, agent: "RowAgent") -> bool:  # noqa: ARG003 - for subclasses to use
        """Whether a class in ``kinds`` takes `agent` over; override it to take only some."""
        return True

    @classmethod
    def adopt(cls, agent: "RowAgent") -> Self:
        """Make an agent one of this class, from now on; it stays the same object.

        ``Band.adopt(agent)`` gives an agent back to the compiled rule.

        Raises:
            TypeError: the agent is of another kind.
        """
        if agent._kind is not cls._kind:
            raise TypeError(f"{cls.__name__} is a {cls._kind.__name__}: it cannot adopt {agent!r}")
        if agent.row is None:
            raise gone(agent)
        agent.model.roster.convert(agent, cls)
        return agent

    # ------------------------------------------------------------ place

    @property
    def cell(self) -> "MapCell | None":
        """Where it is: a cell of ``model.grid``, or None. Assign a cell to move it at once."""
        row = self.cell_row
        return None if row < 0 else self.model.grid.at(row)

    @cell.setter
    def cell(self, cell: Any) -> None:
        self.rows.cols["cell"][self.row] = row_of_cell(self.model.world, cell)

    @property
    def cell_row(self) -> int:
        """Row of its cell in the table of cells; -1 where it is on no cell."""
        try:
            return self.rows.cols["cell"][self.row]
        except TypeError:
            raise gone(self) from None

    # ------------------------------------------------------------ looks

    @property
    def alive(self) -> bool:
        """Whether the agent is still there."""
        return self.row is not None

    def __repr__(self) -> str:
        if self.row is None:
            return f"<{type(self).__name__} that is no more>"
        place = self.cell_row
        world = self.model.world
        where = "" if place < 0 else f" at ({place % world.width}, {place // world.width})"
        facts = ", ".join(self._show(name) for name in self.shown)
        return f"<{type(self).__name__} {self.row}{where}: {facts}>"

    def _show(self, name: str) -> str:
        value = getattr(self, name)
        if isinstance(value, str):
            return value
        return f"{name} {value:,.0f}" if float(value).is_integer() else f"{name} {value:.2f}"

    def _repr_html_(self) -> str:
        return repr(self) if self.row is None else html_table(repr(self), self.rows, self.row)

    def __setattr__(self, name: str, value: Any) -> None:
        if name not in self._known:
            raise AttributeError(self._unknown(name))
        object.__setattr__(self, name, value)

    @classmethod
    def _unknown(cls, name: str) -> str:
        close = nearest(name, [*TABLES[cls.table].columns, "cell"])
        hint = f": did you mean {close!r}?" if close else ""
        return (
            f"{cls.__name__} has no attribute {name!r}{hint} "
            f"(for attributes of your own, subclass {cls.__name__})"
        )

    @classmethod
    def _check(cls, values: dict[str, Any]) -> None:
        for name, value in values.items():
            if name not in TABLES[cls.table].columns or name in OWN:
                raise TypeError(cls._unknown(name))
            if isinstance(value, int | float) and not isfinite(value):
                raise ValueError(f"{cls.__name__}.{name} cannot be {value}: give a number")
