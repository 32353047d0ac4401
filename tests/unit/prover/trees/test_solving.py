"""Fault trees whose answers are known on paper."""

from __future__ import annotations

import math

import pytest

from provesafe.prover import (
    Effort,
    Event,
    Gate,
    TooLargeError,
    Tree,
    TreeError,
    importance_of,
    solve_tree,
    uncertainty_of,
)
from provesafe.prover.trees.numbers import Expression
from provesafe.prover.trees.tree import Formula, Name


def _tree(chance: float = 0.1, /, **gates: Formula) -> Tree:
    called = {name for formula in gates.values() for name in _names(formula)}
    events = sorted(called - set(gates))
    number = Expression("float", value=chance)
    return Tree(
        name="t",
        top=next(iter(gates)),
        gates=gates,
        events={name: Event(name=name, probability=number) for name in events},
        houses={},
        parameters={},
    )


def _names(formula: Formula) -> list[str]:
    match formula:
        case Name(name=name):
            return [name]
        case Gate(of=of):
            return [name for one in of for name in _names(one)]
    return []


def _of(*names: str) -> tuple[Name, ...]:
    return tuple(Name(name) for name in names)


@pytest.mark.parametrize(("k", "n"), [(1, 5), (2, 3), (10, 20), (25, 50)])
def test_k_of_n(k: int, n: int) -> None:
    """At least k of n has n-choose-k sets of order k and the binomial's probability."""
    names = [f"w{number}" for number in range(n)]
    solved = solve_tree(_tree(0.3, top=Gate("atleast", _of(*names), k)))
    tail = sum(math.comb(n, j) * 0.3**j * 0.7 ** (n - j) for j in range(k, n + 1))
    assert solved.by_order == {k: math.comb(n, k)}
    assert solved.probability() == pytest.approx(tail, rel=1e-12)


def test_three_units_and_a_voter() -> None:
    """Two of three, or the voter: three doubles and one single."""
    tree = _tree(
        top=Gate("or", (Name("voter"), Gate("atleast", _of("a", "b", "c"), 2))),
    )
    solved = solve_tree(tree)
    assert solved.by_order == {1: 1, 2: 3}
    assert sorted(sorted(one) for one in solved.sets(2)) == [["a", "b"], ["a", "c"], ["b", "c"]]


def test_a_chain_of_choices_is_counted_not_listed() -> None:
    """Sixty ANDs over pairs have 2^60 sets, counted exactly."""
    pairs = {f"g{i}": Gate("or", _of(f"a{i}", f"b{i}")) for i in range(60)}
    solved = solve_tree(_tree(0.001, top=Gate("and", _of(*pairs)), **pairs))
    assert solved.by_order == {60: 2**60}
    assert len(next(iter(solved.sets(60)))) == 60
    assert solved.probability() == pytest.approx((1 - 0.999**2) ** 60, rel=1e-9)


def test_a_small_probability_is_not_one_minus_something() -> None:
    """A top of 1e-40 under a negated negation keeps its digits."""
    names = [f"e{number}" for number in range(40)]
    inner = Gate("nand", _of(*names))
    solved = solve_tree(_tree(0.1, top=Gate("not", (Name("inner"),)), inner=inner))
    assert solved.probability() == pytest.approx(1e-40, rel=1e-12)


def test_what_must_not_happen_is_dropped() -> None:
    """Of exclusive events each alone is a set, and both together none."""
    solved = solve_tree(_tree(0.25, top=Gate("xor", _of("a", "b"))))
    assert solved.by_order == {1: 2}
    assert solved.probability() == pytest.approx(2 * 0.25 * 0.75)


def test_a_top_that_needs_nothing() -> None:
    """What holds when nothing has happened has one set, the empty one."""
    solved = solve_tree(_tree(top=Gate("nor", _of("a", "b"))))
    assert solved.by_order == {0: 1}
    assert list(solved.sets(0)) == [()]
    assert solve_tree(_tree(top=Gate("nor", (Name("a"), Gate("not", _of("a")))))).by_order == {}


def test_importance_by_hand() -> None:
    """a or (b and c), each one in ten: every measure is the one on paper."""
    solved = solve_tree(_tree(top=Gate("or", (Name("a"), Gate("and", _of("b", "c"))))))
    by_event = {one.event: one for one in importance_of(solved)}
    total = 0.1 + 0.9 * 0.01
    assert solved.probability() == pytest.approx(total)
    assert by_event["a"].birnbaum == pytest.approx(0.99)
    assert by_event["a"].raw == pytest.approx(1 / total)
    assert by_event["a"].rrw == pytest.approx(total / 0.01)
    assert by_event["a"].fv == pytest.approx(0.1 / total)
    assert by_event["a"].share == pytest.approx(0.1 / total)
    assert by_event["b"].birnbaum == pytest.approx(0.09)
    assert by_event["b"].critical == pytest.approx(0.009 / total)
    assert by_event["b"].fv == pytest.approx(0.01 / total)
    assert by_event["b"].share == pytest.approx(0.1 * (0.1 + 0.9 * 0.1) / total)


def test_the_only_way_has_no_bound_on_what_it_saves() -> None:
    """An event every set needs leaves nothing when it is gone: its RRW is not a number."""
    (one, _) = importance_of(solve_tree(_tree(top=Gate("and", _of("a", "b")))))
    assert one.rrw is None
    assert one.fv == pytest.approx(1.0)


def test_the_band_is_that_of_the_distribution() -> None:
    """One lognormal event: the band is its own quantiles, and the same seed draws it again."""
    said = Expression(
        "lognormal", (Expression("float", value=0.01), Expression("float", value=3.0))
    )
    tree = Tree(
        name="t",
        top="top",
        gates={"top": Gate("or", _of("a"))},
        events={"a": Event(name="a", probability=said)},
        houses={},
        parameters={},
    )
    band = uncertainty_of(solve_tree(tree), trials=20_000, seed=3)
    sigma = math.log(3) / 1.6448536
    median = 0.01 * math.exp(-sigma * sigma / 2)
    assert band is not None
    assert band.median == pytest.approx(median, rel=0.03)
    assert band.low == pytest.approx(median / 3, rel=0.05)
    assert band.high == pytest.approx(median * 3, rel=0.05)
    assert band == uncertainty_of(solve_tree(tree), trials=20_000, seed=3)


def test_an_unsaid_probability_is_not_guessed() -> None:
    """Where an event has no probability the top has none either, and is still counted."""
    tree = _tree(top=Gate("and", _of("a", "b")))
    without = Tree(
        name="t",
        top="top",
        gates=tree.gates,
        events={**tree.events, "a": Event(name="a")},
        houses={},
        parameters={},
    )
    solved = solve_tree(without)
    assert solved.probability() is None
    assert importance_of(solved) == ()
    assert uncertainty_of(solved) is None
    assert solved.by_order == {2: 1}


def test_what_is_too_large_is_said() -> None:
    """A huge vote ends in `cannot say`; a tree over its budget says up to which order it goes."""
    names = [f"w{number}" for number in range(5000)]
    with pytest.raises(TooLargeError):
        solve_tree(_tree(top=Gate("atleast", _of(*names), 2500)))
    crossed: dict[str, Formula] = {
        f"g{i}": Gate("or", (Name(f"a{i}"), Gate("and", _of(f"a{i * 7 % 30}", f"b{i * 11 % 30}"))))
        for i in range(30)
    }
    tree = _tree(top=Gate("atleast", _of(*crossed), 15), **crossed)
    part = solve_tree(tree, effort=Effort(engine="python", budgets=(50,), last_resort=50))
    assert part.order_limit is not None
    assert max(part.by_order, default=0) <= part.order_limit
    assert part.probability() is None


def test_a_number_that_is_no_probability_is_refused() -> None:
    """A probability above one ends in an error that names the event."""
    with pytest.raises(TreeError, match="`a`"):
        solve_tree(_tree(1.5, top=Gate("or", _of("a", "b")))).probability()
