"""Clean days, by the thousand: everything is done right, so nothing may be held up.

    day = clean_day(seed)           tables of a day file
    day.text                        the same as TOML

Each seed gives another day: one to six weapons of all kinds, two to five who handle them, two to
five set-ups with dummies, blanks, empty or rubber, several takes, lunch, a plan that changes with
its new assessment, people who come late and are told, a shot that does not come and is seen to,
somebody who wants to see it again, a stop, a concern that is answered. What is done right is
written here as armorers describe it, with no look at any rule.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from random import Random
from typing import Any

from made_days.company import Company, form_company
from made_days.scenes import SetUp, play_set_up
from made_days.troubles import between
from made_days.writing import Page, toml_of

__all__ = ["CleanDay", "clean_day"]

TODAY = date(2026, 3, 2)
NUMBER = 20260302
SIX = ["action", "deviations", "abort plan", "emergency", "chain of command", "right to refuse"]
COVERS = ["activity", "hazards", "mitigation", "residual risk", "affected people"]
ZONES = ("UTC", "America/Denver", "Europe/Madrid", "Asia/Kolkata", "Australia/Sydney")


@dataclass(frozen=True, slots=True, kw_only=True)
class CleanDay:
    """One generated day."""

    seed: int
    tables: Mapping[str, Any]
    happenings: tuple[str, ...]
    """What it has in it beyond the ordinary, for counting."""

    @property
    def text(self) -> str:
        """The day file."""
        return f"# A generated clean day, seed {self.seed}.\n\n{toml_of(self.tables)}"


def clean_day(seed: int) -> CleanDay:
    """The clean day of a seed; the same on every machine."""
    rng = Random(seed)
    page = Page(rng)
    company = form_company(page, rng)
    set_ups = _plan(page, company, rng)
    _papers(page, company, set_ups)
    _tests(page, company, set_ups)
    _morning(page, company)
    lunch_after = rng.randrange(len(set_ups))
    for number, set_up in enumerate(set_ups):
        play_set_up(page, company, set_up)
        between(page, company)
        if number == lunch_after:
            _lunch(page, company, set_ups[number + 1 :])
    _wrap(page, company)
    if rng.random() < 0.5:
        _next_morning(page, company)
    page.head |= {
        "production": "Dry Creek",
        "title": f"a generated clean day, seed {seed}",
        "starts": TODAY,
        "zone": rng.choice(ZONES),
        "until": "d2 23:00",
        "rulebooks": ["custody", "extracts-bulletin-1", "set-practice", "house-default"],
        "kept_by": "jonas",
    }
    return CleanDay(seed=seed, tables=page.tables, happenings=tuple(sorted(company.happenings)))


def _plan(page: Page, company: Company, rng: Random) -> list[SetUp]:
    """Which weapons each set-up needs, with what in them, and the plans of all."""
    set_ups = []
    for number in range(rng.randint(2, 4)):
        name = f"{12 + number}{rng.choice('ABC')}"
        chosen = rng.sample(company.weapons, rng.randint(1, min(3, len(company.weapons))))
        set_up = SetUp(name=name, rng=rng)
        for weapon in chosen:
            set_up.add(weapon, company)
        set_ups.append(set_up)
        page.plans += [set_up.plan(use, version=1) for use in set_up.uses]
    return set_ups


def _papers(page: Page, company: Company, set_ups: list[SetUp]) -> None:
    """The day before: who to turn to, assessments of every plan, the call sheet."""
    page.note("name_contact", person="jonas", purpose="firearms", by="jonas")
    if page.rng.random() < 0.3:
        _training_wished_for(page, company)
    page.note(
        "assess_risk",
        set_up=set_ups[0].name,
        assessment="ra-general",
        version=1,
        plan_version=1,
        kind="general",
        by="hana",
    )
    for set_up in set_ups:
        _assess(page, company, set_up, version=1)
        page.note(
            "consider_alternative",
            set_up=set_up.name,
            words="the close-up shows what is moving",
            by=company.lead,
        )


def _assess(page: Page, company: Company, set_up: SetUp, *, version: int) -> None:
    page.note(
        "assess_risk",
        set_up=set_up.name,
        assessment=f"ra-{set_up.name}",
        version=version,
        plan_version=version,
        kind="firearms",
        covers=COVERS,
        endorsed_by=[company.lead],
        by="hana",
    )


def _training_wished_for(page: Page, company: Company) -> None:
    company.happenings.add("training wished for")
    who = page.rng.choice(company.performers)
    page.note("ask_training", person=who, by=page.rng.choice((who, "basil")))
    page.note("decide_training", person=who, by=company.lead, decision="yes")
    weapon = next(iter(company.weapons)).id
    page.note(
        "train",
        person=who,
        course="firearms-safety",
        assessed="yes",
        weapon=weapon,
        by=company.lead,
    )


def _tests(page: Page, company: Company, set_ups: list[SetUp]) -> None:
    """Every weapon is tried the day before; those for blanks with their own, at a distance."""
    page.at(0, 11)
    page.note("count_weapons", place="safe", found=len(company.weapons), by=company.lead)
    for weapon in company.weapons:
        if not weapon.has_action:
            continue
        by = weapon.handler
        page.ask("draw", weapon=weapon.id, by=by, place="safe", purpose="camera test")
        company.prove(page, weapon)
        page.note("function_test", weapon=weapon.id, by=by, result="good")
        uses = [use for one in set_ups for use in one.uses if use.weapon is weapon]
        if any(use.contents == "blank" for use in uses):
            lot = company.blanks
            shots = page.rng.randint(1, 2)
            page.tell(
                "test_fire", weapon=weapon.id, lot=lot.id, distance_cm=650, count=shots, by=by
            )
            lot.stored -= shots
            page.note("count_cases", weapon=weapon.id, lot=lot.id, found=shots, by=by)
            company.prove(page, weapon)
        page.note("clean", weapon=weapon.id, by=by)
        page.tell("put_away", weapon=weapon.id, by=by, place="safe", locked="yes")
    page.at(0, 18)
    lists = ["weapons", "blank fire", "bulletins", "medic"]
    page.note("issue_call_sheet", day=NUMBER, lists=lists, by="gil")


def _morning(page: Page, company: Company) -> None:
    """Notices, the store, counts by two, rounds out, a meeting, and whoever came late."""
    page.at(1, 5, 30)
    page.note("notify", authority="police", about="weapons", reference="desk 7", by="jonas")
    page.note("notify", authority="studio-safety", about="weapons", by="jonas")
    page.note(
        "hold_production_permit",
        authority="film office",
        kind="weapons",
        until=20260305,
        by="jonas",
    )
    page.at(1, 6)
    lead, second = company.lead, company.second
    page.note("open_store", place="safe", by=lead, second=second)
    page.note("count_weapons", place="safe", found=len(company.weapons), by=lead, second=second)
    for lot in company.lots:
        _count(page, company, lot.id, lot.stored)
        lot.issued = min(lot.stored, page.rng.randint(20, 30))
        lot.stored -= lot.issued
        page.note(
            "issue_rounds", lot=lot.id, count=lot.issued, by=lead, second=second, place="cart"
        )
    page.note("place_medic", person="ines", by="basil")
    page.at(1, 7, page.rng.randint(5, 25))
    late = [one for one in company.performers if page.rng.random() < 0.25]
    late += [one for one in ("gil",) if page.rng.random() < 0.3]
    page.note(
        "hold_meeting",
        meeting="morning",
        kind="safety",
        agenda=SIX,
        attended=[one for one in company.everyone if one not in late],
        walk_through="yes",
        by="basil",
    )
    for person in late:
        company.happenings.add("late and told")
        page.note("brief_late", meeting="morning", person=person, by=page.rng.choice((lead, "gil")))
    if page.rng.random() < 0.2:
        _fitness(page, company)


def _fitness(page: Page, company: Company) -> None:
    company.happenings.add("fitness doubted and cleared")
    who = page.rng.choice(company.performers)
    page.tell("fitness_doubt", person=who, by="basil", words="up all night")
    page.wait(600)
    page.note("fitness_cleared", person=who, by="ines", words="slept, ate, clear")


def _count(page: Page, company: Company, lot: str, found: int) -> None:
    page.note(
        "count_rounds",
        lot=lot,
        place="safe",
        found=found,
        by=company.lead,
        second=company.second,
    )


def _lunch(page: Page, company: Company, left: list[SetUp]) -> None:
    """Everything is locked away, the crew eats; a plan may change, and all are told."""
    for weapon in company.weapons:
        company.lock_away(page, weapon, "safe")
    page.at(1, 13)
    page.note("break_for", what="meal", by="basil")
    page.wait(1800, 3600)
    changed = [one for one in left if page.rng.random() < 0.4]
    for set_up in changed:
        company.happenings.add("plan changed")
        for use in set_up.uses:
            page.note("plan", **set_up.plan(use, version=2))
        _assess(page, company, set_up, version=2)
    if changed:
        page.note(
            "hold_meeting",
            meeting="after-lunch",
            kind="re-brief",
            agenda=SIX[:5],
            attended=list(company.everyone),
            walk_through="yes",
            by="basil",
        )


def _wrap(page: Page, company: Company) -> None:
    """Rounds back and counted by two, weapons cleaned and locked away, the store shut."""
    page.at(1, 18)
    lead, second = company.lead, company.second
    company.take_off_belts(page)
    for weapon in company.weapons:
        if not weapon.has_action:
            continue
        if weapon.at in ("safe", "cart"):
            page.ask(
                "draw", weapon=weapon.id, by=weapon.handler, place=weapon.at, purpose="cleaning"
            )
            weapon.at = "hand"
        company.prove(page, weapon)
        page.note("clean", weapon=weapon.id, by=weapon.handler)
    for weapon in company.weapons:
        company.lock_away(page, weapon, "safe")
    for lot in company.lots:
        if lot.issued:
            page.note(
                "return_rounds",
                lot=lot.id,
                count=lot.issued,
                by=lead,
                second=second,
                place="safe",
            )
        lot.stored += lot.issued
        _count(page, company, lot.id, lot.stored)
    page.note("count_weapons", place="safe", found=len(company.weapons), by=lead, second=second)
    page.note("lock_store", place="safe", by=lead, second=second)
    page.ask("wrap", day=NUMBER, by="basil")
    page.note("notify_end", authority="police", by="jonas")


def _next_morning(page: Page, company: Company) -> None:
    """The weapons come out again, cleaned, by people who are paid for that day too."""
    page.at(2, 6)
    company.happenings.add("out again the next day")
    page.note("count_weapons", place="safe", found=len(company.weapons), by=company.lead)
    for weapon in company.weapons:
        if not weapon.has_action:
            continue
        page.ask("draw", weapon=weapon.id, by=weapon.handler, place="safe", purpose="filming")
        weapon.at = "hand"
        company.prove(page, weapon)
        company.lock_away(page, weapon, "safe")
