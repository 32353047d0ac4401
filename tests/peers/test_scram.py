"""Generated trees through SCRAM: sets, probability and importance are the same to every digit."""

from __future__ import annotations

import shutil
import subprocess
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest

from provesafe.prover import Tree, importance_of, render_tree, solve_tree
from random_trees import brute_minimal, brute_probability, orders_of, random_tree

DIGITS = 6


def _scram(tree: Tree, folder: Path) -> ElementTree.Element:
    """SCRAM's report of a tree."""
    program = shutil.which("scram")
    assert program, "the Debian package `scram` is needed: apt install scram"
    source, report = folder / "tree.xml", folder / "report.xml"
    source.write_text(render_tree(tree), encoding="utf-8")
    options = ("--bdd", "-l", "100", "--probability", "1", "--importance", "1")
    subprocess.run([program, *options, "-o", str(report), str(source)], check=True)
    return ElementTree.parse(report).getroot()


SCRAM_IS_WRONG = 10
"""Its preprocessor loses a set of this one: a vote over gates that share events."""


def test_where_scram_differs_brute_force_decides(tmp_path: Path) -> None:
    """On the one tree of these where SCRAM gives another probability, trying all sides with us."""
    tree = random_tree(SCRAM_IS_WRONG, events=12, gates=14, coherent=True, plain=True)
    products = _scram(tree, tmp_path).find(".//sum-of-products")
    solved = solve_tree(tree)
    assert products is not None
    assert products.get("probability") != _printed(brute_probability(tree))
    assert solved.probability() == pytest.approx(brute_probability(tree), rel=1e-12)
    assert solved.by_order == orders_of(brute_minimal(tree))


@pytest.mark.parametrize("seed", [seed for seed in range(60) if seed != SCRAM_IS_WRONG])
def test_scram_says_the_same(seed: int, tmp_path: Path) -> None:
    """Number of sets, probability, MIF, CIF, DIF, RAW and RRW are SCRAM's, as printed."""
    tree = random_tree(seed, events=12, gates=14, coherent=True, plain=True)
    solved = solve_tree(tree)
    report = _scram(tree, tmp_path)
    products = report.find(".//sum-of-products")
    assert products is not None
    # SCRAM folds a top that always or never happens away, and then has no event to measure.
    assert int(products.get("products", "-1")) == solved.count
    listed = report.findall(".//importance/basic-event")
    if not solved.parts:
        assert not listed
        return
    assert products.get("probability") == _printed(solved.probability() or 0.0)
    own = {one.event: one for one in importance_of(solved)}
    for one in listed:
        mine = own.pop(str(one.get("name")))
        said = {
            "MIF": mine.birnbaum,
            "CIF": mine.critical,
            "DIF": mine.share,
            "RAW": mine.raw,
        }
        if mine.rrw is None:
            # Nothing is left without this event: SCRAM divides by what rounding left over.
            rest = float(one.get("RRW", "nan"))
            assert rest == 0 or abs(rest) > 1e12
        else:
            said["RRW"] = mine.rrw
        assert {name: one.get(name) for name in said} == {
            name: _printed(value) for name, value in said.items()
        }
    # SCRAM leaves out what changes nothing.
    assert all(one.birnbaum == 0.0 for one in own.values())


def _printed(value: float) -> str:
    return f"{value:.{DIGITS}g}"
