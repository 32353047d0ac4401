"""The parser reads each construct as the tree says, and refuses the rest with a place."""

from __future__ import annotations

import pytest

from provesafe.rulebook import (
    Aggregate,
    AmbiguousFormulaError,
    And,
    Atom,
    Const,
    Exists,
    FormulaTooLargeError,
    Interval,
    Not,
    Once,
    ParameterError,
    ParseError,
    Since,
    Var,
    parse_formula,
    render,
)
from provesafe.rulebook.substitute import DEPTH_MAX


def atom(name: str, *variables: str) -> Atom:
    """An atom over variables."""
    return Atom(name, tuple(Var(v) for v in variables))


def test_a_rule_of_the_anchors_reads_as_its_tree() -> None:
    """A negated SINCE under AND NOT becomes exactly that tree."""
    text = 'handover(p,q,w) AND NOT ((NOT (EXISTS r. load(r,w,"blank"))) SINCE[0,1h] inspect(q,w))'
    load = Exists(("r",), Atom("load", (Var("r"), Var("w"), Const("blank"))))
    since = Since(Interval(0, 3600), Not(load), atom("inspect", "q", "w"))
    assert parse_formula(text) == And(atom("handover", "p", "q", "w"), Not(since))


def test_an_aggregation_reads_with_its_group() -> None:
    """`s <- SUM n; w (…)` keeps result, operation, column, group and body."""
    read = parse_formula("s <- SUM n; w (ONCE[0,12h] rounds(e, w, n))")
    body = Once(Interval(0, 43_200), atom("rounds", "e", "w", "n"))
    assert read == Aggregate("s", "SUM", "n", ("w",), body)


@pytest.mark.parametrize(
    ("written", "low", "high"),
    [
        ("[0,10]", 0, 10),
        ("[0,10)", 0, 9),
        ("(0,10]", 1, 10),
        ("(0,10)", 1, 9),
        ("[5m,2h]", 300, 7200),
        ("[1s,7d)", 1, 604_799),
        ("[3,*)", 3, None),
        ("[3,*]", 3, None),
        ("(3,*]", 4, None),
        ("[4,4]", 4, 4),
        (" [ 0 , 4 ] ", 0, 4),
    ],
)
def test_an_interval_is_kept_closed_and_in_seconds(written: str, low: int, high: int) -> None:
    """Half-open ends and units become closed whole seconds."""
    assert parse_formula(f"ONCE{written} a()") == Once(Interval(low, high), atom("a"))


@pytest.mark.parametrize(
    ("text", "column", "words"),
    [
        ("ONCE(0,1) a()", 5, "no whole second"),
        ("ONCE[5,3] a()", 5, "no whole second"),
        ("ONCE[0,0) a()", 5, "no whole second"),
        ("ONCE[-1,3] a()", 6, "negative"),
        ("ONCE[0,10y] a()", 8, "unit"),
        ("ONCE[0,10 m] a()", 11, "write `10m`"),
        ("ONCE[*,3] a()", 6, "number of seconds"),
        ("a() AND", 8, "the end"),
        ("a() and b()", 5, "`AND`"),
        ("x < y < z", 7, "`<`"),
        ("a() < 3", 5, "condition"),
        ("3 AND a()", 3, "value"),
        ("p(q(x))", 3, "value"),
        ("x = 1.5", 5, "whole number"),
        ("x = 'a'", 5, '`"a"`'),
        ('x = "a', 5, "never closed"),
        ("(* a()", 1, "never closed"),
        ("a() ∧ b()", 5, "`AND`"),
        ("x != y", 3, "NOT x = y"),
        ("a()\n  & b()", 3, "`AND`"),
        ("x = 9007199254740992", 5, "round"),
        ("LETPAST p(x) = q(x) IN p(x)", 1, "left out"),
        ("x SUBSTRING y", 3, "left out"),
        ("EXISTS x, x. p(x)", 11, "twice"),
        ("EXISTS . p(x)", 8, "name"),
        ("p(x,)", 5, "argument"),
        ("p(_x)", 3, "`_`"),
        ("x = _", 5, "`_`"),
        ("x = 30m", 5, "value"),
        ("s <- COUNT n (p(n))", 6, "CNT"),
    ],
)
def test_what_is_not_in_the_language_is_refused_at_its_place(
    text: str, column: int, words: str
) -> None:
    """Each fault gives its column and a message or hint that helps."""
    with pytest.raises(ParseError) as caught:
        parse_formula(text)
    assert caught.value.span is not None
    assert (caught.value.span.column, words in str(caught.value)) == (column, True)


def test_parameters_become_bounds_terms_and_sets() -> None:
    """`$name` is replaced in an interval, as a term, and as membership of a set."""
    read = parse_formula(
        "ONCE[$low,$high) (p(x, $kind) AND $roles(x))",
        parameters={"low": 2, "high": 9, "kind": "blank", "roles": ("armorer", "handler")},
    )
    members = parse_formula('x = "armorer" OR x = "handler"')
    inside = And(Atom("p", (Var("x"), Const("blank"))), members)
    assert read == Once(Interval(2, 8), inside)


def test_an_unset_parameter_is_a_star_and_only_above() -> None:
    """None opens an upper bound and is refused anywhere else."""
    assert parse_formula("ONCE[0,$b] a()", parameters={"b": None}) == Once(Interval(), atom("a"))
    for text in ("ONCE[$b,5] a()", "x = $b", "$b(x)"):
        with pytest.raises(ParameterError, match="not set"):
            parse_formula(text, parameters={"b": None})


@pytest.mark.parametrize(
    ("text", "value", "words"),
    [
        ("ONCE[0,$n] a()", "ten", "seconds"),
        ("ONCE[0,$n] a()", -1, "seconds"),
        ("x = $n", ("a",), "set"),
        ("$n(x)", "a", "not a set"),
        ("$n(x)", (), "empty set"),
        ("x = $n", 'a"b', "double quote"),
        ("x = $nn", 3, "did you mean `$n`"),
    ],
)
def test_an_unfit_parameter_is_named(text: str, value: object, words: str) -> None:
    """A parameter that cannot stand at its place is an error that names it."""
    with pytest.raises(ParameterError) as caught:
        parse_formula(text, parameters={"n": value})  # type: ignore[dict-item]
    assert words in str(caught.value)


def test_each_anonymous_variable_is_its_own() -> None:
    """`_` is hidden at its own atom, under a name that nothing else has."""
    read = parse_formula("p(_, x, _) AND q(any1)")
    hidden = Exists(("any2", "any3"), atom("p", "any2", "x", "any3"))
    assert read == And(hidden, atom("q", "any1"))


@pytest.mark.parametrize(
    "text",
    [
        "(" * 20_000,
        "NOT " * 20_000 + "a()",
        "x = " + "-" * 0 + "- " * 20_000 + "1",
        " AND ".join(["a()"] * (DEPTH_MAX + 1)),
        "x = " + " + ".join(["1"] * 10_000),
        "(" * 150 + "a()" + ")" * 150 + " AND a()" * 200,
        "a() " * 300_000,
        "EXISTS x. " * 5_000 + "p(x)",
    ],
)
@pytest.mark.parametrize("strict", [True, False])
def test_deep_and_huge_text_is_refused_without_recursion(text: str, strict: bool) -> None:
    """Every form of hostile size ends in a clear error."""
    with pytest.raises(ParseError) as caught:
        parse_formula(text, strict=strict)
    assert isinstance(caught.value, FormulaTooLargeError) or "a() a()" in text


def test_a_formula_of_too_many_parts_is_refused() -> None:
    """Width is limited as depth is."""
    text = "a()"
    for _ in range(14):
        text = f"({text} OR {text})"
    with pytest.raises(FormulaTooLargeError, match="parts"):
        parse_formula(text)


def test_the_smallest_part_with_two_readings_is_shown() -> None:
    """The message leaves out all that is clear, and the span is that part's."""
    text = "(NOT c()) IMPLIES (d() OR (ONCE a() AND b()))"
    with pytest.raises(AmbiguousFormulaError) as caught:
        parse_formula(text)
    assert "`ONCE[0,*) (a() AND b())`" in caught.value.message
    assert "`(ONCE[0,*) a()) AND b()`" in caught.value.message
    assert "c()" not in caught.value.message
    span = caught.value.span
    assert span is not None
    assert text[span.start : span.end] == "ONCE a() AND b()"


@pytest.mark.parametrize(("inner", "outer"), [(" AND ", " OR "), (" OR ", " EQUIV ")])
def test_a_reading_too_deep_to_compare_is_another_reading(inner: str, outer: str) -> None:
    """A text that fits as MonPoly reads it, and not otherwise, is refused as ambiguous."""
    text = outer.join([inner.join(["a()"] * 40)] * 40)
    with pytest.raises(ParseError) as caught:
        parse_formula(text)
    assert isinstance(caught.value, AmbiguousFormulaError)


def test_an_unfit_integer_parameter_is_refused() -> None:
    """A parameter that MonPoly would round, or that is no number, is no term."""
    for value in (1 << 53, True):
        with pytest.raises(ParameterError, match="no number here"):
            parse_formula("x = $n", parameters={"n": value})


def test_the_deepest_tree_allowed_can_be_read_and_written() -> None:
    """A tree of the greatest depth survives writing and reading."""
    deep = parse_formula("NOT " * (DEPTH_MAX - 1) + "a()")
    assert parse_formula(render(deep)) == deep
