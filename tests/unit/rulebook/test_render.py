"""Formulas are written so that MonPoly reads them unchanged, or not at all."""

from __future__ import annotations

import pytest

from provesafe.rulebook import (
    Aggregate,
    And,
    Arith,
    Atom,
    Compare,
    Const,
    Exists,
    Formula,
    Let,
    RenderError,
    Term,
    Truth,
    Var,
    parse_formula,
    render,
)


def about(term: Term) -> Formula:
    """A formula that holds a term."""
    return Compare("=", Var("x"), term)


@pytest.mark.parametrize(
    ("formula", "text"),
    [
        (about(Const(-5)), "(x = -5)"),
        (about(Arith("NEG", Const(5), None)), "(x = (- 5))"),
        (about(Arith("-", Var("y"), Const(-5))), "(x = (y - -5))"),
        (about(Arith("NEG", Arith("NEG", Var("y"), None), None)), "(x = (- (- y)))"),
        (about(Const("a#b (* 'c' \\ \n é")), "(x = \"a#b (* 'c' \\ \n é\")"),
        (Aggregate("s", "CNT", "x", (), Atom("p", (Var("x"),))), "(s <- CNT x (p(x)))"),
        (Aggregate("s", "MAX", "x", ("y", "z"), Truth()), "(s <- MAX x; y, z (TRUE))"),
        (Let("d", (), Truth(), Atom("d", ())), "(LET d() = TRUE IN d())"),
    ],
)
def test_traps_of_the_lexer_are_written_around(formula: Formula, text: str) -> None:
    """Signs, comment marks and quotes are written so that they are read as they were meant."""
    assert render(formula) == text
    assert parse_formula(text) == formula


@pytest.mark.parametrize(
    "formula",
    [
        Atom("AND", ()),
        Atom("p", (Var("_x"),)),
        Atom("p", (Var("r2s"),)),
        Atom("p", (Var("3m"),)),
        Atom("p", (Var("17"),)),
        Atom("p", (Var("a b"),)),
        Atom("p", (Var(""),)),
        Atom("custody.out", ()),
        Exists(("x", "NOT"), Atom("p", (Var("x"),))),
        Aggregate("s", "CNT", "x", ("$n",), Truth()),
        Let("IN", (), Truth(), Truth()),
        And(Truth(), about(Const('say "no"'))),
        about(Const(1 << 53)),
        about(Arith("+", Const(-(1 << 53)), Const(1))),
    ],
)
def test_what_monpoly_cannot_read_is_not_written(formula: Formula) -> None:
    """A name or value that its text cannot hold is an error, never another formula."""
    with pytest.raises(RenderError):
        render(formula)
