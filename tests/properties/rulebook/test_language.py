"""Laws of reading, writing and checking formulas."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from generate import SIGNATURE, Sample, make_sample
from provesafe.errors import ProvesafeError
from provesafe.rulebook import (
    Formula,
    arrange,
    check_formula,
    expand_lets,
    free_variables,
    parse_formula,
    render,
    substitute,
    to_core,
)
from provesafe.rulebook.formula import Const, Let, Var, children

SEEDS = st.integers(0, 2**32)
SAMPLES = SEEDS.map(make_sample)

# Pieces that a text could be put together from, sense or not.
PIECES = [
    *("AND", "OR", "NOT", "IMPLIES", "EQUIV", "SINCE", "UNTIL[0,5]", "ONCE[0,5]", "PREVIOUS"),
    *("EXISTS x.", "FORALL x, y.", "EVENTUALLY(0,3]", "p(x)", "q(_, y)", "a()", "x", "y", '"s"'),
    *("3", "-1", "- 1", "+", "*", "/", "MOD", "=", "<", "<=", "<-", "(", ")", "[0,*)", "TRUE"),
    *("s <- SUM n; x", "LET d(x) = p(x) IN", "d(x)", "(*", "*)", "#", "$n", "custody.holds(x)"),
]
TEXTS = st.lists(st.sampled_from(PIECES), max_size=14).map(" ".join)


@given(SAMPLES)
def test_what_is_written_is_read_back(sample: Sample) -> None:
    """parse(render(f)) = f, strictly and as MonPoly reads."""
    for formula in (sample.on, sample.require, sample.formula):
        assert parse_formula(render(formula)) == formula
        assert parse_formula(render(formula), strict=False) == formula


def read(text: str, *, strict: bool) -> Formula | None:
    """The formula a text stands for, or None where it is refused as an error of ours."""
    try:
        return parse_formula(text, strict=strict)
    except ProvesafeError as refusal:
        if refusal.span is None or not 0 <= refusal.span.start <= refusal.span.end <= len(text):
            raise
        return None


@given(TEXTS, st.booleans())
def test_any_words_are_read_or_refused(text: str, strict: bool) -> None:
    """Any words in any order are a formula that can be written and read again, or a refusal."""
    formula = read(text, strict=strict)
    if formula is not None:
        assert parse_formula(render(formula), strict=strict) == formula


@given(TEXTS)
def test_a_strict_text_is_read_as_monpoly_reads_it(text: str) -> None:
    """What a rule file accepts means the same to MonPoly."""
    strict = read(text, strict=True)
    assert strict is None or read(text, strict=False) == strict


@given(st.text(alphabet="pqxy()[],.;*<->=+/$#_'\" 0123mANDORTI\n∧{", max_size=40))
def test_any_characters_are_read_or_refused(text: str) -> None:
    """Any characters in any order are a formula or a refusal with a place."""
    strict = read(text, strict=True)
    assert strict is None or set(free_variables(strict)) <= set(re.findall(r"[A-Za-z0-9_']+", text))


@given(SAMPLES)
def test_samples_are_well_formed(sample: Sample) -> None:
    """The generator makes well-formed rules only; `require` is given what `on` binds."""
    types = check_formula(sample.on, SIGNATURE).types
    checked = check_formula(sample.require, SIGNATURE, bound=types)
    assert set(checked.types.items()) <= set(types.items())


@given(SAMPLES)
def test_arranging_keeps_the_free_variables(sample: Sample) -> None:
    """Arranging keeps the free variables, and arranging again changes nothing."""
    bound = frozenset(free_variables(sample.on))
    arranged = arrange(sample.require, bound)
    assert set(free_variables(arranged)) == set(free_variables(sample.require))
    assert set(free_variables(to_core(sample.require))) == set(free_variables(sample.require))
    assert arrange(arranged, bound) == arranged


@given(SAMPLES)
def test_no_let_is_left(sample: Sample) -> None:
    """`expand_lets` leaves no LET and the same free variables."""
    expanded = expand_lets(sample.formula)
    waiting: list[Formula] = [expanded]
    while waiting:
        part = waiting.pop()
        assert not isinstance(part, Let)
        waiting += children(part)
    assert set(free_variables(expanded)) == set(free_variables(sample.formula))


@given(SAMPLES, st.sampled_from(["w", "r", "k", "any1", "z1", "z2", "n3", "other"]))
def test_renaming_there_and_back_changes_no_verdict(sample: Sample, name: str) -> None:
    """Substituting a fresh variable and then the old one again gives back a formula that agrees."""
    fresh = Var("entirely_new")
    there = substitute(sample.require, {name: fresh})
    assert name not in free_variables(there)
    back = substitute(there, {fresh.name: Var(name)})
    assert set(free_variables(back)) == set(free_variables(sample.require))
    again = Sample(
        seed=sample.seed,
        signature=sample.signature,
        on=sample.on,
        require=back,
        trace=sample.trace,
        observed_until=sample.observed_until,
    )
    assert again.verdicts() == sample.verdicts()


@given(SAMPLES)
def test_a_value_put_in_is_a_value_given(sample: Sample) -> None:
    """Putting an occasion's values into `require` judges it as giving them from outside does."""
    for index, row, verdict in sample.verdicts()[:4]:
        closed = substitute(sample.require, {name: Const(value) for name, value in row.items()})
        assert not free_variables(closed)
        judged = Sample(
            seed=sample.seed,
            signature=sample.signature,
            on=parse_formula("TRUE"),
            require=closed,
            trace=sample.trace,
            observed_until=sample.observed_until,
        ).verdicts()
        if verdict != "pending":  # an occasion that is itself open may be pending for that alone
            assert (index, {}, verdict) in judged
