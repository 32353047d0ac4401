"""Set-ups, breaks, stops, concerns and incidents: what touches many weapons at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from provesafe.custody.act import Act
from provesafe.custody.draft import Draft
from provesafe.custody.state import Concern, Incident, Stop
from provesafe.custody.transitions.people import with_one, without_one
from provesafe.custody.transitions.rounds import Spot, have, move
from provesafe.custody.transitions.transition import Transition

__all__ = ["SET_UPS"]


def _open(draft: Draft, act: Act) -> None:
    """A new set-up: nothing shown for the last one counts any more."""
    set_up = draft.set_up(act.text("set_up"))
    draft.set_ups.put(set_up.id, replace(set_up, open=True, line_clear_by="", in_line=(), posts=()))
    _bring_planned(draft, act.text("set_up"))
    draft.lose_sight_of_all_out()


def _bring_planned(draft: Draft, name: str) -> None:
    """The weapons planned for a set-up belong to it once it is opened or starts."""
    for planned in draft.set_up(name).planned:
        weapon = draft.weapons.get(planned)
        if weapon is not None:
            draft.put_weapon(replace(weapon, set_up=name))


def _close(draft: Draft, act: Act) -> None:
    set_up = draft.set_up(act.text("set_up"))
    draft.set_ups.put(
        set_up.id, replace(set_up, open=False, running="", rolling=False, line_clear_by="")
    )


def _start(draft: Draft, act: Act) -> None:
    set_up = draft.set_up(act.text("set_up"))
    draft.set_ups.put(set_up.id, replace(set_up, running=act.text("what")))
    _bring_planned(draft, set_up.id)


def _roll(draft: Draft, act: Act) -> None:
    draft.set_ups.put(act.text("set_up"), replace(draft.set_up(act.text("set_up")), rolling=True))


def _cut(draft: Draft, act: Act) -> None:
    set_up = draft.set_up(act.text("set_up"))
    draft.set_ups.put(set_up.id, replace(set_up, running="", rolling=False))


def _release_crew(draft: Draft, act: Act) -> None:
    """Once people may move, nobody can say that the line is still clear."""
    set_up = draft.set_up(act.text("set_up"))
    draft.set_ups.put(set_up.id, replace(set_up, line_clear_by=""))


def _clear_line(draft: Draft, act: Act) -> None:
    set_up = draft.set_up(act.text("set_up"))
    draft.set_ups.put(set_up.id, replace(set_up, line_clear_by=act.text("by"), in_line=()))


def _in_line(draft: Draft, act: Act) -> None:
    set_up = draft.set_up(act.text("set_up"))
    draft.set_ups.put(
        set_up.id,
        replace(set_up, line_clear_by="", in_line=with_one(set_up.in_line, act.text("person"))),
    )


def _leave_line(draft: Draft, act: Act) -> None:
    set_up = draft.set_up(act.text("set_up"))
    draft.set_ups.put(
        set_up.id, replace(set_up, in_line=without_one(set_up.in_line, act.text("person")))
    )


def _take_post(draft: Draft, act: Act) -> None:
    set_up, person = draft.set_up(act.text("set_up")), act.text("person")
    others = tuple(row for row in set_up.posts if row[0] != person)
    draft.set_ups.put(set_up.id, replace(set_up, posts=(*others, (person, act.text("post")))))


def _break_for(draft: Draft, _act: Act) -> None:
    draft.lose_sight_of_all_out()


def _wrap(draft: Draft, act: Act) -> None:
    draft.wrapped_day = act.number("day")


def _stop(draft: Draft, act: Act) -> None:
    stop = Stop(
        by=act.text("by"),
        words=act.text("words"),
        set_up=act.text("set_up"),
        at_ms=act.at_ms,
        index=act.index,
    )
    draft.stops = (*draft.stops, stop)
    draft.lose_sight_of_all_out()


def _resume(draft: Draft, _act: Act) -> None:
    draft.stops = ()


def _raise_concern(draft: Draft, act: Act) -> None:
    name = act.text("concern")
    draft.concerns.put(name, Concern(id=name, words=act.text("words"), raised_ms=act.at_ms))


def _answer_concern(draft: Draft, act: Act) -> None:
    name = act.text("concern")
    concern = draft.concerns.get(name)
    if concern is None:
        draft.disagree("no-concern", f"concern {name} was not entered", thing=name)
        return
    draft.concerns.put(name, replace(concern, answers=concern.answers + 1))


def _quarantine(draft: Draft, act: Act) -> None:
    draft.put_weapon(replace(draft.weapon(act.text("weapon")), quarantined=True))


def _withdraw(draft: Draft, act: Act) -> None:
    draft.put_weapon(replace(draft.weapon(act.text("weapon")), withdrawn=True))


def _put_back(draft: Draft, act: Act) -> None:
    draft.put_weapon(replace(draft.weapon(act.text("weapon")), withdrawn=False))


def _freeze(draft: Draft, act: Act) -> None:
    draft.put_weapon(replace(draft.weapon(act.text("weapon")), frozen=True))


def _release(draft: Draft, act: Act) -> None:
    name = act.text("weapon")
    weapon = draft.weapon(name)
    if weapon.suspended_by:
        draft.effect("unsuspended_weapon", name)
    draft.put_weapon(replace(weapon, quarantined=False, frozen=False, suspended_by=()))


def _open_incident(draft: Draft, act: Act) -> None:
    """Ordinary duties stop for the weapons and people it names; named again, it takes more in."""
    name = act.text("incident")
    known = draft.incidents.get(name)
    if known is None or not known.open:
        known = Incident(id=name, opened_ms=act.at_ms)
    incident = replace(
        known,
        weapons=tuple(dict.fromkeys((*known.weapons, *act.listed("weapons")))),
        persons=tuple(dict.fromkeys((*known.persons, *act.listed("persons")))),
        set_up=act.text("set_up") or known.set_up,
    )
    draft.incidents.put(name, incident)
    for weapon_name in incident.weapons:
        weapon = draft.weapon(weapon_name)
        draft.put_weapon(replace(weapon, suspended_by=with_one(weapon.suspended_by, name)))
        draft.effect("suspended_weapon", weapon_name)
    for person_name in incident.persons:
        person = draft.person(person_name)
        suspended = with_one(person.suspended_by, name)
        draft.people.put(person_name, replace(person, suspended_by=suspended))
        draft.effect("suspended_person", person_name)


def _incident(draft: Draft, act: Act) -> Incident:
    """The incident an act names; one that nobody opened is kept, and not open."""
    name = act.text("incident")
    found = draft.incidents.get(name)
    if found is None:
        draft.disagree("no-incident", f"incident {name} was not opened", thing=name)
        found = Incident(id=name, open=False, opened_ms=act.at_ms)
    return found


def _close_incident(draft: Draft, act: Act) -> None:
    incident = _incident(draft, act)
    draft.incidents.put(incident.id, replace(incident, open=False))
    for weapon in draft.weapons.values():
        if incident.id in weapon.suspended_by:
            left = without_one(weapon.suspended_by, incident.id)
            draft.put_weapon(replace(weapon, suspended_by=left))
            if not left:
                draft.effect("unsuspended_weapon", weapon.id)
    for person in draft.people.values():
        if incident.id in person.suspended_by:
            left = without_one(person.suspended_by, incident.id)
            draft.people.put(person.id, replace(person, suspended_by=left))
            if not left:
                draft.effect("unsuspended_person", person.id)


def _know_injury(draft: Draft, act: Act) -> None:
    incident = _incident(draft, act)
    known = incident.injury_known_ms
    draft.incidents.put(
        incident.id,
        replace(
            incident,
            injury_known_ms=act.at_ms if known is None else known,
            grave=incident.grave or act.text("grave") == "yes",
        ),
    )


def _authority_arrives(draft: Draft, act: Act) -> None:
    incident = _incident(draft, act)
    there = with_one(incident.authorities, act.text("authority"))
    draft.incidents.put(incident.id, replace(incident, authorities=there))


def _authority_asks(draft: Draft, act: Act) -> None:
    incident = _incident(draft, act)
    draft.incidents.put(incident.id, replace(incident, requests_open=incident.requests_open + 1))


def _answer_authority(draft: Draft, act: Act) -> None:
    incident = _incident(draft, act)
    if not incident.requests_open:
        draft.disagree(
            "nothing-asked", f"nothing asked in incident {incident.id} was open", thing=incident.id
        )
    left = max(0, incident.requests_open - 1)
    draft.incidents.put(incident.id, replace(incident, requests_open=left))


# Things that leave and come back: a weapon, or rounds of a lot.

_ISSUED: Spot = ("issued", "")
_HERE: tuple[Spot, ...] = (("stored", "*"), _ISSUED, ("misfired", ""))


def _amount(draft: Draft, act: Act, lot: str, spots: tuple[Spot, ...]) -> int:
    """The count of an act, or all there is."""
    if act.has("count"):
        return act.number("count")
    record = draft.lot(lot)
    return sum(have(record, spot) for spot in spots)


def _item(draft: Draft, act: Act) -> tuple[str, str]:
    """The weapon or the lot an act names; both empty for a thing of another sort."""
    name = act.text("item")
    if draft.weapons.get(name) is not None:
        return name, ""
    if draft.lots.get(name) is not None:
        return "", name
    draft.disagree("unknown-item", f"{name} is no weapon or lot of this record", thing=name)
    return "", ""


def _send_back(draft: Draft, act: Act) -> None:
    weapon, lot = act.text("weapon"), act.text("lot")
    if weapon:
        draft.lock_away(weapon, "")
        draft.put_weapon(replace(draft.weapon(weapon), sent_to=act.text("to_whom")))
    if lot:
        amount = _amount(draft, act, lot, _HERE)
        move(draft, lot, amount, out_of=_HERE, into=("returned", ""))


def _to_police(draft: Draft, act: Act) -> None:
    weapon, lot = _item(draft, act)
    if weapon:
        draft.lock_away(weapon, "")
        draft.put_weapon(replace(draft.weapon(weapon), police_receipt=act.text("receipt")))
    if lot:
        amount = _amount(draft, act, lot, _HERE)
        move(draft, lot, amount, out_of=_HERE, into=("police", ""))


def _come_back(draft: Draft, act: Act) -> None:
    weapon, lot = _item(draft, act)
    if weapon:
        _return_unknown(draft, weapon, act.text("by"), police=True)
    if lot:
        spots: tuple[Spot, ...] = (("police", ""),)
        move(draft, lot, _amount(draft, act, lot, spots), out_of=spots, into=_ISSUED)


def _return_unknown(draft: Draft, name: str, person: str, *, police: bool) -> None:
    """A weapon is here again after others had it: what is in it is not known."""
    weapon = draft.weapon(name)
    draft.put_weapon(
        replace(weapon, police_receipt="") if police else replace(weapon, missing=False)
    )
    draft.take(name, person)
    draft.lose_sight(name)
    draft.doubt_contents(name)


def _miss(draft: Draft, act: Act) -> None:
    weapon, lot = _item(draft, act)
    if weapon:
        draft.bring_out(weapon, expected=True)
        draft.lose_sight(weapon)
        draft.give_up(weapon, "")
        draft.put_weapon(replace(draft.weapon(weapon), missing=True))
        draft.doubt_contents(weapon)
    if lot:
        amount = _amount(draft, act, lot, _HERE)
        if amount:
            move(draft, lot, amount, out_of=_HERE, into=("unaccounted", ""))
            draft.effect("rounds_unaccounted", lot, amount)


def _find_missing(draft: Draft, act: Act) -> None:
    weapon, lot = _item(draft, act)
    if weapon:
        _return_unknown(draft, weapon, act.text("by"), police=False)
    if lot:
        spots: tuple[Spot, ...] = (("unaccounted", ""),)
        move(draft, lot, _amount(draft, act, lot, spots), out_of=spots, into=_ISSUED)


def _take_over(draft: Draft, act: Act) -> None:  # noqa: ARG001 - the shape of a transition
    """A copy is gone on with: what happened since it was made is not in it, nor what it changed."""
    for weapon in draft.weapons.values():
        name = weapon.id
        draft.lose_sight(name)
        draft.doubt_contents(name)


SET_UPS: Mapping[str, Transition] = {
    "take_over_record": _take_over,
    "open_set_up": _open,
    "close_set_up": _close,
    "start": _start,
    "roll": _roll,
    "cut": _cut,
    "release_crew": _release_crew,
    "clear_line": _clear_line,
    "in_line": _in_line,
    "leave_line": _leave_line,
    "take_post": _take_post,
    "break_for": _break_for,
    "wrap": _wrap,
    "stop": _stop,
    "resume": _resume,
    "raise_concern": _raise_concern,
    "answer_concern": _answer_concern,
    "quarantine": _quarantine,
    "withdraw": _withdraw,
    "put_back": _put_back,
    "freeze": _freeze,
    "release": _release,
    "open_incident": _open_incident,
    "close_incident": _close_incident,
    "know_injury": _know_injury,
    "authority_arrives": _authority_arrives,
    "authority_asks": _authority_asks,
    "answer_authority": _answer_authority,
    "send_back": _send_back,
    "hand_to_police": _to_police,
    "come_back": _come_back,
    "miss": _miss,
    "find_missing": _find_missing,
}
