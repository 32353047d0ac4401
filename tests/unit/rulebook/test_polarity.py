"""Which way a parameter moves a formula is read off where the formula changes."""

from __future__ import annotations

import pytest

from provesafe.rulebook import ParameterValue, parse_formula
from provesafe.rulebook.book.polarity import Way, way_of


@pytest.mark.parametrize(
    ("text", "way"),
    [
        ("ONCE[0,$n] p(x)", Way.MORE),
        ("ONCE[$n,*] p(x)", Way.LESS),
        ("NOT (ONCE[0,$n] p(x))", Way.LESS),
        ("p(x) AND NOT (NOT (ONCE[0,$n] p(x)))", Way.MORE),
        ("HISTORICALLY[0,$n] p(x)", Way.LESS),
        ("p(x) SINCE[0,$n] q(x)", Way.MORE),
        ("EVENTUALLY[0,$n] p(x)", Way.MORE),
        ("(ONCE[0,$n] p(x)) IMPLIES q(x)", Way.LESS),
        ("(ONCE[0,$n] p(x)) EQUIV q(x)", Way.UNCLEAR),
        ("r(x) AND x <= $n", Way.MORE),
        ("r(x) AND $n <= x", Way.LESS),
        ("r(x) AND x = $n", Way.UNCLEAR),
        ("r(x) AND x > ($n - 1)", Way.LESS),
        ("EXISTS y. (r(x) AND ((ONCE[0,$n] s(x, y)) OR (ONCE[$n,*] s(x, y))))", Way.UNCLEAR),
        ("p(x)", Way.SAME),
    ],
)
def test_the_way_of_a_number(text: str, way: Way) -> None:
    """A larger bound or limit makes the formula hold more often, less often, or nobody knows."""
    first, second = (parse_formula(text, parameters={"n": n}) for n in (5, 6))
    assert way_of(first, second) is way


@pytest.mark.parametrize(
    ("text", "way"),
    [
        ("a(p, r) AND $roles(r)", Way.MORE),
        ("a(p, r) AND NOT $roles(r)", Way.LESS),
        ("NOT (EXISTS r. (a(p, r) AND NOT $roles(r)))", Way.MORE),
        ('a(p, r) AND ($roles(r) OR r = "x")', Way.MORE),
    ],
)
@pytest.mark.parametrize("size", [1, 2, 3])
def test_the_way_of_a_set(text: str, way: Way, size: int) -> None:
    """A larger set makes membership hold more often, whatever its size."""
    roles: tuple[ParameterValue, ParameterValue] = (
        tuple("abcd"[:size]),
        tuple("abcd"[: size + 1]),
    )
    first, second = (parse_formula(text, parameters={"roles": value}) for value in roles)
    assert way_of(first, second) is way
