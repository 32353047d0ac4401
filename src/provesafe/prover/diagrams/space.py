"""The library that builds diagrams: CUDD where its wheel is installed, else pure Python.

Everything else in this room sees a `Space` and the functions it gives out, which know `&`, `|`
and `~`. A manager has a budget of nodes; what does not fit ends in an error that `ran_out`
knows, which is a turn of the search for a good variable order and never leaves the room.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from dd import autoref

from provesafe.prover.diagrams.flat import Diagram

try:
    from dd import cudd
except ImportError:  # no wheel for this machine: slower, the same answers
    cudd = None

__all__ = ["OverBudget", "Space", "flatten", "is_compiled"]

BYTES_A_NODE = 64
"""What CUDD takes for a node with its share of tables; the limit in bytes only backs the count."""
BYTES_AT_FIRST = 1 << 24
BYTES_A_VARIABLE = 1 << 13
"""A table of its own for each, empty as it may be: thousands of events need room before a node."""
CACHE_ENTRIES = 1 << 14
LARGE_NODES = 4_000_000
"""From such a budget on results are kept more freely: of small ones they would take the room."""
CACHE_GROWS_AT = 5
"""Per cent of results found again: CUDD's own 30 keeps its table small, and large trees slow."""


class OverBudget(Exception):  # noqa: N818 - a turn of the search for an order, never an answer
    """The diagram has outgrown the nodes it was given."""


def is_compiled() -> bool:
    """Whether CUDD is there."""
    return cudd is not None


class Space:
    """A space of `count` variables, asked in the order of their numbers."""

    def __init__(
        self,
        count: int,
        *,
        engine: str = "cudd",
        budget_nodes: int = 1 << 62,
        reorder: bool = False,
    ) -> None:
        """
        Args:
            count: how many variables.
            engine: `cudd` (falls back where it is not installed) or `python`.
            budget_nodes: how many nodes may live at once.
            reorder: let CUDD look for better orders as diagrams grow.
        """
        compiled = engine == "cudd" and cudd is not None
        self.inside: Any = cudd.BDD(initial_cache_size=CACHE_ENTRIES) if compiled else autoref.BDD()
        # The plain library would take longer to look for an order than any order saves.
        self.inside.configure(reordering=reorder and compiled)
        if compiled and budget_nodes < 1 << 40:
            room = BYTES_AT_FIRST + BYTES_A_VARIABLE * count + BYTES_A_NODE * budget_nodes
            self.inside.configure(max_memory=room)
            if budget_nodes >= LARGE_NODES:
                self.inside.configure(min_hit=CACHE_GROWS_AT)
        self.compiled = compiled
        self.budget_nodes = budget_nodes
        # Looking for what is dead forgets all results: no sooner than the budget asks for it.
        self.swept_at = budget_nodes
        names = [f"v{number}" for number in range(count)]
        self.inside.declare(*names)
        self.variables: Sequence[Any] = [self.inside.var(name) for name in names]
        self.true: Any = self.inside.true
        self.false: Any = self.inside.false

    def check(self) -> None:
        """Ask whether what lives is still within the budget; CUDD stops by itself, in bytes.

        The plain library keeps what nobody needs any more until it is told to look for it.

        Raises:
            OverBudget: it is not.
        """
        if self.compiled or len(self.inside) <= self.swept_at:
            return
        self.inside.collect_garbage()
        self.swept_at = len(self.inside) + self.budget_nodes // 2
        if len(self.inside) > self.budget_nodes:
            raise OverBudget

    def ran_out(self, error: Exception) -> bool:
        """Whether an error says that there is no more room; all others are faults of ours.

        CUDD then gives a null pointer, and its wrapper complains of that. The plain library calls
        itself as deep as there are variables, and a thousand is where Python stops it.
        """
        return isinstance(error, OverBudget | MemoryError | RecursionError) or (
            self.compiled and ("NULL" in str(error) or "failed" in str(error))
        )

    def ite(self, chosen: Any, then: Any, otherwise: Any) -> Any:
        """`then` where `chosen` holds, else `otherwise`."""
        return self.inside.ite(chosen, then, otherwise)

    def xor(self, left: Any, right: Any) -> Any:
        """Where exactly one of both holds."""
        return self.inside.apply("xor", left, right)

    def level(self, variable: int) -> int:
        """Where a variable is asked now."""
        return int(self.inside.level_of_var(f"v{variable}"))

    def cube(self, values: Mapping[int, bool]) -> Any:
        """Where every variable has the value it is given."""
        return self.inside.cube({f"v{number}": value for number, value in values.items()})

    def count(self, function: Any, variables: int) -> int:
        """How many ways there are to give `variables` variables values so that it holds.

        Exact while there are fewer than 2^53; CUDD counts in floating point.
        """
        return int(self.inside.count(function, nvars=variables))

    def image(self, reached: Any, guard: Any, written: Sequence[str], after: Any) -> Any:
        """Where a step leads from `reached`: what it writes is forgotten, then is as `after`."""
        if self.compiled:
            return cudd.and_exists(reached, guard, written) & after
        taken = reached & guard
        return taken if taken == self.false else self.inside.exist(written, taken) & after

    def given(self, function: Any, values: Mapping[str, bool]) -> Any:
        """What is left of a function when some variables, by name, are known."""
        return self.inside.let(values, function)

    def exist(self, variables: Iterable[int], of: Any) -> Any:
        """Where some values of `variables` make `of` hold."""
        return self.inside.exist([f"v{number}" for number in variables], of)


def flatten(manager: Space, function: Any) -> Diagram:
    """A function as tables of its own; the variables keep their numbers.

    Complemented edges are written out: at most twice the nodes.
    """
    succ = manager.inside.succ
    ids: dict[int, int] = {int(manager.false): 0, int(manager.true): 1}
    ranks, lows, highs = [-1, -1], [0, 1], [0, 1]
    waiting: list[Any] = [function]
    while waiting:
        one = waiting[-1]
        key = int(one)
        if key in ids:
            waiting.pop()
            continue
        level, low, high = succ(one)
        if one.negated:
            low, high = ~low, ~high
        low_id, high_id = ids.get(int(low)), ids.get(int(high))
        if low_id is None:
            waiting.append(low)
        if high_id is None:
            waiting.append(high)
        if low_id is not None and high_id is not None:
            waiting.pop()
            ids[key] = len(ranks)
            ranks.append(level)
            lows.append(low_id)
            highs.append(high_id)
    return Diagram(
        numbers=sorted(range(len(manager.variables)), key=manager.level),
        ranks=ranks,
        lows=lows,
        highs=highs,
        root=ids[int(function)],
    )
