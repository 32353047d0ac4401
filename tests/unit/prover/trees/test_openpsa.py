"""Reading Open-PSA: what is read, and what is refused with a place."""

from __future__ import annotations

import math

import pytest

from provesafe.prover import TreeError, parse_tree, solve_tree

HEAD = '<opsa-mef><define-fault-tree name="t">'
TAIL = "</define-fault-tree></opsa-mef>"


def _tree(inside: str) -> str:
    return HEAD + inside + TAIL


def test_a_tree_is_read_with_all_it_holds() -> None:
    """Gates, nested formulas, house events, parameters and distributions are read."""
    tree = parse_tree(
        """<?xml version="1.0" encoding="ascii"?>
        <opsa-mef>
          <define-fault-tree name="t">
            <label>words</label>
            <define-gate name="top"><or>
              <atleast min="2"><event name="a"/><event name="b"/><gate name="g"/></atleast>
              <house-event name="h"/>
            </or></define-gate>
            <define-component name="c">
              <define-gate name="g"><and><not><basic-event name="b"/></not>
                <event name="c.a" type="basic-event"/></and></define-gate>
            </define-component>
            <define-house-event name="h"><constant value="false"/></define-house-event>
          </define-fault-tree>
          <model-data>
            <define-basic-event name="a"><parameter name="p"/></define-basic-event>
            <define-basic-event name="b"><lognormal-deviate>
              <float value="0.01"/><float value="3"/><float value="0.95"/>
            </lognormal-deviate></define-basic-event>
            <define-parameter name="p"><exponential><float value="1e-6"/>
              <system-mission-time/></exponential></define-parameter>
          </model-data>
        </opsa-mef>""",
        source="t.xml",
    )
    solved = solve_tree(tree)
    assert tree.top == "top"
    # a and b, or g with one of them; g is a without b, so that a alone is enough.
    assert list(solved.sets(1)) == [("a",)]
    assert solved.by_order == {1: 1}
    assert solved.probability() == pytest.approx(-math.expm1(-1e-6 * 8760), rel=1e-12)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "this is not XML"),
        ("<opsa-mef>", "this is not XML"),
        ("<html/>", "begins with `html`"),
        ('<!DOCTYPE x SYSTEM "file.dtd"><opsa-mef/>', "document type"),
        (
            '<!DOCTYPE x [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]><opsa-mef>&b;</opsa-mef>',
            "document type",
        ),
        ("<opsa-mef>words</opsa-mef>", "text stands where none belongs"),
        ("<opsa-mef/>", "there is no gate"),
        ("<opsa-mef>" + "<define-component>" * 200, "nest deeper"),
        (_tree('<define-gate name="g"><or><gate name="x"/></or></define-gate>'), "not defined"),
        (_tree('<define-gate name="g"><or></or></define-gate>'), "takes at least one"),
        (_tree('<define-gate name="g"><mux><event name="g"/></mux></define-gate>'), "`mux`"),
        (_tree('<define-gate name="g"/>'), "holds 0 things"),
        (_tree("<define-gate/>"), "has no `name`"),
        (_tree('<define-event-tree name="c"/>'), "`define-event-tree` is not read"),
        (_tree('<define-gate name="g"><gate name="g"/></define-gate>'), "circle"),
        (
            _tree(
                '<define-gate name="a"><or><gate name="b"/></or></define-gate>'
                '<define-gate name="b"><or><gate name="a"/></or></define-gate>'
                '<define-gate name="t"><or><gate name="a"/></or></define-gate>'
            ),
            "`a` → `b` → `a`",
        ),
        (
            _tree(
                '<define-gate name="a"><basic-event name="x"/></define-gate>'
                '<define-gate name="b"><basic-event name="x"/></define-gate>'
            ),
            "2 gates are called by no other",
        ),
        (
            _tree(
                '<define-gate name="a"><basic-event name="x"/></define-gate>'
                '<define-gate name="a"><basic-event name="x"/></define-gate>'
            ),
            "defined twice",
        ),
        (
            _tree(
                '<define-gate name="a"><atleast min="3"><basic-event name="x"/>'
                '<basic-event name="y"/></atleast></define-gate>'
            ),
            "at least `3` of 2",
        ),
        (
            _tree('<define-basic-event name="x"><float value="nan"/></define-basic-event>'),
            "`nan` is not a number",
        ),
        (
            _tree(
                '<define-basic-event name="x"><uniform-deviate><float value="2"/>'
                '<float value="1"/></uniform-deviate></define-basic-event>'
            ),
            "no distribution",
        ),
    ],
)
def test_what_is_no_tree_is_refused(text: str, said: str) -> None:
    """Malformed, hostile and circular input ends in an error that says what is wrong."""
    with pytest.raises(TreeError) as caught:
        solve_tree(parse_tree(text, source="t.xml"))
    assert said in str(caught.value)


def test_an_error_has_its_place() -> None:
    """The line and column of the element at fault are said."""
    text = HEAD + '\n  <define-gate name="g"><or><gate name="x"/></or></define-gate>' + TAIL
    with pytest.raises(TreeError) as caught:
        parse_tree(text, source="t.xml")
    assert caught.value.place() == "t.xml:2:29"


def test_the_top_can_be_chosen() -> None:
    """`top` asks about any gate, and an unknown one is refused."""
    text = _tree(
        '<define-gate name="a"><basic-event name="x"/></define-gate>'
        '<define-gate name="b"><or><gate name="a"/><basic-event name="y"/></or></define-gate>'
    )
    assert solve_tree(parse_tree(text, source="t", top="a")).count == 1
    assert solve_tree(parse_tree(text, source="t")).count == 2
    with pytest.raises(TreeError):
        parse_tree(text, source="t", top="z")
