"""A trace cut by the values of a variable says together what it says whole."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import settings

from columns import as_if_complete, found, make_any_sample
from provesafe.monitor import compile_formula, piece_of, slicing
from provesafe.rulebook import TimePoint

SAMPLES = 3 * settings().max_examples
PIECES = 2


def test_the_pieces_together_say_what_the_whole_says() -> None:
    """Each piece has all time-points and its own facts, and each answer comes from one piece."""
    cut = 0
    for seed in range(SAMPLES):
        sample = as_if_complete(make_any_sample(seed))
        question = compile_formula(sample.formula, sample.signature)
        how = slicing(question)
        if how is None:
            continue
        column = question.variables.index(how.variable)
        together: set[object] = set()
        for piece in range(PIECES):
            points = tuple(
                TimePoint(
                    point.seconds,
                    frozenset(
                        fact
                        for fact in point.facts
                        if fact.predicate not in how.places
                        or piece_of(fact.arguments[how.places[fact.predicate]], PIECES) == piece
                    ),
                )
                for point in sample.trace
            )
            _, pairs = found(replace(sample, trace=points), question)
            own = {pair for pair in pairs if piece_of(pair[1][column], PIECES) == piece}  # type: ignore[arg-type]
            assert not own & together
            together |= own
        assert (seed, together) == (seed, set(found(sample, question)[1]))
        cut += 1
    assert cut > SAMPLES / 4
