"""A record as OCEL 2.0: of the standard's form, whole in itself, and with no person in it."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from audited import CREW, seen_of, small_day
from provesafe.adapters.exchange.ocel import ocel_document
from provesafe.errors import InputError
from provesafe.service import read_log

SCHEMA = Path(__file__).parents[3] / "vectors/exchange/ocel20.schema.json"


@cache
def _document() -> dict[str, Any]:
    return ocel_document(seen_of(small_day()))


def test_it_is_what_the_standard_asks_for() -> None:
    """Against the schema written from the specification, which can say no."""
    validator = jsonschema.Draft202012Validator(json.loads(SCHEMA.read_text("utf-8")))
    validator.validate(_document())
    no_time: list[dict[str, Any]] = [{"events": []}]
    no_time.append({**_document(), "events": [{"id": "1", "type": "x"}]})
    for broken in no_time:
        assert not validator.is_valid(broken)


def test_every_link_and_every_type_is_there() -> None:
    """Objects that events name, types that both have, attributes that types declare."""
    document = _document()
    objects = {one["id"]: one for one in document["objects"]}
    declared = {
        kind: {one["name"]: {each["name"] for each in one["attributes"]} for one in document[kind]}
        for kind in ("eventTypes", "objectTypes")
    }
    assert len({one["id"] for one in document["events"]}) == len(document["events"])
    for kind, things in (("eventTypes", document["events"]), ("objectTypes", objects.values())):
        for one in things:
            assert {each["name"] for each in one["attributes"]} <= declared[kind][one["type"]]
            assert all(link["objectId"] in objects for link in one["relationships"])


def test_a_hand_over_is_linked_by_what_each_was() -> None:
    """The weapon, the roles of giver and receiver; a request that was not yet open stands apart."""
    events = [one for one in _document()["events"] if one["type"].startswith("hand_over")]
    assert [one["type"] for one in events] == ["hand_over", "hand_over (not yet)", "hand_over"]
    links = [
        {(link["qualifier"], link["objectId"]) for link in one["relationships"]} for one in events
    ]
    assert links[0] == {
        ("weapon", "weapon/colt-2"),
        ("by", "role/armorer"),
        ("to", "role/performer"),
    }
    assert links[1] == links[2] == (links[0] - {("by", "role/armorer")}) | {("by", "role/first-ad")}


def test_no_person_is_in_it() -> None:
    """Neither an id nor a label; who came in is a role."""
    day = small_day()
    text = json.dumps(_document())
    assert not [one for one in (*day.production.people.labels, *CREW) if one in text]


def test_a_log_has_no_acts_to_export() -> None:
    """Bad input, with what to export instead."""
    seen = read_log([], title="facts.log", zone="UTC", until=lambda _times, last: last)
    with pytest.raises(InputError, match="no acts"):
        ocel_document(seen)
