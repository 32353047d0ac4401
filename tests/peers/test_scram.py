"""Generated trees through SCRAM: sets, probability and importance are the same to every digit."""

from __future__ import annotations

import shutil
import subprocess
import xml.etree.ElementTree as ElementTree
from collections import Counter
from pathlib import Path

import pytest

from provesafe.prover import (
    Tree,
    importance_of,
    parse_tree,
    render_tree,
    solve_tree,
)
from random_trees import brute_minimal, brute_probability, orders_of, random_tree
from terminal import run

DIGITS = 6
PROTOCOLS = sorted((Path(__file__).parents[2] / "examples/protocols").glob("*.toml"))


def _scram(tree: Tree | str, folder: Path) -> ElementTree.Element:
    """SCRAM's report of a tree, or of a text."""
    program = shutil.which("scram")
    assert program, "the Debian package `scram` is needed: apt install scram"
    source, report = folder / "tree.xml", folder / "report.xml"
    text = tree if isinstance(tree, str) else render_tree(tree)
    source.write_text(text, encoding="utf-8")
    options = ("--bdd", "-l", "100", "--probability", "1", "--importance", "1", "--ccf", "1")
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


@pytest.mark.parametrize("copies", [1, 2])
@pytest.mark.parametrize("path", PROTOCOLS, ids=lambda path: path.stem)
def test_scram_reads_what_a_protocol_comes_to(path: Path, copies: int, tmp_path: Path) -> None:
    """The sets of each shipped protocol, written out, are as many for SCRAM, of the same orders."""
    tree = tmp_path / "sets.xml"
    asked = ("--copies", str(copies), "--no-what-ifs", "--open-psa", str(tree), "--json")
    answer = run("prove", str(path), *asked).document
    products = _scram(tree.read_text(encoding="utf-8"), tmp_path).findall(".//product")
    orders = Counter(one.get("order") for one in products)
    assert orders == {str(k): n for k, n in answer["by_order"].items()}


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


@pytest.mark.parametrize(
    ("model", "factors"),
    [
        ("beta-factor", {4: 0.2}),
        ("MGL", {2: 0.2, 3: 0.5}),
        ("MGL", {2: 0.2, 3: 0.5, 4: 0.3}),
        ("alpha-factor", {1: 0.7, 2: 0.2, 3: 0.1, 4: 0.05}),
        ("phi-factor", {1: 0.7, 2: 0.2, 3: 0.05, 4: 0.05}),
    ],
)
def test_common_causes_are_shared_out_as_scram_has_it(
    model: str, factors: dict[int, float], tmp_path: Path
) -> None:
    """Two of four pumps under each model: as many sets, and the same probability as printed."""
    pumps = "".join(f'<basic-event name="p{one}"/>' for one in range(4))
    levels = "".join(
        f'<factor level="{level}"><float value="{value}"/></factor>'
        for level, value in factors.items()
    )
    text = (
        f'<opsa-mef><define-fault-tree name="t"><define-gate name="top"><atleast min="2">{pumps}'
        f'</atleast></define-gate></define-fault-tree><define-CCF-group name="c" model="{model}">'
        f'<members>{pumps}</members><distribution><float value="0.1"/></distribution>'
        f"<factors>{levels}</factors></define-CCF-group></opsa-mef>"
    )
    solved = solve_tree(parse_tree(text, source="t.xml"))
    products = _scram(text, tmp_path).find(".//sum-of-products")
    assert products is not None
    assert int(products.get("products", "-1")) == solved.count
    assert products.get("probability") == _printed(solved.probability() or 0.0)
