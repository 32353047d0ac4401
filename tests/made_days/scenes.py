"""One set-up as it goes when it goes right: rehearsed, drawn, proved, shown, called, given, back.

A use is one weapon in one set-up: what is in it, and who has it. What can come in between, and is
then put right: somebody wants to see it again, asks to see it at all, steps into the line, says no;
a stop; a misfire; another handler takes over; rounds are worn as costume.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random
from typing import Any, Literal

from made_days.company import Company, Weapon
from made_days.troubles import misfire, weak_shot, went_off
from made_days.writing import Page, Table

__all__ = ["SetUp", "Use", "play_set_up"]

Contents = Literal["empty", "dummy", "blank"]


@dataclass(slots=True, kw_only=True)
class Use:
    """One weapon in one set-up."""

    weapon: Weapon
    contents: Contents
    count: int
    performer: str
    aim: str
    aimed_at: list[str] = field(default_factory=list)
    """All who stand where anything points, in the whole set-up."""


@dataclass(slots=True, kw_only=True)
class SetUp:
    """One set-up and the weapons in it."""

    name: str
    rng: Random
    uses: list[Use] = field(default_factory=list)
    ready: bool = False
    """Whether its cold weapons have been loaded, shown and called."""

    def add(self, weapon: Weapon, company: Company) -> None:
        """Bring a weapon into it, with something in it that suits it."""
        choices: list[Contents] = ["empty"]
        if weapon.has_action and weapon.kind != "deactivated":
            choices.append("dummy")
        if weapon.fires:
            choices += ["blank", "blank"]
        contents = self.rng.choice(choices)
        count = 0 if contents == "empty" else self.rng.randint(1, min(4, weapon.chambers))
        taken = {use.performer for use in self.uses}
        free = [one for one in company.performers if one not in taken] or company.performers
        self.uses.append(
            Use(
                weapon=weapon,
                contents=contents,
                count=count,
                performer=self.rng.choice(free),
                aim=self.rng.choice(("away", "object", "near-person")),
            )
        )

    def plan(self, use: Use, *, version: int) -> Table:
        """The plan of one use."""
        plan: Table = {
            "set_up": self.name,
            "weapon": use.weapon.id,
            "version": version,
            "contents": use.contents,
            "count": use.count,
            "aim": use.aim,
            "muzzle_line": "past the lens, nobody behind",
            "distance_cm": 700,
            "by": "ada",
        }
        return plan

    @property
    def hot(self) -> bool:
        """Whether anything is fired in it."""
        return any(use.contents == "blank" for use in self.uses)


def play_set_up(page: Page, company: Company, set_up: SetUp) -> None:
    """Play a set-up from its opening to its close."""
    page.wait(60, 900)
    page.ask("open_set_up", set_up=set_up.name, by="basil")
    _rehearse(page, company, set_up)
    for use in set_up.uses:
        _bring(page, company, set_up, use)
    targets = [one for use in set_up.uses for one in _target(page, company, set_up, use)]
    for use in set_up.uses:
        use.aimed_at = targets
    _make_ready(page, company, set_up)
    cold = [use for use in set_up.uses if use.contents != "blank"]
    for _ in range(page.rng.randint(1, 3) if cold else 0):
        _cold_take(page, company, set_up, cold)
    for _ in range(page.rng.randint(1, 2) if set_up.hot else 0):
        _hot_take(page, company, set_up, [use for use in set_up.uses if use.contents == "blank"])
    _finish(page, company, set_up)


def _seers(use: Use, page: Page) -> list[str]:
    """Whoever is shown it: the floor, the camera, whoever takes it."""
    seers = list(dict.fromkeys(["basil", "farid", use.performer, *use.aimed_at]))
    page.rng.shuffle(seers)
    return seers


def _rehearse(page: Page, company: Company, set_up: SetUp) -> None:
    """A rehearsal with empty hands, or with whatever of rubber there is."""
    stand_ins = [one for one in company.weapons if one.kind in ("rubber", "replica")]
    if stand_ins and page.rng.random() < 0.6:
        weapon = page.rng.choice(stand_ins)
        performer = page.rng.choice(company.performers)
        use = Use(weapon=weapon, contents="empty", count=0, performer=performer, aim="away")
        _draw(page, use)
        page.note("use_in", set_up=set_up.name, weapon=weapon.id, by=weapon.handler)
        _show(page, use)
        page.ask("start", set_up=set_up.name, what="rehearsal", by="basil")
        _give(page, use)
        _take_back(page, use)
        company.lock_away(page, weapon, "cart")
    else:
        page.ask("start", set_up=set_up.name, what="rehearsal", by="basil")
    page.wait(120, 900)


def _draw(page: Page, use: Use) -> None:
    weapon = use.weapon
    if weapon.at == "hand":
        return
    page.ask("draw", weapon=weapon.id, by=weapon.handler, place=weapon.at, purpose="filming")
    weapon.at = "hand"


def _bring(page: Page, company: Company, set_up: SetUp, use: Use) -> None:
    """Drawn, for this set-up, looked through by whoever will give it."""
    _draw(page, use)
    page.note("use_in", set_up=set_up.name, weapon=use.weapon.id, by=use.weapon.handler)
    if use.weapon.has_action or use.weapon.kind == "edged":
        company.prove(page, use.weapon)
    if page.rng.random() < 0.15 and use.contents != "blank":
        _change_of_hands(page, company, use)


def _change_of_hands(page: Page, company: Company, use: Use) -> None:
    """Another handler takes it over: shown, answered, given, and looked through by them."""
    weapon = use.weapon
    others = [one for one in company.handlers if one != weapon.handler]
    taker = page.rng.choice(others)
    company.happenings.add("another handler took over")
    page.note("show", weapon=weapon.id, by=weapon.handler, to=[taker], contents="empty")
    page.tell("answer", weapon=weapon.id, by=taker, what="saw it")
    page.ask("hand_over", weapon=weapon.id, by=weapon.handler, to=taker, in_sight="yes")
    weapon.handler = taker
    if weapon.has_action or weapon.kind == "edged":
        company.prove(page, weapon)


def _make_ready(page: Page, company: Company, set_up: SetUp) -> None:
    """Distances, what protects, who stands where; and directions, after asking."""
    for use in set_up.uses:
        if use.contents == "blank" or page.rng.random() < 0.3:
            page.note(
                "measure",
                set_up=set_up.name,
                weapon=use.weapon.id,
                distance_cm=page.rng.randint(660, 900),
                by=use.weapon.handler,
            )
        if page.rng.random() < 0.3:
            page.ask(
                "direct",
                weapon=use.weapon.id,
                by="basil",
                to=use.performer,
                aim=use.aim,
                consulted=[company.lead],
            )
    if set_up.hot or page.rng.random() < 0.3:
        for what in ("ears", page.rng.choice(("shield", "remote camera"))):
            page.note("protect", set_up=set_up.name, what=what, who=["farid"], by=company.lead)


def _target(page: Page, company: Company, set_up: SetUp, use: Use) -> list[str]:
    """Whoever is aimed at stands there, written down; and is shown every weapon there is."""
    if use.aim != "near-person" or page.rng.random() < 0.5:
        return []
    company.happenings.add("somebody is aimed at, and sees it")
    person = page.rng.choice(company.performers)
    page.note("take_post", set_up=set_up.name, person=person, post="target", by="basil")
    return [person]


def _line(page: Page, company: Company, set_up: SetUp) -> None:
    """The line is seen clear; somebody may step in, and then it is seen clear again."""
    name = set_up.name
    page.note("clear_line", set_up=name, by=page.rng.choice((company.lead, "basil")))
    if page.rng.random() < 0.15:
        company.happenings.add("somebody stepped into the line")
        page.tell("in_line", set_up=name, person="gil", by="basil")
        page.note("leave_line", set_up=name, person="gil", by="basil")
        page.note("clear_line", set_up=name, by=company.lead)


def _show(page: Page, use: Use) -> None:
    """Shown to all who must see it; each answers; whoever doubts sees it again."""
    weapon, seers = use.weapon, _seers(use, page)
    shown: dict[str, Any] = {"weapon": weapon.id, "by": weapon.handler, "contents": use.contents}
    if use.contents != "empty":
        shown |= {"count": use.count, "checked": use.count, "of": use.count}
    page.note("show", to=seers, means=["looked"], **shown)
    for person in seers:
        if person == use.performer and page.rng.random() < 0.1:
            page.tell("answer", weapon=weapon.id, by=person, what="show me again")
            page.note("show", to=[person], means=["looked"], **shown)
        page.tell("answer", weapon=weapon.id, by=person, what="saw it")


def _somebody_asks(page: Page, company: Company, use: Use) -> None:
    """Anyone may ask to see it, and is shown it."""
    if page.rng.random() < 0.1:
        company.happenings.add("somebody asked to see it")
        who = page.rng.choice(("ines", "gil", *company.performers))
        page.tell("ask_to_see", weapon=use.weapon.id, by=who)
        page.note(
            "show",
            weapon=use.weapon.id,
            by=use.weapon.handler,
            to=[who],
            contents=use.contents,
        )


def _give(page: Page, use: Use) -> None:
    if page.rng.random() < 0.05:
        page.tell("decline", weapon=use.weapon.id, by=use.performer, words="a moment")
        page.wait(30, 90)
        page.tell("answer", weapon=use.weapon.id, by=use.performer, what="saw it")
    page.ask(
        "hand_over",
        weapon=use.weapon.id,
        by=use.weapon.handler,
        to=use.performer,
        in_sight="yes",
    )


def _take_back(page: Page, use: Use) -> None:
    page.note("return_weapon", weapon=use.weapon.id, by=use.performer, to=use.weapon.handler)


def _call(page: Page, use: Use, state: str) -> None:
    """Called by whoever handles it, repeated by the first AD."""
    called: dict[str, Any] = {"weapon": use.weapon.id, "state": state}
    if use.contents == "blank" and state == "hot":
        called |= {"count": use.count}
    page.ask("call", by=use.weapon.handler, words=f"{state}, {use.count}", **called, load=None)
    page.note("repeat_call", weapon=use.weapon.id, by="basil", state=state)


def _load(page: Page, company: Company, use: Use) -> None:
    """Every round is looked at one by one, and goes in before all eyes."""
    lot = company.dummies if use.contents == "dummy" else company.blanks
    if lot.issued < use.count:
        company.fetch(page, lot, use.count)
    page.note(
        "check_rounds",
        weapon=use.weapon.id,
        lot=lot.id,
        checked=use.count,
        of=use.count,
        kind=use.contents,
        means="shaken" if use.contents == "dummy" else "looked",
        seen_by=["basil", use.performer],
        failed=0,
        by=use.weapon.handler,
    )
    page.ask(
        "load",
        weapon=use.weapon.id,
        by=use.weapon.handler,
        kind=use.contents,
        lot=lot.id,
        count=use.count,
        load=lot.load or None,
        in_view=_seers(use, page),
    )
    lot.issued -= use.count


def _cold_take(page: Page, company: Company, set_up: SetUp, uses: list[Use]) -> None:
    """A take with dummies or with nothing in them."""
    if not set_up.ready:
        set_up.ready = True
        for use in uses:
            if use.contents == "dummy":
                _load(page, company, use)
            _show(page, use)
            if use.weapon.has_action:
                _call(page, use, "cold")
        _stop_and_go_on(page, company, uses)
    for use in uses:
        _somebody_asks(page, company, use)
    _line(page, company, set_up)
    page.ask("start", set_up=set_up.name, what="take", by="basil")
    for use in uses:
        _give(page, use)
    page.ask("roll", set_up=set_up.name, by="basil")
    page.wait(60, 240)
    page.tell("cut", set_up=set_up.name, by="basil")
    for use in uses:
        _take_back(page, use)


def _stop_and_go_on(page: Page, company: Company, uses: list[Use]) -> None:
    """Somebody calls STOP; it is looked into, work goes on, and everything is shown again."""
    if page.rng.random() > 0.12:
        return
    company.happenings.add("STOP and on again")
    who = page.rng.choice(("farid", "hana", "gil"))
    page.tell("stop", by=who, words="a lamp is loose")
    page.note("take_action", matter="lamp", by="hana", words="fastened")
    page.wait(60, 300)
    page.ask("resume", by="basil", words="fastened")
    for use in uses:
        _show(page, use)


def _hot_take(page: Page, company: Company, set_up: SetUp, uses: list[Use]) -> None:
    """Blanks: warned, the line clear, the camera running, loaded last, fired, taken back."""
    page.note("warn", set_up=set_up.name, by="basil", words="shots on action")
    _line(page, company, set_up)
    page.ask("start", set_up=set_up.name, what="take", by="basil")
    page.ask("roll", set_up=set_up.name, by="basil")
    for use in uses:
        _load(page, company, use)
        _show(page, use)
        page.ask(
            "call",
            weapon=use.weapon.id,
            by=use.weapon.handler,
            words="hot gun",
            state="hot",
            load=company.blanks.load,
            count=use.count,
        )
        page.note("repeat_call", weapon=use.weapon.id, by="basil", state="hot")
        _give(page, use)
    for use in uses:
        if page.rng.random() < 0.15:
            page.rng.choice((misfire, weak_shot, went_off))(page, company, use)
            _call(page, use, "clear")
            use.weapon.at = "seen to"
            continue
        page.tell("fire", weapon=use.weapon.id, by=use.performer, count=use.count)
    page.tell("cut", set_up=set_up.name, by="basil")
    for use in uses:
        if use.weapon.at == "hand":
            _make_clear(page, company, use)
        use.weapon.at = "hand"


def _make_clear(page: Page, company: Company, use: Use) -> None:
    """Taken back, emptied, cases counted, the bore looked through, called clear."""
    weapon, by = use.weapon.id, use.weapon.handler
    _take_back(page, use)
    page.tell("unload", weapon=weapon, by=by, spent=use.count, unspent=0, in_view=["basil"])
    page.note("count_cases", weapon=weapon, lot=company.blanks.id, found=use.count, by=by)
    page.tell("check_bore", weapon=weapon, by=by, means="light", result="clear")
    _call(page, use, "clear")


def _finish(page: Page, company: Company, set_up: SetUp) -> None:
    """Called clear, the crew moves, dummies out, rounds back, closed."""
    for use in set_up.uses:
        weapon, by = use.weapon, use.weapon.handler
        if use.contents == "dummy":
            page.tell(
                "unload", weapon=weapon.id, by=by, spent=0, unspent=use.count, in_view=["basil"]
            )
            company.dummies.issued += use.count
            page.tell("check_bore", weapon=weapon.id, by=by, means="light", result="clear")
        elif weapon.has_action or weapon.kind == "edged":
            company.prove(page, weapon)
        if weapon.has_action:
            _call(page, use, "clear")
    page.ask("release_crew", set_up=set_up.name, by="basil")
    page.ask("close_set_up", set_up=set_up.name, by="basil")
    for use in set_up.uses:
        if page.rng.random() < 0.5:
            company.lock_away(page, use.weapon, "cart")
    _wear(page, company)


def _wear(page: Page, company: Company) -> None:
    """Dummies go into a costume's belt, and are written down."""
    lot = company.dummies
    if lot.worn or lot.issued < 8 or page.rng.random() > 0.2:
        return
    company.happenings.add("rounds worn as costume")
    person = page.rng.choice(company.performers)
    page.note("wear_rounds", lot=lot.id, count=3, person=person, by=company.lead)
    lot.worn[person] = 3
    lot.issued -= 3
