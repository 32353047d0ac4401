"""XES and OCEL 2.0 as facts, and what is no such file."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from audited import seen_of, small_day
from provesafe.adapters.exchange import TraceFileError, load_trace
from provesafe.adapters.exchange.ocel import ocel_document
from provesafe.monitor import points_of
from provesafe.rulebook import Fact, TimePoint, parse_signature

XES = """<?xml version="1.0" encoding="UTF-8"?>
<log xes.version="1849-2016" xmlns="http://www.xes-standard.org/">
 <trace><string key="concept:name" value="case-1"/>
  <event><string key="concept:name" value="Create Order"/><int key="cost" value="7"/>
   <string key="org:resource" value="till"/>
   <date key="time:timestamp" value="2026-03-02T10:00:00.900+01:00"/></event>
  <event><string key="concept:name" value="Wait"/>
   <date key="time:timestamp" value="2026-03-02T08:59:59Z"/></event>
 </trace>
</log>
"""
SIGNATURE = parse_signature("create_order(case: string, cost: int, resource: string)")


def _points(path: Path, text: str) -> tuple[TimePoint, ...]:
    path.write_text(text, "utf-8")
    return points_of(load_trace(path, SIGNATURE), SIGNATURE)


def test_an_xes_event_is_a_fact_with_its_case(tmp_path: Path) -> None:
    """In order of time over all traces; an event nobody declared is a time-point without a fact."""
    nine = 1_772_442_000
    assert _points(tmp_path / "log.xes", XES) == (
        TimePoint(nine - 1, frozenset()),
        TimePoint(nine, frozenset({Fact("create_order", ("case-1", 7, "till"))})),
    )


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("<trace>", "<trce>", "not XES"),
        ('<int key="cost" value="7"/>', "", "has no `cost`"),
        ('value="7"', 'value="7.5"', "no whole number"),
        ("2026-03-02T10:00:00.900+01:00", "yesterday", "not a time"),
        ('<string key="concept:name" value="Wait"/>', "", "no name or no time"),
        ("<log ", '<!DOCTYPE log [<!ENTITY a "b">]><log ', "document type"),
    ],
)
def test_a_malformed_xes_log_is_refused(tmp_path: Path, old: str, new: str, words: str) -> None:
    """With its line, and what is wrong."""
    with pytest.raises(TraceFileError, match=words) as caught:
        _points(tmp_path / "log.xes", XES.replace(old, new, 1))
    assert "log.xes:" in str(caught.value)


def test_our_own_export_comes_back_as_facts(tmp_path: Path) -> None:
    """The hand-overs of a record, by role, through OCEL 2.0 and back."""
    path = tmp_path / "day.ocel.json"
    path.write_text(json.dumps(ocel_document(seen_of(small_day()))), "utf-8")
    signature = parse_signature("hand_over(weapon: string, by: string, to: string)")
    found = [
        fact.arguments
        for point in points_of(load_trace(path, signature), signature)
        for fact in point.facts
    ]
    assert found == [
        ("weapon/colt-2", "role/armorer", "role/performer"),
        ("weapon/colt-2", "role/first-ad", "role/performer"),
    ]


def test_what_is_no_ocel_log_is_refused(tmp_path: Path) -> None:
    """Not JSON, or JSON of another shape."""
    for text in ("{", "[]", '{"events": [{}], "objects": []}'):
        with pytest.raises(TraceFileError, match="not OCEL"):
            _points(tmp_path / "log.jsonocel", text)
