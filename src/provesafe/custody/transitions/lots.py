"""Rounds by lot: taken in, issued, worn, counted, found, destroyed; cases counted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from provesafe.custody.act import Act
from provesafe.custody.draft import Draft
from provesafe.custody.state import Lot, Weapon
from provesafe.custody.transitions.rounds import Spot, have, move, settle_store, turn_up
from provesafe.custody.transitions.transition import Transition
from provesafe.custody.words import kind_words

__all__ = ["LOTS"]

_ISSUED: Spot = ("issued", "")
_ANY_STORE: Spot = ("stored", "*")


def _receive(draft: Draft, act: Act) -> None:
    """Rounds come in; an unknown round counts as live, and one said to be live is found."""
    name, kind, count = act.text("lot"), act.text("kind"), act.number("count")
    before = draft.lots.get(name) or Lot(id=name, kind=kind)
    if before.received and before.kind != kind:
        draft.disagree(
            "kind-differs",
            f"{name} was {kind_words(before.kind)}, now entered as {kind_words(kind)}",
            thing=name,
        )
        # The more dangerous word stands.
        kind = "live" if "live" in (kind, before.kind) else "unknown"
    store = before.stored[0][0] if before.stored else ""
    stored = dict(before.stored)
    stored[store] = stored.get(store, 0) + count
    draft.lots.put(
        name,
        replace(
            before,
            kind=kind,
            load=act.text("load") or before.load,
            maker=act.text("maker") or before.maker,
            factory=act.text("factory") or before.factory,
            supplier=act.text("supplier") or before.supplier,
            container=act.text("container") or before.container,
            calibre=act.text("calibre") or before.calibre,
            received=before.received + count,
            stored=tuple(sorted((key, value) for key, value in stored.items() if value)),
        ),
    )
    if act.text("kind") == "live":
        draft.effect("live_round_found", name)


def _issue(draft: Draft, act: Act) -> None:
    name, place = act.text("lot"), act.text("place")
    settle_store(draft, name, place)
    sources: tuple[Spot, ...] = (("stored", place), _ANY_STORE)
    move(draft, name, act.number("count"), out_of=sources, into=_ISSUED)


def _return(draft: Draft, act: Act) -> None:
    name, place = act.text("lot"), act.text("place")
    settle_store(draft, name, place)
    lot = draft.lot(name)
    store = place or (lot.stored[0][0] if lot.stored else "")
    move(draft, name, act.number("count"), out_of=(_ISSUED,), into=("stored", store))


def _wear(draft: Draft, act: Act) -> None:
    worn: Spot = ("worn", act.text("person"))
    move(draft, act.text("lot"), act.number("count"), out_of=(_ISSUED, _ANY_STORE), into=worn)


def _take_off(draft: Draft, act: Act) -> None:
    worn: Spot = ("worn", act.text("person"))
    move(draft, act.text("lot"), act.number("count"), out_of=(worn,), into=_ISSUED)


def _destroy(draft: Draft, act: Act) -> None:
    sources: tuple[Spot, ...] = (_ISSUED, ("misfired", ""), _ANY_STORE)
    move(draft, act.text("lot"), act.number("count"), out_of=sources, into=("destroyed", ""))


def _convert(draft: Draft, act: Act) -> None:
    """Rounds made into others are new rounds of another lot."""
    count, into = act.number("count"), act.text("into")
    move(draft, act.text("lot"), count, out_of=(_ISSUED, _ANY_STORE), into=("converted", ""))
    lot = draft.lot(into)
    draft.lots.put(into, replace(lot, found=lot.found + count, issued=lot.issued + count))


def _find(draft: Draft, act: Act) -> None:
    """Loose rounds: of a lot the record does not know they are unknown, and count as live."""
    name, count = act.text("lot"), act.number("count")
    if draft.lots.get(name) is None:
        draft.lots.put(name, Lot(id=name))
    beyond = turn_up(draft, name, count, into=_ISSUED)
    if beyond:
        draft.disagree("found", f"{beyond} rounds of {name} that nobody had missed", thing=name)
    if draft.lot(name).kind in ("live", "unknown"):
        draft.effect("live_round_found", name)


def _count(draft: Draft, act: Act) -> None:
    """A blind count against what the record has there."""
    name, found = act.text("lot"), act.number("found")
    spot = _counted_spot(draft, name, act.text("place"), found)
    lot = draft.lot(name)
    expected = have(lot, spot)
    if found < expected:
        move(draft, name, expected - found, out_of=(spot,), into=("unaccounted", ""))
        _differs(draft, act, expected)
        draft.effect("rounds_unaccounted", name, expected - found)
    elif found > expected:
        beyond = turn_up(draft, name, found - expected, into=spot)
        if beyond:
            _differs(draft, act, expected)
            draft.effect("rounds_unaccounted", name, beyond)


def _counted_spot(draft: Draft, name: str, place: str, found: int) -> Spot:
    """What a count at `place` is compared with: rounds worn, in that store, or out on the cart.

    Only stores and people are known by name. A count anywhere else is compared with the rounds
    that are out, or with those whose store nobody has named, whichever it is closer to: a house
    that never names its store must not be told of a difference that is not there.
    """
    lot = draft.lot(name)
    if have(lot, ("worn", place)):
        return ("worn", place)
    known = draft.places.get(place)
    in_store = have(lot, ("stored", place)) or (known is not None and known.store)
    unplaced = have(lot, ("stored", ""))
    if not in_store:
        if place == lot.container:
            return ("stored", lot.stored[0][0] if lot.stored else "")
        if not unplaced or abs(found - lot.issued) < abs(found - unplaced):
            return _ISSUED
    settle_store(draft, name, place)
    return ("stored", place)


def _differs(draft: Draft, act: Act, expected: int) -> None:
    name, found, place = act.text("lot"), act.number("found"), act.text("place")
    draft.disagree(
        "count-differs",
        f"{found} rounds of {name} at {place}, the record has {expected}",
        thing=name,
    )


def _count_cases(draft: Draft, act: Act) -> None:
    """Fired cases against the shots entered, of one weapon or of the whole lot."""
    name, found = act.text("lot"), act.number("found")
    lot = draft.lot(name)
    weapons = [
        one
        for one in draft.weapons.values()
        if one.cases and (not act.has("weapon") or one.id == act.text("weapon"))
    ]
    waiting = sum(count for one in weapons for case_lot, count in one.cases if case_lot == name)
    if not act.has("weapon"):
        waiting = lot.cases_waiting
    for weapon in weapons:
        draft.put_weapon(_without_cases(weapon, name))
    missing = max(0, waiting - found)
    beyond = max(0, found - waiting)
    recovered = min(beyond, lot.cases_missing)
    draft.lots.put(
        name,
        replace(
            lot,
            cases_counted=lot.cases_counted + waiting - missing + recovered,
            cases_missing=lot.cases_missing + missing - recovered,
        ),
    )
    if missing:
        draft.effect("cases_missing", name, missing)
    if missing or beyond > recovered:
        draft.disagree(
            "cases-differ", f"{found} fired cases of {name}, {waiting} shots entered", thing=name
        )


def _without_cases(weapon: Weapon, lot: str) -> Weapon:
    return replace(weapon, cases=tuple(row for row in weapon.cases if row[0] != lot))


LOTS: Mapping[str, Transition] = {
    "receive_lot": _receive,
    "issue_rounds": _issue,
    "return_rounds": _return,
    "wear_rounds": _wear,
    "take_off_rounds": _take_off,
    "destroy_rounds": _destroy,
    "convert_rounds": _convert,
    "find_rounds": _find,
    "count_rounds": _count,
    "count_cases": _count_cases,
}
