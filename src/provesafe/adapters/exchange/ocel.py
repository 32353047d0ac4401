"""A record as an object-centric event log: OCEL 2.0 in its JSON form, for tools of process mining.

    events    each act, with the moment it was recorded, and each request that was not yet open, as
              `hand_over (not yet)`; the entry it stands in is part of its id
    objects   weapons, lots, set-ups, places and other things, rulebooks, and roles; never a person
    links     qualified by the field that names the thing: `weapon`, `by`, `to`, `set_up`

A person is linked as the role they had at that moment, and many are one `role/performer`. What
people wrote in their own words is left out, since names stand in it. Times are UTC.

Source: OCEL 2.0 specification (2023), section 6, JSON format.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any

from provesafe import custody
from provesafe.errors import InputError
from provesafe.service import Seen, Setting

__all__ = ["ocel_document"]

_OBJECTS: Mapping[str, str] = MappingProxyType(
    {"weapon": "weapon", "lot": "lot", "set-up": "set-up", "place": "place", "item": "thing"}
)
"""Kinds of field that name an object, and the type of that object."""

_TOLD = frozenset({"enum", "count", "day", "role"})
"""Kinds of field that are told as attributes; texts, in which a name may stand, are not."""


def ocel_document(seen: Seen) -> dict[str, Any]:
    """The document.

    Args:
        seen: a record that was read: a production's or a bundle's.

    Raises:
        InputError: it is a log, which has facts and no acts.
    """
    if seen.kind == "log":
        raise InputError(
            "a log has facts and no acts", hint="export a production's folder or a bundle"
        )
    times = seen.times
    setting = Setting(seen.points, day_of=lambda second: times.shooting_day_of(second * 1000))
    log = _Log(setting=setting)
    for index, one in enumerate(seen.entered):
        every = [(act, "") for act in one.acts] + [(act, " (not yet)") for act in one.refused]
        for place, (act, suffix) in enumerate(every):
            log.add(act, suffix, index=index, at=(one.ms, one.index, place))
    return log.document()


@dataclass(slots=True)
class _Log:
    """What has been told so far."""

    setting: Setting
    events: list[dict[str, Any]] = field(default_factory=list)
    objects: dict[str, dict[str, Any]] = field(default_factory=dict)
    event_types: dict[str, dict[str, str]] = field(default_factory=dict)
    object_types: dict[str, dict[str, str]] = field(default_factory=dict)

    def add(self, act: custody.Act, suffix: str, *, index: int, at: tuple[int, int, int]) -> None:
        """One act at a moment, in an entry, at its place in that."""
        ms, entry, place = at
        name = f"{act.name}{suffix}"
        attributes = dict(self._attributes(act))
        types = self.event_types.setdefault(name, {})
        for key, value in attributes.items():
            types[key] = _type_of(key, value)
        self.events.append(
            {
                "id": f"entry-{entry}-{place}",
                "type": name,
                "time": _moment(ms),
                "attributes": [{"name": key, "value": each} for key, each in attributes.items()],
                "relationships": [
                    {"objectId": self._object(kind, thing), "qualifier": qualifier}
                    for qualifier, kind, thing in self._links(act, index)
                ],
            }
        )
        if not suffix:
            self._describe(act, ms)

    def document(self) -> dict[str, Any]:
        """All of it; types and objects in the order of their names."""
        return {
            "eventTypes": _types(self.event_types),
            "objectTypes": _types(self.object_types),
            "events": self.events,
            "objects": [self.objects[one] for one in sorted(self.objects)],
        }

    def _attributes(self, act: custody.Act) -> Iterator[tuple[str, str | int]]:
        for one in act.type.fields:
            value = act.fields.get(one.name)
            if one.kind in _TOLD and value is not None:
                yield one.name, "; ".join(value) if isinstance(value, tuple) else value
        if act.happened_ms is not None:
            yield "happened", _moment(act.happened_ms)

    def _links(self, act: custody.Act, index: int) -> Iterator[tuple[str, str, str]]:
        """Field, type of object and thing; each once."""
        found: dict[tuple[str, str, str], None] = {}
        for one in act.type.fields:
            value = act.fields.get(one.name, ())
            for each in value if isinstance(value, tuple) else (str(value),):
                if one.kind == "person":
                    found[one.name, "role", self.setting.role(each, index)] = None
                elif one.kind in _OBJECTS:
                    kind = "weapon" if self.setting.is_weapon(each) else _OBJECTS[one.kind]
                    found[one.name, kind, each] = None
        if act.name == "adopt":
            found["rulebook", "rulebook", act.text("rulebook")] = None
        yield from found

    def _object(self, kind: str, thing: str) -> str:
        name = f"{kind}/{thing}"
        self.object_types.setdefault(kind, {})
        self.objects.setdefault(
            name, {"id": name, "type": kind, "attributes": [], "relationships": []}
        )
        return name

    def _describe(self, act: custody.Act, ms: int) -> None:
        """What an intake says of the thing that comes in."""
        kind = {"receive_weapon": "weapon", "receive_lot": "lot"}.get(act.name, "")
        if not kind:
            return
        described = self.objects[self._object(kind, act.text(kind))]["attributes"]
        for name in ("kind", "action", "load", "count"):
            value = act.fields.get(name)
            if isinstance(value, str | int):
                self.object_types[kind][name] = _type_of(name, value)
                described.append({"name": name, "time": _moment(ms), "value": value})


def _types(found: Mapping[str, Mapping[str, str]]) -> list[dict[str, Any]]:
    return [
        {
            "name": name,
            "attributes": [{"name": key, "type": kind} for key, kind in sorted(types.items())],
        }
        for name, types in sorted(found.items())
    ]


def _type_of(name: str, value: str | int) -> str:
    if isinstance(value, int):
        return "integer"
    return "time" if name == "happened" else "string"


def _moment(ms: int) -> str:
    at = datetime.fromtimestamp(ms // 1000, tz=UTC)
    return f"{at:%Y-%m-%dT%H:%M:%S}.{ms % 1000:03}Z"
