"""Replacing names in formulas captures nothing."""

from __future__ import annotations

import pytest

from provesafe.rulebook import (
    Arith,
    Const,
    DefinitionError,
    FormulaTooLargeError,
    Term,
    Var,
    expand_lets,
    parse_formula,
    render,
    substitute,
    to_core,
)


@pytest.mark.parametrize(
    ("text", "values", "wanted"),
    [
        ("p(x) AND x = 3", {"x": Var("y")}, "(p(y) AND (y = 3))"),
        ("p(x) AND x = 3", {"x": Arith("+", Var("y"), Const(1))}, "(p((y + 1)) AND ((y + 1) = 3))"),
        ("EXISTS x. r(x, y)", {"x": Const(1)}, "(EXISTS x. r(x, y))"),
        ("EXISTS x. r(x, y)", {"y": Var("x")}, "(EXISTS x_2. r(x_2, x))"),
        ("EXISTS x, x_2. s(x, x_2, y)", {"y": Var("x")}, "(EXISTS x_3, x_2. s(x_3, x_2, x))"),
        ("FORALL x. (p(x) IMPLIES r(x, y))", {"y": Var("x")},
         "(FORALL x_2. (p(x_2) IMPLIES r(x_2, x)))"),
        ("r(x, y)", {"x": Var("y"), "y": Var("x")}, "r(y, x)"),
        ("LET d(x) = p(x) IN r(x, y) AND d(x)", {"x": Const(3)},
         "(LET d(x) = p(x) IN (r(3, y) AND d(3)))"),
        ("c <- CNT n; w (r(n, w))", {"w": Var("v")}, "(c <- CNT n; v (r(n, v)))"),
        ("c <- CNT n; w (r(n, w))", {"w": Var("n")}, "(c <- CNT n_2; n (r(n_2, n)))"),
        ("c <- CNT n; w (r(n, w))", {"c": Var("n")}, "(n <- CNT n_2; w (r(n_2, w)))"),
        ("c <- CNT n; w (r(n, w))", {"w": Const("colt")},
         '(EXISTS w_2. ((c <- CNT n; w_2 (r(n, w_2))) AND (w_2 = "colt")))'),
        ("c <- CNT n; w (r(n, w))", {"w": Var("c")},
         "(EXISTS w_2. ((c <- CNT n; w_2 (r(n, w_2))) AND (w_2 = c)))"),
        ("c <- CNT n; v, w (s(n, v, w))", {"v": Var("u"), "w": Var("u")},
         "(EXISTS w_2. ((c <- CNT n; u, w_2 (s(n, u, w_2))) AND (w_2 = u)))"),
        ("c <- CNT n; w (r(n, w))", {"n": Const(3)}, "(c <- CNT n; w (r(n, w)))"),
    ],
)  # fmt: skip
def test_terms_take_the_place_of_variables(text: str, values: dict[str, Term], wanted: str) -> None:
    """Free variables are replaced, bound ones are kept, and renamed where they would catch one."""
    assert render(substitute(parse_formula(text), values)) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("LET d(x) = p(x) IN d(y) AND d(3)", "(p(y) AND p(3))"),
        ("LET p(x) = p(x) AND q(x) IN ONCE p(y)", "(ONCE[0,*) (p(y) AND q(y)))"),
        ("LET a(x) = p(x) IN (LET p(x) = q(x) IN (a(x) AND p(x)))", "(p(x) AND q(x))"),
        ("LET a(x) = p(x) IN (LET b(x) = a(x) IN (LET a(x) = q(x) IN b(x)))", "p(x)"),
        ("LET d(x) = EXISTS y. r(x, y) IN d(y)", "(EXISTS y_2. r(y, y_2))"),
    ],
)
def test_lets_are_written_out(text: str, wanted: str) -> None:
    """A defined name means what it meant where it was defined, however names repeat."""
    assert render(expand_lets(parse_formula(text))) == wanted


def test_a_let_used_wrongly_is_refused() -> None:
    """The number of arguments is checked where a LET is used."""
    with pytest.raises(DefinitionError, match="takes 1 argument, not 2"):
        expand_lets(parse_formula("LET d(x) = p(x) IN d(x, y)"))


def test_lets_that_double_are_refused() -> None:
    """Nested LETs, each using the last twice, end in an error and not in memory."""
    text = "d0()"
    for level in range(30):
        text = f"LET d{level}() = d{level + 1}() OR d{level + 1}() IN ({text})"
    text = f"LET d30() = a() IN ({text})"
    with pytest.raises(FormulaTooLargeError):
        expand_lets(parse_formula(text))


def test_equivalences_that_double_are_refused() -> None:
    """Each EQUIV is written out twice in core form; a tower of them is refused."""
    text = "a()"
    for _ in range(40):
        text = f"a() EQUIV ({text})"
    with pytest.raises(FormulaTooLargeError):
        to_core(parse_formula(text))
