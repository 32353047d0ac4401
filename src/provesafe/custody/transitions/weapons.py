"""Weapons as things that somebody has: in and out of the store, from hand to hand, shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from provesafe.custody.act import Act
from provesafe.custody.draft import Draft
from provesafe.custody.state import Contents, Place, Showing, Weapon, WeaponIdentity
from provesafe.custody.transitions.rounds import settle_store
from provesafe.custody.transitions.transition import Transition
from provesafe.custody.words import kind_words

__all__ = ["WEAPONS"]


def _receive(draft: Draft, act: Act) -> None:
    """A weapon comes in: nothing is known of what is in it."""
    name = act.text("weapon")
    before = draft.weapons.get(name)
    if before is not None:
        if before.received and not (before.sent_to or before.police_receipt or before.missing):
            draft.disagree("received-twice", f"{name} was taken in before", thing=name)
        if before.out:
            draft.lose_sight(name)
        draft.give_up(name, "")
    identity = WeaponIdentity(
        kind=act.text("kind"),
        maker=act.text("maker"),
        model=act.text("model"),
        serial=act.text("serial"),
        action=act.text("action"),
        chambers=act.number("chambers"),
        calibre=act.text("calibre"),
        supplier=act.text("supplier"),
        modified=act.text("modified") or "unknown",
        owner=act.text("owner") or "production",
    )
    known = before or Weapon(id=name)
    draft.put_weapon(
        replace(
            known,
            received=True,
            identity=identity,
            holder="",
            place=act.text("place"),
            locked=False,
            since_ms=act.at_ms,
            showings=(),
            round_checks=(),
            sent_to="",
            missing=False,
        )
    )
    draft.set_contents(name, Contents(rounds=known.contents.rounds))


def _open_store(draft: Draft, act: Act) -> None:
    place = replace(_place(draft, act), store=True, open=True, since_ms=act.at_ms)
    draft.places.put(place.id, place)


def _lock_store(draft: Draft, act: Act) -> None:
    """What lies in the store, in nobody's hands, is locked away with it."""
    place = act.text("place")
    closed = replace(_place(draft, act), store=True, open=False, since_ms=act.at_ms)
    draft.places.put(place, closed)
    for weapon in draft.weapons.values():
        if weapon.place == place and not weapon.holder and not weapon.locked:
            draft.lock_away(weapon.id, place)


def _draw(draft: Draft, act: Act) -> None:
    name, by = act.text("weapon"), act.text("by")
    weapon = draft.weapon(name)
    if weapon.holder and weapon.out:
        draft.disagree("already-out", f"{name} was out already, {weapon.holder} had it", thing=name)
    draft.take(name, by)


def _put_away(draft: Draft, act: Act) -> None:
    name, place = act.text("weapon"), act.text("place")
    if draft.weapon(name).holder:
        draft.expect_holder(name, act.text("by"))
    if act.text("locked") == "yes":
        if place:
            _note_store(draft, place, act.at_ms)
        draft.lock_away(name, place)
        return
    if draft.weapon(name).locked:
        draft.bring_out(name, expected=False)
    draft.lose_sight(name)
    draft.give_up(name, place)


def _note_store(draft: Draft, place: str, at_ms: int) -> None:
    """A place where weapons are locked away is a store."""
    known = draft.places.get(place)
    if known is None:
        draft.places.put(place, Place(id=place, store=True, open=True, since_ms=at_ms))


def _put_down(draft: Draft, act: Act) -> None:
    name = act.text("weapon")
    draft.expect_holder(name, act.text("by"))
    draft.bring_out(name, expected=False)
    draft.lose_sight(name)
    draft.give_up(name, act.text("place"))


def _pick_up(draft: Draft, act: Act) -> None:
    name, by = act.text("weapon"), act.text("by")
    weapon = draft.weapon(name)
    if weapon.holder and weapon.holder != by:
        draft.disagree("already-held", f"{weapon.holder} had {name}", thing=name)
    draft.bring_out(name, expected=False)
    draft.take(name, by)


def _leave_unattended(draft: Draft, act: Act) -> None:
    """What nobody watches nobody has, whoever had it before."""
    name = act.text("weapon")
    draft.bring_out(name, expected=False)
    draft.lose_sight(name)
    draft.give_up(name, act.text("place") or draft.weapon(name).place)


def _lose_sight(draft: Draft, act: Act) -> None:
    draft.lose_sight(act.text("weapon"))


def _hand_over(draft: Draft, act: Act) -> None:
    name = act.text("weapon")
    draft.expect_holder(name, act.text("by"))
    draft.bring_out(name, expected=False)
    draft.take(name, act.text("to"))
    if act.has("set_up"):
        draft.put_weapon(replace(draft.weapon(name), set_up=act.text("set_up")))


def _take_over(draft: Draft, act: Act) -> None:
    """A weapon that did not go off is taken as it is, from whoever has it."""
    name = act.text("weapon")
    draft.bring_out(name, expected=False)
    draft.take(name, act.text("by"))


def _use_in(draft: Draft, act: Act) -> None:
    weapon = draft.weapon(act.text("weapon"))
    draft.put_weapon(replace(weapon, set_up=act.text("set_up")))


def _show(draft: Draft, act: Act) -> None:
    name = act.text("weapon")
    draft.weapon(name)
    if draft.weapon(name).locked:
        draft.bring_out(name, expected=False)
    said, contents = act.text("contents"), draft.weapon(name).contents
    differs = contents.kind not in ("unknown", said) or (
        contents.kind == said and act.has("count") and act.number("count") != contents.count
    )
    if differs:
        draft.disagree(
            "contents-differ",
            f"{name} was shown as {kind_words(said)} {act.number('count')},"
            f" the record had {kind_words(contents.kind)} {contents.count}",
            thing=name,
        )
    for receiver in act.listed("to"):
        draft.add_showing(
            name,
            Showing(
                giver=act.text("by"),
                receiver=receiver,
                contents=said,
                checked=act.number("checked"),
                of=act.number("of"),
                at_ms=act.at_ms,
                index=act.index,
            ),
        )


def _call(draft: Draft, act: Act) -> None:
    weapon = draft.weapon(act.text("weapon"))
    draft.put_weapon(replace(weapon, called=act.text("state")))


def _count_weapons(draft: Draft, act: Act) -> None:
    """Weapons that lie at a place against those entered; those with no place may be there too."""
    place, found = act.text("place"), act.number("found")
    idle = [one for one in draft.weapons.values() if not (one.holder or one.missing)]
    here = sum(1 for one in idle if one.place == place)
    perhaps = sum(1 for one in idle if not one.place and not one.locked)
    known = draft.places.get(place)
    if not here and (known is None or not known.store):
        return
    expected = min(max(found, here), here + perhaps)
    if found != expected:
        draft.effect("weapons_unaccounted", place, abs(found - expected))
        draft.disagree(
            "count-differs", f"{found} weapons at {place}, the record has {expected}", thing=place
        )


def _move_lot(draft: Draft, act: Act) -> None:
    lot = draft.lot(act.text("lot"))
    draft.lots.put(lot.id, replace(lot, container=act.text("container")))
    settle_store(draft, lot.id, "")


def _give_key(draft: Draft, act: Act) -> None:
    place = _place(draft, act)
    others = tuple(one for one in place.key_with if one not in (act.text("by"), act.text("to")))
    draft.places.put(place.id, replace(place, key_with=(*others, act.text("to"))))


def _lose_key(draft: Draft, act: Act) -> None:
    draft.places.put(act.text("place"), replace(_place(draft, act), key_lost=True))


def _change_lock(draft: Draft, act: Act) -> None:
    changed = replace(_place(draft, act), key_with=(act.text("by"),), key_lost=False)
    draft.places.put(changed.id, changed)


def _place(draft: Draft, act: Act) -> Place:
    """The place an act names, as far as it is known."""
    return draft.places.get(act.text("place")) or Place(id=act.text("place"))


def _seal(draft: Draft, act: Act) -> None:
    draft.seals.put(act.text("item"), act.text("number"))


def _break_seal(draft: Draft, act: Act) -> None:
    item, number = act.text("item"), act.text("number")
    bears = draft.seals.get(item)
    if bears is None:
        draft.disagree("no-seal", f"{item} was not entered as sealed", thing=item)
    elif number and number != bears:
        draft.disagree(
            "seal-differs", f"{item} bore seal {bears}, the one broken was {number}", thing=item
        )
    draft.seals.drop(item)


WEAPONS: Mapping[str, Transition] = {
    "receive_weapon": _receive,
    "open_store": _open_store,
    "lock_store": _lock_store,
    "draw": _draw,
    "put_away": _put_away,
    "put_down": _put_down,
    "pick_up": _pick_up,
    "leave_unattended": _leave_unattended,
    "lose_sight": _lose_sight,
    "hand_over": _hand_over,
    "return_weapon": _hand_over,
    "take_over_misfire": _take_over,
    "use_in": _use_in,
    "show": _show,
    "call": _call,
    "count_weapons": _count_weapons,
    "move_lot": _move_lot,
    "give_key": _give_key,
    "lose_key": _lose_key,
    "change_lock": _change_lock,
    "seal": _seal,
    "break_seal": _break_seal,
}
