"""People and events that somebody has said are one: under one id, with the others kept.

What is one is said by a person, never found by likeness: two people of one name stay two. The id
that stays is the one that came first; every line that spoke of another now speaks of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from provesafe.casefile.model.happening import Event
from provesafe.casefile.model.line import Account
from provesafe.casefile.model.people import Party
from provesafe.casefile.timeline import Constraint

__all__ = ["merged_events", "merged_parties", "respoken", "retimed", "same"]

Alias = Mapping[str, str]


def same(links: Iterable[tuple[str, Sequence[str]]]) -> dict[str, str]:
    """For each id the first one of those that are one with it.

    Args:
        links: each id with those it is said to be one with, in order.

    >>> same([("a", ()), ("b", ("a",)), ("c", ("b",))])
    {'a': 'a', 'b': 'a', 'c': 'a'}
    """
    first: dict[str, str] = {}
    members: dict[str, list[str]] = {}
    order: dict[str, int] = {}
    for one, others in links:
        for each in (one, *others):
            if each not in first:
                order[each] = len(order)
                first[each] = each
                members[each] = [each]
        for other in others:
            mine, theirs = first[one], first[other]
            if mine == theirs:
                continue
            keep, give = sorted((mine, theirs), key=lambda word: order[word])
            for each in members.pop(give):
                first[each] = keep
                members[keep].append(each)
    return first


def merged_parties(parties: Sequence[Party]) -> tuple[tuple[Party, ...], Alias]:
    """Each party once, and under which id each id now stands."""
    alias = same((one.id, one.same_as) for one in parties)
    groups: dict[str, list[Party]] = {}
    for one in parties:
        groups.setdefault(alias[one.id], []).append(one)
    return tuple(_one_party(key, group, alias) for key, group in groups.items()), alias


def _one_party(key: str, group: Sequence[Party], alias: Alias) -> Party:
    known = [one for one in group if one.record and not one.same_as]
    lead = (known or [one for one in group if one.roles] or list(group))[0]
    by_person = next((one for one in group if one.person), lead)
    return replace(
        group[0],
        id=key,
        role=lead.role,
        roles=tuple(role for one in group for role in one.roles),
        mentions=tuple(cite for one in group for cite in one.mentions),
        speaks_for=next((alias.get(one.speaks_for, "") for one in group if one.speaks_for), ""),
        person=by_person.person,
        record=by_person.record,
        same_as=tuple(
            sorted(each for each, first in alias.items() if first == key and each != key)
        ),
    )


def merged_events(events: Sequence[Event]) -> tuple[tuple[Event, ...], Alias]:
    """Each event once, with every time and place; and under which id each id now stands."""
    alias = same((one.id, one.same_as) for one in events)
    groups: dict[str, list[Event]] = {}
    for one in events:
        groups.setdefault(alias[one.id], []).append(one)
    return (
        tuple(
            replace(
                group[0],
                id=key,
                cites=tuple(cite for one in group for cite in one.cites),
                times=tuple(time for one in group for time in one.times),
                weapon=next((one.weapon for one in group if one.weapon), ""),
                expected=all(one.expected for one in group),
                same_as=tuple(one.id for one in group if one.id != key),
            )
            for key, group in groups.items()
        ),
        alias,
    )


def respoken(account: Account, parties: Alias, events: Alias) -> Account:
    """The same line with each party and event under the id it now stands under.

    Args:
        account: the line.
        parties: for parties.
        events: for events.
    """

    def party(word: str) -> str:
        return parties.get(word, word)

    return replace(
        account,
        observer=party(account.observer),
        through=tuple(party(one) for one in account.through),
        recipient=party(account.recipient),
        outlet=party(account.outlet),
        about=tuple(
            replace(one, event=events.get(one.event, one.event), value=party(one.value))
            for one in account.about
        ),
    )


def retimed(constraint: Constraint, events: Alias) -> Constraint:
    """The same constraint between the events' ids as they now are."""
    return replace(
        constraint,
        event=events.get(constraint.event, constraint.event),
        other=events.get(constraint.other, constraint.other),
    )
