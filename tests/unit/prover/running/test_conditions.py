"""Conditions: the same one is the same number, and each says what its table says."""

from __future__ import annotations

from itertools import product
from random import Random

from provesafe.prover.running.conditions import ALWAYS, NEVER, Conditions
from provesafe.prover.running.guards import ways_of

FLAGS = 4


def _made(conditions: Conditions, chance: Random, depth: int) -> tuple[int, str]:
    """A random condition and the same as a Python expression over f[0], f[1] …"""
    if depth == 0:
        number = chance.randrange(FLAGS)
        return conditions.flag(number), f"f[{number}]"
    one, said = _made(conditions, chance, depth - 1)
    other, also = _made(conditions, chance, depth - 1)
    match chance.randrange(3):
        case 0:
            return conditions.both(one, other), f"({said} and {also})"
        case 1:
            return conditions.either(one, other), f"({said} or {also})"
        case _:
            return conditions.negation(one), f"(not {said})"


def test_conditions_are_their_truth_tables() -> None:
    """Built by parts, asked as a whole, and cut by a flag, they agree with Python's own words."""
    chance, conditions = Random(1), Conditions()
    by_table: dict[tuple[bool, ...], int] = {}
    for _ in range(150):
        made, said = _made(conditions, chance, 3)
        rows = list(product((False, True), repeat=FLAGS))
        table = tuple(bool(eval(said, {"f": row})) for row in rows)
        assert tuple(conditions.holds(made, dict(enumerate(row))) for row in rows) == table
        assert by_table.setdefault(table, made) == made
        for flag, value in product(range(FLAGS), (False, True)):
            left = conditions.given(made, flag, value)
            assert flag not in set(conditions.flags(left))
    assert conditions.both(conditions.flag(0), conditions.negation(conditions.flag(0))) == NEVER
    assert conditions.either(conditions.flag(0), conditions.negation(conditions.flag(0))) == ALWAYS


def test_ways_are_a_guard_and_its_changes_case_by_case() -> None:
    """For every setting of the flags one way fits where the guard holds, and does as was said."""
    chance, conditions = Random(2), Conditions()
    for _ in range(60):
        guard, _ = _made(conditions, chance, 2)
        changes = {number: _made(conditions, chance, 2)[0] for number in (0, 2)}
        ways = list(ways_of(conditions, guard, changes))
        for row in product((False, True), repeat=FLAGS):
            flags = dict(enumerate(row))
            fits = [made for known, made in ways if known.items() <= flags.items()]
            assert len(fits) == conditions.holds(guard, flags)
            for made in fits:
                after = {**flags, **made}
                assert all(
                    after[number] == conditions.holds(condition, flags)
                    for number, condition in changes.items()
                )
