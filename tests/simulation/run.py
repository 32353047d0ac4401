"""One simulated day from one seed: the same on every machine, with everything that can go wrong.

    report = simulate(7)
    report = simulate(7, disk=SqliteDisk(folder))

A promise that does not hold ends it with `Failed`, which says the seed, the step, what was being
done, and the command that plays it again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any

from in_memory import House, own_book, shipped_book
from provesafe.errors import ConflictError, InputError, UnavailableError
from provesafe.rulebook import Rule, Rulebook
from provesafe.service import (
    Ask,
    Decision,
    Report,
    adopt,
    ask,
    catch_up,
    read_act,
    report,
    tick,
)
from shaky_store import Ended, Trouble
from simulation.checks import Checker, standing
from simulation.script import Line, script_of
from simulation.world import Disk, MemoryDisk, World, interrupt, programs_kept

__all__ = ["Failed", "Ran", "simulate"]

HOUR_MS = 3_600_000
STEPS_MAX = 170
"""LIMIT: a day is cut off here; long enough for a morning, two set-ups and lunch."""

DUTIES: Rulebook = own_book(
    """
[[rule]]
id = "back-in-time"
title = "Back within twenty minutes"
on = "handed_over(w, g, r)"
require = "EVENTUALLY[0,1200] (EXISTS x, y. returned(w, x, y))"
duty = ["g"]
weight = "danger"
say.en = "{w} has not come back from {r}."
source = { document = "ours", section = "1", standing = "house" }
lasts = true

[[rule]]
id = "answered-in-time"
title = "A concern is answered within ten minutes"
on = "concern_raised(c)"
require = "EVENTUALLY[0,600] concern_answered(c)"
duty = ["@producer"]
weight = "paper"
say.en = "Concern {c} has no answer."
remedy = { act = "answer_concern", concern = "{c}", by = "@producer" }
source = { document = "ours", section = "2", standing = "house" }
lasts = true
""",
    name="duties",
)


class Failed(Exception):  # noqa: N818 - what a simulated day did
    """A simulated day that did not go as promised."""


@dataclass(slots=True)
class Ran:
    """What came of a simulated day."""

    seed: int
    steps: int = 0
    counts: Counter[str] = field(default_factory=Counter)
    """How often what happened."""


def simulate(seed: int, *, disk: Disk | None = None, steps_max: int = STEPS_MAX) -> Ran:
    """Play the day of a seed, and check everything after each step.

    Raises:
        Failed: a promise did not hold.
    """
    ran = Ran(seed=seed)
    player = _Player(seed, disk or MemoryDisk(), ran)
    try:
        with programs_kept():
            player.play(steps_max)
    except Exception as error:
        message = (
            f"seed {seed}, step {ran.steps} ({player.doing}): {error!r}\n"
            f"play it again: make sim SEED={seed}"
        )
        raise Failed(message) from error
    return ran


class _Player:
    """Does what the script says, and lets go wrong what the seed says."""

    def __init__(self, seed: int, disk: Disk, ran: Ran) -> None:
        self.rng, self.ran = Random(seed), ran
        self.day, self.script = script_of(seed, self.rng)
        books = _books(self.rng)
        watched = frozenset(one.id for one in books[1:] if self.rng.random() < 0.15)
        self.world = World(House(books=books, watched=watched), disk)
        self.doing = "beginning"
        self.rules: Mapping[str, Rule] = {r.name: r for book in books for r in book.rules}

    def play(self, steps_max: int) -> None:
        """Begin the record, take on the rulebooks, and go through the script."""
        first_ms = self.script[0].at_ms
        tables = len(self.day.tables)
        self.world.begin(first_ms)
        self.checker = Checker(self.world, self.rules)
        later = self.rng.randrange(len(self.world.house.books))
        for place, line in enumerate(self.script[: tables + steps_max]):
            if place == tables:
                self._take_on(self.world.house.books[: later + 1], line.at_ms)
            if place == tables + steps_max // 2 and later + 1 < len(self.world.house.books):
                self._take_on(self.world.house.books[later + 1 :], line.at_ms)
            self.ran.steps = place
            self.doing = f"{'ask' if line.asked else 'report'} {line.act}"
            self._upset_clock()
            self._step(line)
            self.checker.each_step()
            if self.rng.random() < 0.1:
                self.checker.caught_up()
        self.doing = "the end"
        until_ms = self.world.live.now(self.script[-1].at_ms) + 2 * HOUR_MS
        tick(self.world.live, now_ms=until_ms)
        self.checker.look()
        self.checker.caught_up()
        self.checker.at_the_end(until_ms)

    def _take_on(self, books: Sequence[Rulebook], at_ms: int) -> None:
        """Jonas takes on rulebooks."""
        if not books:
            return
        chosen = [one for one in self.world.house.adoptions() if one.book in books]
        live = self.world.live
        adopt(live, chosen, by=live.people.id_of("jonas"), now_ms=at_ms)
        self.checker.look()
        self.ran.counts["rulebooks taken on"] += 1

    def _upset_clock(self) -> None:
        """Now and then somebody sets the laptop's clock, or sets it right."""
        if self.rng.random() < 0.03:
            self.world.offset_ms = self.rng.choice((0, 0, -HOUR_MS, 40_000, -40_000, HOUR_MS // 2))
            self.ran.counts["clock set"] += 1

    def _step(self, line: Line) -> None:
        """Try a line, with whatever trouble comes at that moment."""
        for slip in line.slips:
            self.ran.counts[slip] += 1
        chance = self.rng.random()
        if chance < 0.05:
            self._ends_within(line)
        elif chance < 0.08:
            self._full(line)
        elif chance < 0.11:
            self._another_enters()
            self._do(line)
        elif chance < 0.12:
            self.world.reopen()
            self.ran.counts["ended between two steps"] += 1
            self._do(line)
        else:
            self._do(line)

    def _do(self, line: Line) -> None:
        """Ask or report; after a refusal, whatever people then do."""
        try:
            decisions = self._enter(line, asked=line.asked)
        except ConflictError:
            self.ran.counts["told that the record moved on"] += 1
            catch_up(self.world.live, book_of=lambda one: _book(self.world.house.books, one))
            decisions = self._enter(line, asked=line.asked)
        except InputError:
            self.ran.counts["a slip that could not be read"] += 1
            return
        self.checker.acknowledged(decisions, done=True, noted=not line.asked)
        refused = [one for one in decisions if one.decision == "refuse"]
        self.ran.counts["refused" if refused else "permitted" if line.asked else "reported"] += 1
        if refused:
            self._after_refusal(line, refused[0])

    def _after_refusal(self, line: Line, decision: Decision) -> None:
        """It is done anyway, or somebody takes it on and it is asked again, or it is left."""
        choice = self.rng.random()
        if choice < 0.4:
            self.ran.counts["done anyway"] += 1
            self.checker.acknowledged(self._enter(line, asked=False), done=True, noted=True)
        elif choice < 0.75:
            who = self.rng.choice(("hana", "jonas", "basil", "ines", "ada"))
            for reason in decision.reasons:
                fields: dict[str, Any] = {"rule": reason.id, "act": line.act, "by": who}
                fields |= {"words": "the light goes"}
                if "weapon" in line.items[0]:
                    fields["weapon"] = line.items[0]["weapon"]
                taken = Line(act="go_ahead", items=(fields,), at_ms=line.at_ms, asked=False)
                self.checker.acknowledged(self._enter(taken, asked=False), done=True, noted=True)
                self.ran.counts["taken on"] += 1
            again = self._enter(line, asked=True)
            self.checker.acknowledged(again, done=True, noted=False)
            if again[0].decision == "permit":
                self.ran.counts["went ahead"] += 1

    def _enter(self, line: Line, *, asked: bool) -> tuple[Decision, ...]:
        """Read the line as people write it, and enter it."""
        live = self.world.live
        now_ms = self.world.laptop_ms(line.at_ms)
        happened_ms = line.happened_ms if not asked else None
        acts = tuple(read_act(live, line.act, item, happened_ms=happened_ms) for item in line.items)
        if asked:
            return ask(live, Ask(acts=acts), now_ms=now_ms)
        return report(live, Report(acts=acts), now_ms=now_ms)

    def _ends_within(self, line: Line) -> None:
        """The program ends somewhere in the middle of it, and is started again."""
        self.ran.counts["ended in the middle"] += 1
        store = self.world.disk.store
        how = self.rng.choice(("before", "after", "line", "line", "line"))
        trouble: Trouble = "ends before" if how == "before" else "ends after"
        store.trouble = "" if how == "line" else trouble
        try:
            if how == "line":
                with interrupt(self.rng.randint(1, 2500)):
                    self._enter(line, asked=line.asked)
            else:
                self._enter(line, asked=line.asked)
        except Ended:
            self.ran.counts[f"ended: {how}"] += 1
        except InputError:
            self.ran.counts["a slip that could not be read"] += 1
        store.trouble = ""
        self.world.reopen()
        self.checker.look()

    def _full(self, line: Line) -> None:
        """There is no room; it is told, nothing has moved; there is room again."""
        before = standing(self.world.live)
        self.world.disk.store.trouble = "full"
        try:
            decisions = self._enter(line, asked=line.asked)
            self.checker.acknowledged(decisions, done=True, noted=not line.asked)
        except UnavailableError:
            self.ran.counts["no room"] += 1
            self.checker.stood_still(before)
        except InputError:
            self.ran.counts["a slip that could not be read"] += 1
        self.world.disk.store.trouble = ""
        self._do(line)

    def _another_enters(self) -> None:
        """A second program on the same record enters something."""
        self.checker.caught_up()
        other = self.world.follower
        now_ms = other.now(0)
        act = read_act(other, "keep_alive", {})
        report(other, Report(acts=(act,)), now_ms=now_ms)
        self.ran.counts["another entered"] += 1


def _books(rng: Random) -> tuple[Rulebook, ...]:
    """The rulebooks of a day; `custody` always is the first."""
    other = rng.choice(("extracts-bulletin-1", "set-practice", "house-default", "shape-2010"))
    return (shipped_book("custody"), DUTIES, shipped_book(other))


def _book(books: Sequence[Rulebook], adoption: Any) -> Rulebook:
    return next(one for one in books if one.id == adoption.rulebook)
