"""What goes wrong on a day and is put right: a clean day is not one on which nothing happens.

A click, a weak shot, a shot nobody called for; a weapon set aside or mended; a concern, a no. After
a shot that went wrong the weapon is in its handler's hand, emptied, its cause written down and
told.
"""

from __future__ import annotations

from typing import Protocol

from made_days.company import Company, Weapon
from made_days.writing import Page

__all__ = ["between", "misfire", "weak_shot", "went_off"]


class Held(Protocol):
    """A loaded weapon in somebody's hand."""

    weapon: Weapon
    count: int
    performer: str


def misfire(page: Page, company: Company, use: Held) -> None:
    """A click: held away, taken over as it is, left to rest, opened by whoever handles it."""
    company.happenings.add("a misfire seen to")
    fired = use.count - 1
    if fired:
        page.tell("fire", weapon=use.weapon.id, by=use.performer, count=fired)
    page.tell("misfire", weapon=use.weapon.id, by=use.performer, kind="misfire")
    page.tell("take_over_misfire", weapon=use.weapon.id, by=use.weapon.handler)
    page.wait(90, 300)
    page.ask("open_misfire", weapon=use.weapon.id, by=use.weapon.handler)
    _empty(page, company, use, spent=fired, unspent=1)
    _cause(page, company, use.weapon, "a light strike")


def weak_shot(page: Page, company: Company, use: Held) -> None:
    """The last shot is weak: something may be in the bore, and nothing more is fired."""
    company.happenings.add("a weak shot seen to")
    if use.count > 1:
        page.tell("fire", weapon=use.weapon.id, by=use.performer, count=use.count - 1)
    page.tell("misfire", weapon=use.weapon.id, by=use.performer, kind="squib-load")
    page.tell("take_over_misfire", weapon=use.weapon.id, by=use.weapon.handler)
    page.wait(90, 300)
    page.ask("open_misfire", weapon=use.weapon.id, by=use.weapon.handler)
    _empty(page, company, use, spent=use.count, unspent=0)
    _cause(page, company, use.weapon, "too little powder")


def went_off(page: Page, company: Company, use: Held) -> None:
    """It goes off when nobody called for it: STOP, looked into, acted on, and only then on."""
    company.happenings.add("a discharge looked into")
    page.tell("discharge", weapon=use.weapon.id, by=use.performer, how="hammer", hurt=0)
    page.tell("stop", by="basil", words="that was not called")
    page.note("return_weapon", weapon=use.weapon.id, by=use.performer, to=use.weapon.handler)
    _empty(page, company, use, spent=1, unspent=use.count - 1)
    company.blanks.issued += use.count - 1
    _cause(page, company, use.weapon, "the hammer slipped")
    page.note("take_action", matter=use.weapon.id, by=company.lead, words="a second handler at it")
    page.wait(120, 600)
    page.ask("resume", by="basil", words="looked into")


def between(page: Page, company: Company) -> None:
    """What comes up between set-ups, and is put right before the next."""
    for happens in (_concern, _says_no, _set_aside, _mended):
        if page.rng.random() < 0.08:
            happens(page, company)


def _empty(page: Page, company: Company, use: Held, *, spent: int, unspent: int) -> None:
    weapon, by = use.weapon.id, use.weapon.handler
    page.tell("unload", weapon=weapon, by=by, spent=spent, unspent=unspent, in_view=["basil"])
    if spent:
        page.note("count_cases", weapon=weapon, lot=company.blanks.id, found=spent, by=by)
    page.tell("check_bore", weapon=weapon, by=by, means="rod", result="clear")


def _cause(page: Page, company: Company, weapon: Weapon, words: str) -> None:
    """Written down, and told to everybody who will have it next."""
    page.note("log_cause", weapon=weapon.id, by=weapon.handler, words=words)
    told = sorted({*company.performers, *company.handlers} - {weapon.handler})
    page.note("tell_cause", weapon=weapon.id, by=weapon.handler, to=told)


def _concern(page: Page, company: Company) -> None:
    company.happenings.add("a concern answered")
    number = sum(act.get("report") == "raise_concern" for act in page.acts) + 1
    who = page.rng.choice(company.everyone)
    page.tell("raise_concern", concern=f"c-{number}", by=who, words="too many people at the cart")
    page.wait(60, 1200)
    page.note("answer_concern", concern=f"c-{number}", by="jonas", words="a rope round it")


def _says_no(page: Page, company: Company) -> None:
    company.happenings.add("somebody said no, and yes later")
    page.tell("refuse_work", by=page.rng.choice(company.performers), words="not like this")


def _set_aside(page: Page, company: Company) -> None:
    company.happenings.add("set aside and set free")
    weapon = page.rng.choice(company.weapons)
    page.tell("quarantine", weapon=weapon.id, by="basil", words="a rattle")
    page.wait(60, 600)
    page.note("release", weapon=weapon.id, by=company.lead, words="a loose sling")


def _mended(page: Page, company: Company) -> None:
    company.happenings.add("out of use, mended, back")
    weapon = page.rng.choice(company.weapons)
    if not weapon.has_action or weapon.at != "hand":
        return
    page.tell("withdraw", weapon=weapon.id, by=weapon.handler, words="the latch")
    page.note("repair", weapon=weapon.id, by=weapon.handler, words="a new latch")
    page.note("function_test", weapon=weapon.id, by=weapon.handler, result="good")
    company.prove(page, weapon)
    page.ask("put_back", weapon=weapon.id, by=weapon.handler)
