"""`provesafe cutsets` at the terminal."""

from __future__ import annotations

from pathlib import Path

import pytest

from provesafe.prover import parse_tree
from terminal import run

VOTER = """<opsa-mef><define-fault-tree name="tmr">
<define-gate name="top"><or><event name="v"/>
<atleast min="2"><event name="a"/><event name="b"/><event name="c"/></atleast></or></define-gate>
</define-fault-tree><model-data>
<define-basic-event name="a"><float value="0.1"/></define-basic-event>
<define-basic-event name="b"><float value="0.1"/></define-basic-event>
<define-basic-event name="c"><float value="0.1"/></define-basic-event>
<define-basic-event name="v"><float value="0.01"/></define-basic-event>
</model-data></opsa-mef>"""


@pytest.fixture
def tree(tmp_path: Path) -> str:
    """A file with three units and a voter."""
    path = tmp_path / "tmr.xml"
    path.write_text(VOTER, encoding="utf-8")
    return str(path)


def test_the_document_has_what_the_design_says(tree: str) -> None:
    """Exact counts, the probability, and that it is complete."""
    ran = run("cutsets", tree, "--json")
    document = ran.document
    assert ran.code == 0
    assert document["schema"] == "provesafe.cutsets/v1"
    assert document["minimal_cut_sets"] == 4
    assert document["by_order"] == {"1": 1, "2": 3}
    assert document["probability"] == pytest.approx(0.01 + 0.99 * 0.028)
    assert (document["complete"], document["order_limit"]) == (True, None)
    assert document["sets"][0] == ["v"]
    assert {one["event"] for one in document["importance"]} == {"a", "b", "c", "v"}


def test_an_order_limit_is_said(tree: str) -> None:
    """What is counted up to an order only is not called complete; a limit above all orders is."""
    limited = run("cutsets", tree, "--json", "--order", "1").document
    assert (limited["minimal_cut_sets"], limited["complete"], limited["order_limit"]) == (
        1,
        False,
        1,
    )
    assert run("cutsets", tree, "--json", "--order", "9").document["complete"] is True
    assert "complete up to order 1" in run("cutsets", tree, "--order", "1").out


def test_a_reader_sees_sets_and_numbers(tree: str, tmp_path: Path) -> None:
    """The text has counts, sets and measures; what `--write` wrote is the same tree."""
    written = tmp_path / "again.xml"
    ran = run("cutsets", tree, "--write", str(written), "--pure")
    assert "top: 4 minimal cut sets, complete" in ran.out
    assert "  a · b" in ran.out
    again = parse_tree(written.read_text(encoding="utf-8"), source="again")
    assert again == parse_tree(VOTER, source="first")


def test_what_is_no_tree_ends_with_two(tmp_path: Path) -> None:
    """Bad input has its place, its code and exit status 2."""
    path = tmp_path / "bad.xml"
    path.write_text("<!DOCTYPE a [<!ENTITY b 'c'>]><opsa-mef/>", encoding="utf-8")
    ran = run("cutsets", str(path), "--json")
    assert ran.code == 2
    assert ran.document["code"] == "prover.tree"
