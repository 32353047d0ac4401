"""What goes into a weapon and comes out of it: loading, shots, misfires, unloading, proving."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from provesafe.custody.act import Act
from provesafe.custody.draft import Draft
from provesafe.custody.state import (
    Contents,
    ContentsKind,
    Lot,
    RoundCheck,
    RoundsIn,
    Showing,
    Weapon,
)
from provesafe.custody.transitions.rounds import Spot, move
from provesafe.custody.transitions.transition import Transition
from provesafe.custody.words import kind_words

__all__ = ["CONTENTS"]

_KINDS: Mapping[str, ContentsKind] = {
    "empty": "empty",
    "dummy": "dummy",
    "blank": "blank",
    "live": "live",
    "mixed": "mixed",
    "unknown": "unknown",
}
_KEEPS_CASES = ("single", "double", "break")
"""Actions that keep fired cases until somebody takes them out."""


def _load(draft: Draft, act: Act) -> None:
    """Rounds go in; what was unknown before stays unknown unless every chamber was filled."""
    name, lot_name, count = act.text("weapon"), act.text("lot"), act.number("count")
    draft.bring_out(name, expected=False)
    lot = draft.lot(lot_name)
    kind = _loaded_kind(draft, act, lot)
    move(
        draft,
        lot_name,
        count,
        out_of=(("issued", ""), ("stored", "*")),
        into=("loaded", ""),
    )
    weapon = draft.weapon(name)
    load = act.text("load") or lot.load
    before = weapon.contents
    rounds = _with_rounds(
        before.rounds, RoundsIn(lot=lot_name, kind=kind, load=load, count=count, spent=0)
    )
    inside = sum(one.count + one.spent for one in rounds)
    chambers = weapon.identity.chambers
    if chambers and inside > chambers:
        draft.disagree(
            "more-than-fits", f"{inside} rounds in {name}, which takes {chambers}", thing=name
        )
    checked, weapon = _use_check(weapon, lot_name, count)
    draft.put_weapon(replace(weapon, called=""))
    now = _joined(before, kind, full=bool(chambers) and count >= chambers)
    draft.set_contents(
        name,
        Contents(
            kind=now,
            count=0 if now == "unknown" else sum(one.count for one in rounds),
            load=load,
            checked=(before.checked if before.kind == kind else 0) + checked,
            chambers=before.chambers + act.listed("chambers"),
            rounds=rounds,
        ),
    )
    if act.text("kind") == "live":
        draft.effect("live_round_found", lot_name)
    draft.lose_sight(name)
    _seen_by(draft, act, contents=now)


def _loaded_kind(draft: Draft, act: Act, lot: Lot) -> ContentsKind:
    """What went in: when the loader and the lot differ, the more dangerous word stands."""
    said = act.text("kind")
    if lot.kind == said:
        return _KINDS[said]
    if lot.received or lot.kind != "unknown":
        draft.disagree(
            "kind-differs",
            f"{lot.id} is {kind_words(lot.kind)}, loaded as {kind_words(said)}",
            thing=act.text("weapon"),
        )
    return "live" if "live" in (said, lot.kind) else "unknown"


def _with_rounds(rounds: tuple[RoundsIn, ...], more: RoundsIn) -> tuple[RoundsIn, ...]:
    """The rounds with more of one lot; the same lot and kind share a row."""
    for one in rounds:
        if (one.lot, one.kind, one.load) == (more.lot, more.kind, more.load):
            return tuple(
                replace(row, count=row.count + more.count) if row is one else row for row in rounds
            )
    return (*rounds, more)


def _joined(before: Contents, kind: ContentsKind, *, full: bool) -> ContentsKind:
    """What a weapon contains after loading rounds of `kind` on top of `before`."""
    if before.kind == "unknown":
        return kind if full else "unknown"
    if "unknown" in (before.kind, kind):
        return "unknown"
    if before.kind in ("empty", kind) or before.count == 0:
        return kind
    return "live" if "live" in (before.kind, kind) else "mixed"


def _use_check(weapon: Weapon, lot: str, count: int) -> tuple[int, Weapon]:
    """How many of the rounds loaded had been checked one by one; each check serves once."""
    for check in weapon.round_checks:
        if check.lot == lot:
            good = max(0, check.checked - check.failed)
            used = min(count, good)
            others = tuple(one for one in weapon.round_checks if one is not check)
            if good > used:
                others = (*others, replace(check, checked=good - used, failed=0))
            return used, replace(weapon, round_checks=others)
    return 0, weapon


def _seen_by(draft: Draft, act: Act, *, contents: ContentsKind) -> None:
    """Loading or unloading in somebody's view is a showing, unless it is entered late."""
    if draft.late:
        return
    count = act.number("count")
    for receiver in act.listed("in_view"):
        draft.add_showing(
            act.text("weapon"),
            Showing(
                giver=act.text("by"),
                receiver=receiver,
                contents=contents,
                checked=count,
                of=count,
                at_ms=act.at_ms,
                index=act.index,
            ),
        )


def _shoot(draft: Draft, name: str, shots: int) -> int:
    """Take shots from the rounds that can fire; how many the record did not have."""
    weapon = draft.weapon(name)
    left, rows, cases = shots, [], dict(weapon.cases)
    for row in weapon.contents.rounds:
        gone = 0 if row.kind == "dummy" else min(left, row.count)
        if gone:
            left -= gone
            move(draft, row.lot, gone, out_of=(("loaded", ""),), into=("fired", ""))
            cases[row.lot] = cases.get(row.lot, 0) + gone
        rows.append(replace(row, count=row.count - gone, spent=row.spent + gone))
    contents = replace(weapon.contents, rounds=tuple(rows))
    draft.put_weapon(replace(weapon, contents=contents, cases=tuple(sorted(cases.items()))))
    return left


def _fire(draft: Draft, act: Act) -> None:
    name, shots = act.text("weapon"), act.number("count")
    draft.bring_out(name, expected=False)
    before = draft.weapon(name)
    if before.holder:
        draft.expect_holder(name, act.text("by"))
    beyond = _shoot(draft, name, shots)
    if beyond:
        draft.disagree(
            "fired-more-than-loaded",
            f"{shots} shots from {name}, the record had {shots - beyond} rounds that could fire",
            thing=name,
        )
        draft.doubt_contents(name)
        return
    contents = draft.weapon(name).contents
    if contents.kind == "unknown":
        return
    left = [one for one in contents.rounds if one.count]
    kinds = {one.kind for one in left}
    kind = kinds.pop() if len(kinds) == 1 else contents.kind
    draft.set_contents(name, replace(contents, kind=kind, count=sum(one.count for one in left)))


def _discharge(draft: Draft, act: Act) -> None:
    """A shot nobody called for: what the record believed about the contents is in doubt."""
    name = act.text("weapon")
    draft.bring_out(name, expected=False)
    if _shoot(draft, name, 1):
        draft.disagree(
            "fired-more-than-loaded",
            f"{name} went off, the record had no round in it that could fire",
            thing=name,
        )
    draft.doubt_contents(name)
    draft.lose_sight(name)
    draft.put_weapon(replace(draft.weapon(name), cause_open=True))


def _misfire(draft: Draft, act: Act) -> None:
    """No shot, or a weak one that may have left something in the bore."""
    name, kind = act.text("weapon"), act.text("kind")
    draft.bring_out(name, expected=False)
    weapon = draft.weapon(name)
    squib = kind == "squib-load"
    draft.put_weapon(
        replace(
            weapon,
            misfire=kind,
            cause_open=True,
            duds=weapon.duds + (0 if squib else 1),
            bore_clear=weapon.bore_clear and not squib,
        )
    )
    if squib and weapon.contents.kind != "unknown":
        _shoot(draft, name, 1)
        contents = draft.weapon(name).contents
        count = sum(one.count for one in contents.rounds)
        draft.set_contents(name, replace(contents, count=count))
    draft.lose_sight(name)


def _open_misfire(draft: Draft, act: Act) -> None:
    name = act.text("weapon")
    draft.lose_sight(name)
    draft.put_weapon(replace(draft.weapon(name), misfire=""))


def _unload(draft: Draft, act: Act) -> None:
    """What comes out is compared with what went in; an entry made late leaves the rest unknown."""
    name = act.text("weapon")
    _take_out(draft, act)
    weapon = draft.weapon(name)
    draft.put_weapon(replace(weapon, duds=0, misfire="", round_checks=(), called=""))
    draft.set_contents(name, Contents(kind="unknown" if draft.late else "empty"))
    draft.lose_sight(name)
    _seen_by(draft, act, contents="empty")


def _take_out(draft: Draft, act: Act) -> None:
    """Bring the rounds of an unloaded weapon back, or say where they differ."""
    name = act.text("weapon")
    weapon = draft.weapon(name)
    rounds = weapon.contents.rounds
    unspent, duds = act.number("unspent"), weapon.duds
    entered = sum(row.spent for row in rounds)
    # Cases beyond the shots entered are shots that nobody entered.
    shots = max(0, act.number("spent") - entered)
    for row in rounds:
        back = min(unspent, row.count)
        unspent -= back
        dud = min(duds, back)
        duds -= dud
        fired = min(shots, row.count - back)
        shots -= fired
        _bring_back(draft, name, row, back=back - dud, dud=dud, fired=fired)
    if unspent:
        _found_inside(draft, name, unspent)
    fewer = act.number("spent") < entered and weapon.identity.action in _KEEPS_CASES
    if shots or fewer:
        draft.disagree(
            "cases-differ",
            f"{act.number('spent')} fired cases out of {name}, {entered} shots entered",
            thing=name,
        )


def _bring_back(
    draft: Draft, weapon: str, row: RoundsIn, *, back: int, dud: int, fired: int
) -> None:
    """Move one row's rounds out of the weapon."""
    loaded: tuple[Spot, ...] = (("loaded", ""),)
    move(draft, row.lot, back, out_of=loaded, into=("issued", ""))
    move(draft, row.lot, dud, out_of=loaded, into=("misfired", ""))
    if fired:
        move(draft, row.lot, fired, out_of=loaded, into=("fired", ""))
        held = draft.weapon(weapon)
        cases = dict(held.cases)
        cases[row.lot] = cases.get(row.lot, 0) + fired
        draft.put_weapon(replace(held, cases=tuple(sorted(cases.items()))))
        draft.disagree(
            "shots-not-entered", f"{fired} shots from {weapon} that nobody entered", thing=weapon
        )
    missing = row.count - back - dud - fired
    if missing:
        _unaccounted(draft, weapon, row.lot, missing)


def _unaccounted(draft: Draft, weapon: str, lot: str, count: int) -> None:
    """Rounds that went into a weapon and did not come out."""
    move(draft, lot, count, out_of=(("loaded", ""),), into=("unaccounted", ""))
    draft.effect("rounds_unaccounted", lot, count)
    draft.disagree(
        "count-differs", f"{count} rounds of {lot} went into {weapon} and are not in it", thing=lot
    )


def _found_inside(draft: Draft, weapon: str, count: int) -> None:
    """Rounds in a weapon that nobody loaded: of unknown kind, so they count as live."""
    name = f"found in {weapon}"[:80]
    lot = draft.lots.get(name) or Lot(id=name)
    draft.lots.put(name, replace(lot, found=lot.found + count, issued=lot.issued + count))
    draft.effect("live_round_found", name)
    draft.disagree(
        "round-not-entered", f"{count} rounds in {weapon} that nobody entered", thing=weapon
    )


def _inspect(draft: Draft, act: Act) -> None:
    """Opened and looked through; only all five points in order, found empty, prove it empty."""
    name, points = act.text("weapon"), act.listed("points")
    field = act.type.field("points")
    complete = field is not None and points == field.values
    before = draft.weapon(name).contents
    if not points or points != ("muzzle safe",):
        draft.lose_sight(name)
    if act.text("found") == "loaded":
        if before.kind == "empty":
            _contents_differ(draft, name, "loaded", before)
            draft.doubt_contents(name)
        return
    if draft.late:
        return
    inside = sum(row.count for row in before.rounds)
    if complete:
        for row in before.rounds:
            if row.count:
                _unaccounted(draft, name, row.lot, row.count)
        draft.put_weapon(replace(draft.weapon(name), bore_clear=True, duds=0, misfire=""))
        draft.set_contents(name, Contents(kind="empty"))
    elif inside and "rounds out" not in points and "chambers" not in points:
        return
    elif inside and before.kind != "unknown":
        _contents_differ(draft, name, "empty", before)
        draft.doubt_contents(name)


def _contents_differ(draft: Draft, name: str, found: str, before: Contents) -> None:
    draft.disagree(
        "contents-differ",
        f"{name} was found {found}, the record had {kind_words(before.kind)} {before.count}",
        thing=name,
    )


def _check_bore(draft: Draft, act: Act) -> None:
    clear = act.text("result") == "clear"
    if clear and draft.late:
        return
    weapon = draft.weapon(act.text("weapon"))
    draft.put_weapon(replace(weapon, bore_clear=clear))


def _check_rounds(draft: Draft, act: Act) -> None:
    """Rounds checked one by one, for the loading that follows."""
    name, lot = act.text("weapon"), act.text("lot")
    draft.lot(lot)
    weapon = draft.weapon(name)
    check = RoundCheck(
        lot=lot,
        checked=act.number("checked"),
        of=act.number("of"),
        failed=act.number("failed"),
        index=act.index,
    )
    others = tuple(one for one in weapon.round_checks if one.lot != lot)
    if not draft.late:
        draft.put_weapon(replace(weapon, round_checks=(*others, check)))
    if act.text("kind") == "live":
        draft.effect("live_round_found", lot)


def _test_fire(draft: Draft, act: Act) -> None:
    """Fired by the armorer to try it; what is in it afterwards has to be looked at."""
    name, lot, count = act.text("weapon"), act.text("lot"), act.number("count") or 1
    draft.weapon(name)
    move(draft, lot, count, out_of=(("issued", ""), ("stored", "*")), into=("fired", ""))
    weapon = draft.weapon(name)
    cases = dict(weapon.cases)
    cases[lot] = cases.get(lot, 0) + count
    draft.put_weapon(replace(weapon, cases=tuple(sorted(cases.items()))))
    draft.doubt_contents(name)
    draft.lose_sight(name)


def _opened(draft: Draft, act: Act) -> None:
    """Taken apart or opened without a word about what is in it."""
    draft.lose_sight(act.text("weapon"))


def _repair(draft: Draft, act: Act) -> None:
    name = act.text("weapon")
    draft.lose_sight(name)
    draft.doubt_contents(name)


def _log_cause(draft: Draft, act: Act) -> None:
    draft.put_weapon(replace(draft.weapon(act.text("weapon")), cause_open=False))


CONTENTS: Mapping[str, Transition] = {
    "load": _load,
    "unload": _unload,
    "fire": _fire,
    "discharge": _discharge,
    "misfire": _misfire,
    "open_misfire": _open_misfire,
    "inspect": _inspect,
    "check_bore": _check_bore,
    "check_rounds": _check_rounds,
    "test_fire": _test_fire,
    "clean": _opened,
    "repair": _repair,
    "log_cause": _log_cause,
}
