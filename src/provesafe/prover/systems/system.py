"""A transition system as one ground table, which every engine reads.

A state is an integer: each variable has its own bits. A row can be taken where its guard holds and
then writes:

    taken in s     iff  s & guard_mask == guard_value   and its failure, if any, is allowed
    leads to       s & ~write_mask | write_value

A failure is allowed or not once for a whole run ("permitted, never forced"): allowing more only
adds runs, so that what can be reached grows with the set of failures, and the minimal sets that
reach a hazard say everything.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product

from provesafe.errors import invariant
from provesafe.prover.errors import TooLargeError

__all__ = ["Act", "Row", "System", "SystemBuilder", "Variable"]

ROWS_MAX = 200_000
"""LIMIT: a hundred times what a day with three weapons needs."""
NO_FAILURE = -1


@dataclass(frozen=True, slots=True, kw_only=True)
class Variable:
    """`values` numbers, kept in `bits` bits from bit `offset` on; `block` keeps kin together."""

    name: str
    offset: int
    bits: int
    values: int
    block: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """What somebody does, as it is told; `failure` is a number of the system's failures."""

    name: str
    say: str = ""
    by: str = ""
    failure: int = NO_FAILURE


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table; `act` is the number of the act it is a case of."""

    guard_mask: int
    guard_value: int
    write_mask: int
    write_value: int
    failure: int
    act: int


@dataclass(frozen=True, slots=True, kw_only=True)
class System:
    """A transition system; a hazard is reached where one of `hazards` (mask, value) holds."""

    variables: tuple[Variable, ...]
    initial: int
    acts: tuple[Act, ...]
    rows: tuple[Row, ...]
    failures: tuple[str, ...]
    failure_blocks: tuple[int, ...]
    hazards: tuple[tuple[int, int], ...]

    @property
    def bits(self) -> int:
        """How many bits a state has."""
        return sum(variable.bits for variable in self.variables)

    @property
    def blocks(self) -> int:
        """How many blocks of variables there are."""
        own = (*(variable.block for variable in self.variables), *self.failure_blocks)
        return 1 + max(own, default=0)

    def is_hazard(self, state: int) -> bool:
        """Whether a state is one nobody wants."""
        return any(state & mask == value for mask, value in self.hazards)

    def values(self, state: int) -> Mapping[str, int]:
        """What each variable is in a state."""
        return {one.name: state >> one.offset & (1 << one.bits) - 1 for one in self.variables}

    def digest(self) -> str:
        """SHA-256 over the table: the same number, the same question."""
        text = repr((self.initial, self.rows, self.failures, self.hazards))
        return hashlib.sha256(text.encode()).hexdigest()

    def merged(self, groups: Mapping[str, str]) -> System:
        """The same system with failures renamed; those that get one name happen together.

        Args:
            groups: the new name by the old one; who is not in it keeps its name.
        """
        names = [groups.get(name, name) for name in self.failures]
        kept = tuple(dict.fromkeys(names))
        number = {name: at for at, name in enumerate(kept)}
        now = [number[name] for name in names]
        blocks = [self.failure_blocks[names.index(name)] for name in kept]
        return System(
            variables=self.variables,
            initial=self.initial,
            acts=tuple(
                Act(
                    name=act.name,
                    say=act.say,
                    by=act.by,
                    failure=NO_FAILURE if act.failure < 0 else now[act.failure],
                )
                for act in self.acts
            ),
            rows=tuple(
                row
                if row.failure < 0
                else Row(
                    row.guard_mask,
                    row.guard_value,
                    row.write_mask,
                    row.write_value,
                    now[row.failure],
                    row.act,
                )
                for row in self.rows
            ),
            failures=kept,
            failure_blocks=tuple(blocks),
            hazards=self.hazards,
        )


@dataclass(frozen=False, slots=True)
class SystemBuilder:
    """Gathers variables, acts and hazards, by name, and writes the table."""

    _variables: dict[str, Variable] = field(default_factory=dict)
    _initial: int = 0
    _bits: int = 0
    _failures: dict[str, int] = field(default_factory=dict)
    _acts: list[Act] = field(default_factory=list)
    _rows: dict[Row, None] = field(default_factory=dict)
    _hazards: list[tuple[int, int]] = field(default_factory=list)

    def variable(self, name: str, values: int, *, start: int = 0, block: int = 0) -> None:
        """Add a variable with `values` numbers that begins as `start`."""
        invariant(name not in self._variables, f"{name} is there already")
        bits = max(1, (values - 1).bit_length())
        self._variables[name] = Variable(
            name=name, offset=self._bits, bits=bits, values=values, block=block
        )
        self._initial |= start << self._bits
        self._bits += bits

    def failure(self, name: str, *, block: int = 0) -> int:
        """The number of a failure; a name that is new gets the next one."""
        if name not in self._failures:
            self._failures[name] = block
        return list(self._failures).index(name)

    def act(
        self,
        act: Act,
        needs: Mapping[str, Sequence[int]],
        does: Mapping[str, int | str],
    ) -> None:
        """Add an act: a row for each combination of what it needs.

        Args:
            act: what is told of it, and its failure.
            needs: the values each variable may have; one not named may have any.
            does: the value each variable gets; a name copies that variable.

        Raises:
            TooLargeError: there are more than ROWS_MAX rows.
        """
        self._acts.append(act)
        wanted = dict(needs)
        for source in does.values():
            if isinstance(source, str) and source not in wanted:
                wanted[source] = range(self._variables[source].values)
        for chosen in product(*wanted.values()):
            guard = dict(zip(wanted, chosen, strict=True))
            writes = {
                name: guard[value] if isinstance(value, str) else value
                for name, value in does.items()
            }
            if all(guard.get(name) == value for name, value in writes.items()):
                continue  # changes nothing
            row = Row(*self._cube(guard), *self._cube(writes), act.failure, len(self._acts) - 1)
            self._rows[row] = None
            if len(self._rows) > ROWS_MAX:
                raise TooLargeError(f"the protocol has more than {ROWS_MAX} ground steps")

    def hazard(self, when: Mapping[str, Sequence[int]]) -> None:
        """Add a hazard: it is reached where every named variable has one of its values."""
        for chosen in product(*when.values()):
            self._hazards.append(self._cube(dict(zip(when, chosen, strict=True))))

    def system(self) -> System:
        """What was gathered."""
        return System(
            variables=tuple(self._variables.values()),
            initial=self._initial,
            acts=tuple(self._acts),
            rows=tuple(self._rows),
            failures=tuple(self._failures),
            failure_blocks=tuple(self._failures.values()),
            hazards=tuple(self._hazards),
        )

    def _cube(self, values: Mapping[str, int]) -> tuple[int, int]:
        mask = value = 0
        for name, number in values.items():
            one = self._variables[name]
            invariant(0 <= number < one.values, f"{name} has no value {number}")
            mask |= (1 << one.bits) - 1 << one.offset
            value |= number << one.offset
        return mask, value


def members(failures: int) -> Iterator[int]:
    """The numbers in a set of failures that is kept as bits."""
    number = 0
    while failures:
        if failures & 1:
            yield number
        failures >>= 1
        number += 1
