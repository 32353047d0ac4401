"""Common-cause groups: each model by hand, and what is no group."""

from __future__ import annotations

from math import isclose

import pytest

from provesafe.prover import SolvedTree, TooLargeError, TreeError, parse_tree, solve_tree


def _group(model: str, factors: dict[int, float], members: str = "abc") -> str:
    """All of the members at once, each 0.1 by itself, in a group of a model."""
    written = "".join(
        f'<factor level="{level}"><float value="{value}"/></factor>'
        for level, value in factors.items()
    )
    if len(factors) > 1:
        written = f"<factors>{written}</factors>"
    called = "".join(f'<basic-event name="{one}"/>' for one in members)
    return (
        f'<opsa-mef><define-fault-tree name="t"><define-gate name="top"><and>{called}</and>'
        f'</define-gate></define-fault-tree><define-CCF-group name="c" model="{model}">'
        f'<members>{called}</members><distribution><float value="0.1"/></distribution>'
        f"{written}</define-CCF-group></opsa-mef>"
    )


def _solved(text: str) -> SolvedTree:
    return solve_tree(parse_tree(text, source="t.xml"))


@pytest.mark.parametrize(
    ("model", "factors", "one", "two", "three"),
    [
        ("beta-factor", {3: 0.2}, 0.08, None, 0.02),
        ("MGL", {2: 0.2, 3: 0.5}, 0.08, 0.005, 0.01),
        ("MGL", {2: 0.2}, 0.08, 0.01, None),
        ("alpha-factor", {1: 0.7, 2: 0.2, 3: 0.1}, 0.05, 0.1 / 7, 0.3 / 14),
        ("phi-factor", {1: 0.7, 2: 0.2, 3: 0.1}, 0.07, 0.02, 0.01),
    ],
)
def test_each_model_by_hand(
    model: str, factors: dict[int, float], one: float, two: float | None, three: float | None
) -> None:
    """One, two and all three of three members are struck as often as the formulas have it."""
    chances = _solved(_group(model, factors)).chances() or {}
    wanted = {"a-alone": one, "a-with-b": two, "a-with-b-with-c": three}
    for name, chance in wanted.items():
        assert (name in chances) == (chance is not None)
        assert chance is None or isclose(chances[name], chance)


def test_what_strikes_all_is_a_set_of_its_own() -> None:
    """Two pumps by beta factor: both alone, or both at once."""
    solved = _solved(_group("beta-factor", {2: 0.2}, members="ab"))
    assert {tuple(sorted(one)) for order in solved.by_order for one in solved.sets(order)} == {
        ("a-with-b",),
        ("a-alone", "b-alone"),
    }
    assert isclose(solved.probability() or 0, 0.02 + 0.98 * 0.08**2)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (_group("gamma", {2: 0.2}), "`gamma` is not read"),
        (_group("beta-factor", {2: 0.2}), "levels [2]"),
        (_group("MGL", {3: 0.2}), "levels [3]"),
        (_group("phi-factor", {4: 0.2}), "`4` is no number of 3 members"),
        (_group("beta-factor", {1: 0.2}, members="a"), "two members or more"),
        (
            _group("beta-factor", {2: 0.2}, members="ab").replace("</opsa-mef>", "")
            + '<define-CCF-group name="d" model="beta-factor"><members><basic-event name="a"/>'
            '<basic-event name="z"/></members><distribution><float value="0.1"/></distribution>'
            '<factor level="2"><float value="0.1"/></factor></define-CCF-group></opsa-mef>',
            "in `c` and in `d`",
        ),
        (_group("beta-factor", {2: 0.2}, members="ab").replace("distribution", "label"), "one"),
    ],
)
def test_what_is_no_group_is_refused(text: str, said: str) -> None:
    """Models nobody knows, levels they cannot have, members twice: each is said."""
    with pytest.raises(TreeError) as caught:
        _solved(text)
    assert said in str(caught.value)


def test_a_group_of_twenty_is_too_large_to_write_out() -> None:
    """More ways to be struck than fit end in an error, not in a million events."""
    members = "abcdefghijklmnopqrst"
    with pytest.raises(TooLargeError, match="ways to be struck"):
        _solved(_group("phi-factor", dict.fromkeys(range(1, 21), 0.01), members=members))
