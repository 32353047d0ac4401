"""Formulas over flags mean what the reference says, with flags known and with flags open."""

from __future__ import annotations

from collections import Counter

from generate import Sample, make_sample
from provesafe.prover.errors import TooLargeError
from provesafe.prover.running.conditions import ALWAYS, NEVER, Conditions
from provesafe.prover.running.families import Families
from provesafe.prover.running.moment import Flags, Moment
from provesafe.prover.running.track import Track
from provesafe.rulebook import Formula, Value, arrange, free_variables, solutions

SEEDS = range(120)
Rows = set[tuple[Value, ...]]


def _compiled(sample: Sample) -> tuple[Formula, Families] | None:
    core = arrange(sample.formula)
    families = Families()
    try:
        families.gather(core)
    except TooLargeError:
        return None
    return core, families


def _wanted(sample: Sample, core: Formula, index: int) -> Rows:
    free = free_variables(core)
    found = solutions(sample.formula, sample.trace, index, observed_until=sample.observed_until)
    return {tuple(row[name] for name in free) for row in found}


def test_a_record_followed_by_flags_is_judged_as_the_reference_judges_it() -> None:
    """Every row, at every time-point, for every rule that flags can keep."""
    told: Counter[str] = Counter()
    for seed in SEEDS:
        sample = make_sample(seed, klass="past", aggregates=False, depth=2)
        compiled = _compiled(sample)
        if compiled is None:
            told["more than flags"] += 1
            continue
        core, families = compiled
        free, track = free_variables(core), Track(families)
        for index, point in enumerate(sample.trace):
            moment = track.moment(point.facts, point.seconds)
            rows = {
                tuple(row[name] for name in free)
                for row, condition in moment.answers(core, {})
                if condition == ALWAYS
            }
            assert rows == _wanted(sample, core, index), (seed, index)
            told["rows" if rows else "none"] += 1
            told["families"] += len(families.listed)
            track.follow([point])
    assert told["rows"] > 40
    assert told["none"] > 40
    assert told["families"] > 200


def test_open_flags_say_of_every_case_what_known_flags_say() -> None:
    """A condition, asked with the flags as they are, is the answer with known flags."""
    compared = 0
    for seed in SEEDS[::2]:
        sample = make_sample(seed, klass="past", aggregates=False, depth=2)
        compiled = _compiled(sample)
        if compiled is None:
            continue
        core, families = compiled
        track = Track(families)
        keys = [
            (f.number, key) for f in families.listed for key in _ever(sample, families)[f.number]
        ]
        for point in sample.trace:
            before = track.at(point.seconds)
            conditions = Conditions()
            flags = {at: number for number, at in enumerate(keys)}
            literals = {
                number: before.get(family, {}).get(key, NEVER) == ALWAYS
                for (family, key), number in flags.items()
            }
            symbolic: dict[int, dict[tuple[Value, ...], int]] = {}
            for (family, key), number in flags.items():
                symbolic.setdefault(family, {})[key] = conditions.flag(number)
            opened = Moment(tuple(point.facts), symbolic, families, conditions)
            condition = opened.holds(core, {})
            known = track.moment(point.facts, point.seconds).holds(core, {})
            assert conditions.holds(condition, literals) == (known == ALWAYS), seed
            compared += condition not in (ALWAYS, NEVER)
            track.follow([point])
    assert compared > 15


def _ever(sample: Sample, families: Families) -> Flags:
    """Every flag that is ever set along a trace."""
    track = Track(families)
    found: dict[int, dict[tuple[Value, ...], int]] = {one.number: {} for one in families.listed}
    for point in sample.trace:
        track.follow([point])
        for number, flags in track.flags.items():
            found[number].update(flags)
    return found
