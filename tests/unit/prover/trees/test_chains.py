"""Parameters that rest on one another far deeper than calls may nest, and circles of them."""

from __future__ import annotations

import math

import pytest

from provesafe.prover import TreeError, parse_tree, solve_tree, uncertainty_of


def _parameters(count: int, last: str) -> str:
    made = [
        f'<define-parameter name="p{i}"><mul><float value="1"/>{then}</mul></define-parameter>'
        for i in range(count)
        for then in [f'<parameter name="p{i + 1}"/>' if i + 1 < count else last]
    ]
    return (
        '<opsa-mef><define-fault-tree name="t"><define-gate name="g"><or><basic-event name="a"/>'
        '<basic-event name="b"/></or></define-gate></define-fault-tree><model-data>'
        '<define-basic-event name="a"><parameter name="p0"/></define-basic-event>'
        '<define-basic-event name="b"><parameter name="p1"/></define-basic-event>'
        f"{''.join(made)}</model-data></opsa-mef>"
    )


@pytest.mark.parametrize("count", [65, 70, 3_000])
def test_parameters_may_rest_on_one_another_as_often_as_they_like(count: int) -> None:
    """The value at the end of the chain is that of every parameter on it, drawn once."""
    last = '<lognormal-deviate><float value="0.1"/><float value="3"/></lognormal-deviate>'
    solved = solve_tree(parse_tree(_parameters(count, last), source="chain"))
    assert solved.probability() == pytest.approx(1 - 0.9 * 0.9)
    band = uncertainty_of(solved, trials=400)
    assert band is not None
    sigma = math.log(3) / 1.6448536
    middle = 0.1 * math.exp(-sigma * sigma / 2)
    assert band.median == pytest.approx(1 - (1 - middle) ** 2, rel=0.15)


def test_only_a_real_circle_of_parameters_is_one() -> None:
    """Two that rest on each other, far down: told with the name where it closes."""
    text = _parameters(100, '<parameter name="p40"/>')
    with pytest.raises(TreeError, match="`p40` rests on itself"):
        solve_tree(parse_tree(text, source="chain")).probability()
    missing = _parameters(100, '<parameter name="gone"/>')
    with pytest.raises(TreeError, match="`gone` is not defined"):
        solve_tree(parse_tree(missing, source="chain")).probability()
