"""What must hold after every step of a simulated day, whatever went wrong in it.

Each check works out what is so from the stored bytes, or by other means than the program's own, and
raises `Broken` with one sentence. None of them asks the program whether it is right.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from provesafe import custody
from provesafe.adapters.keys import ed25519_accepts
from provesafe.custody import VOCABULARY, Act, decode_act, parse_act
from provesafe.ledger import Disclosure, Entry, parse_entry, verify_record
from provesafe.rulebook import Fact, Rule
from provesafe.service import Decision, Production, Reason, audit_production, catch_up
from simulation.world import World

__all__ = ["Broken", "Checker", "same_production"]

LATE_MS = 120_000
DAYS = ("on_day", "on_date", "of_kind")


class Broken(Exception):  # noqa: N818 - it says what happened to the promise
    """A promise of the program does not hold."""


def demand(condition: bool, why: str) -> None:
    """Raise `Broken` unless it is so."""
    if not condition:
        raise Broken(why)


class Checker:
    """Remembers what was stored and acknowledged, and looks at each step."""

    def __init__(self, world: World, rules: Mapping[str, Rule]) -> None:
        """Look at a world that has just begun; `rules` are all that may be taken on in it."""
        self.world, self.rules = world, rules
        self.raws: list[bytes] = []
        self.entries: list[Entry] = []
        self.walk = custody.Walk()
        self.before = self.walk.state()
        """What stood before the newest commit."""
        self.acts: list[Act] = []
        """Every stored act, in order."""
        self.acts_before = 0
        """How many of them stood before the newest commit."""
        self.refused: list[tuple[Act, Mapping[str, Mapping[str, int | str]]]] = []
        """Every refused act with the bindings of the rules that were open, by rule."""
        self.received: list[int] = []
        self.noted: dict[int, set[str]] = {}
        """By leaf index of an act: the rules that were said to be open at it."""
        self.look()

    def look(self) -> None:
        """The record was only appended to, whole commits, times not going back; take in the new."""
        stored = list(self.world.disk.store.entries())
        known = len(self.raws)
        demand(stored[:known] == self.raws, "stored entries changed or went away")
        self.raws = stored
        self.entries += [parse_entry(raw) for raw in stored[known:]]
        if len(stored) > known:
            demand(self.entries[-1].entry_class == "received", "a commit is not whole")
        for index in range(known, len(stored)):
            if self.entries[index].entry_class == "received":
                self._take_in(index)

    def stood_still(self, before: tuple[object, ...]) -> None:
        """After a step that failed, nothing has moved and nothing was stored."""
        self.look()
        demand(
            standing(self.world.live) == before, "a step that was not stored has moved something"
        )

    def acknowledged(self, decisions: Sequence[Decision], *, done: bool, noted: bool) -> None:
        """What was shown as entered is in the store, with the answer that was shown."""
        self.look()
        start = self._commit_start()
        commit = self.entries[start:-1]
        acts = [act for one in commit if one.entry_class == "act" for act in acts_in(one)]
        told = [one for one in decisions if noted or (done and one.decision == "permit")]
        demand(
            [(one.act, dict(one.fields)) for one in told]
            == [(act.name, dict(act.fields)) for act in acts],
            "what was acknowledged is not what was stored",
        )
        answers = [one for one in commit if one.entry_class == "decision"]
        if not noted:
            (answer,) = answers
            out = [i for i, one in enumerate(decisions) if one.decision == "refuse"]
            demand(answer.fields["out"] == out, "the stored decision is another than the one shown")
        for answer in answers:
            self._check_answer(answer, decisions)
        for decision in decisions:
            self._check_reasons(decision)
        self._note(start, commit, decisions, noted=noted)

    def each_step(self) -> None:
        """What must hold after any step: hands, rounds, time, refusals, late entries, names."""
        live = self.world.live
        # Where another entered, and this program then had nothing to enter, it is behind.
        catch_up(live, book_of=_book_of(self.world))
        self.look()
        state = live.state
        demand(state == self.walk.state(), "what stands is not what the stored acts make of it")
        for lot in state.lots.values():
            demand(_conserved(lot), f"rounds of {lot.id} were made or lost")
        seconds = [point.seconds for point in live.trace]
        demand(seconds == sorted(seconds), "time went back")

    def caught_up(self) -> None:
        """A program that only reads has come to the same as the one that enters."""
        for program in (self.world.live, self.world.follower):
            catch_up(program, book_of=_book_of(self.world))
        same_production(self.world.live, self.world.follower)

    def at_the_end(self, until_ms: int) -> None:
        """The record verifies, reads back from its first byte, and an audit finds what was told."""
        live = self.world.live
        same_production(live, self.world.house.open())
        verify_record(
            iter(self.raws), self.world.disk.store.checkpoints(), verifier=ed25519_accepts
        )
        self._check_audit(live, until_ms)

    def _take_in(self, end: int) -> None:
        """Fold the stored acts of one commit, with the time its `received` says."""
        self.before, self.acts_before = self.walk.state(), len(self.acts)
        ms = _number(self.entries[end].fields["ms"])
        demand(not self.received or ms >= self.received[-1], "`received` went back")
        self.received.append(ms)
        for index in range(_number(self.entries[end].fields["from"]), end):
            entry = self.entries[index]
            if entry.entry_class == "decision" and entry.fields["out"]:
                self._check_refused(index)
                self._remember_refused(entry, self.entries[index - 1])
            if entry.entry_class != "act":
                continue
            before = self.walk.state()
            for act in acts_in(entry, self.world.live, ms=ms, index=index):
                self.walk.follow(act)
                self.acts.append(act)
                self._check_late(act)
                self._check_loading(before, act, entry)
                self._check_left_loaded(before, act, entry)
                if act.name == "enrol":
                    self._check_digest(act, entry)
                if act.name == "go_ahead" and act.text("independent") == "yes":
                    self._check_independent(act)

    def _check_late(self, act: Act) -> None:
        """A clearing act entered late stands as `late_…` and clears nothing."""
        if act.happened_ms is None or act.at_ms - act.happened_ms <= LATE_MS:
            return
        seen = {fact.predicate for fact in self._facts_at(act.index)}
        for head in act.type.heads:
            if head.clears and head.make(act.fields):
                demand(
                    head.predicate not in seen and f"late_{head.predicate}" in seen,
                    f"`{act.name}` entered late counts as if it had been in time",
                )

    def _check_refused(self, index: int) -> None:
        """What was refused is a refusal for the rules, and nothing else."""
        seen = {fact.predicate for fact in self._facts_at(index)}
        demand(
            all(one.startswith("refused_") or one in DAYS for one in seen),
            "a refused request entered history as if it had happened",
        )

    def _remember_refused(self, decision: Entry, request: Entry) -> None:
        asked = tuple(acts_in(request))
        for item in _listed(decision.fields["out"]):
            rules = {
                str(one["rule"]): dict(map(tuple, one["binding"]))
                for one in _listed(decision.fields["reasons"])
                if one["item"] == item
            }
            self.refused.append((asked[item], rules))

    def _check_independent(self, act: Act) -> None:
        """Whoever went ahead has no part in what was refused, owes nothing, answers to nobody."""
        about = [
            (refused, rules[act.text("rule")])
            for refused, rules in self.refused
            if act.text("rule") in rules
            and refused.text("weapon") == act.text("weapon")
            and refused.name == act.text("act")
        ]
        demand(bool(about), "somebody went ahead against what nobody had refused")
        refused, binding = about[-1]
        concerned = _named(refused.name, refused.fields)
        people = self.before.people
        for owed in self.rules[act.text("rule")].duty:
            concerned |= {str(binding.get(owed, ""))}
            roles = owed.removeprefix("@").split("|") if owed.startswith("@") else []
            having = ({one.id for one in people.values() if role in one.roles} for role in roles)
            concerned |= next(filter(None, having), set())
        above, chain = act.text("by"), list[str]()
        while above and above not in chain:
            chain.append(above)
            above = people[above].reports_to if above in people else ""
        demand(not set(chain) & concerned, "somebody who is concerned is held to be independent")

    def _facts_at(self, leaf: int) -> frozenset[Fact]:
        live = self.world.live
        return live.trace[live.leaves.index(leaf)].facts

    def _check_loading(self, before: custody.State, act: Act, entry: Entry) -> None:
        """Nothing is loaded out of everybody's hand, unless reported; then it is a discrepancy."""
        if act.name != "load":
            return
        weapon = before.weapons.get(act.text("weapon"))
        if weapon is None or not weapon.holder:
            demand("ref" not in entry.fields, "a weapon that nobody has was loaded by permission")

    def _check_left_loaded(self, before: custody.State, act: Act, entry: Entry) -> None:
        """What is left loaded was not let through, and is a discrepancy of its entry."""
        after = self.walk.state()
        newly = _left_loaded(after) - _left_loaded(before)
        said = after.discrepancies[len(before.discrepancies) :]
        told = {one.thing for one in said if one.kind == "left-loaded" and one.entry == entry.id}
        demand(newly == told, f"`{act.name}` left something loaded and it is not said")
        if act.name in ("put_down", "put_away"):
            demand(not newly or "ref" not in entry.fields, "a loaded weapon was let be put down")

    def _check_digest(self, act: Act, entry: Entry) -> None:
        """Whoever is enrolled has the digest of their label in the entry."""
        kept: tuple[Disclosure, ...] = self.world.disk.disclosures.of_person(act.text("person"))
        digests = entry.fields.get("sd")
        demand(
            isinstance(digests, list) and any(one.digest in digests for one in kept),
            "an enrolment has no digest of what is kept elsewhere",
        )

    def _commit_start(self) -> int:
        return _number(self.entries[-1].fields["from"])

    def _check_answer(self, answer: Entry, decisions: Sequence[Decision]) -> None:
        """The stored decision has the rules and the versions of rulebooks that it rests on."""
        stored = sorted(
            (_number(one["item"]), str(one["rule"]))
            for one in _listed(answer.fields["reasons"])
            if isinstance(one, dict)
        )
        shown = sorted((i, r.id) for i, one in enumerate(decisions) for r in one.reasons)
        demand(stored == shown, "the stored reasons are others than those shown")
        books = {
            str(one["id"]): str(one["digest"])
            for one in _listed(answer.fields["books"])
            if isinstance(one, dict)
        }
        adopted = {one.rulebook: one.digest for one in self.walk.state().rulebooks.values()}
        demand(books == adopted, "a decision names other rulebooks than were taken on")

    def _check_reasons(self, decision: Decision) -> None:
        """Every reason says which rule, from which source, what is open, who mends it, by what."""
        demand(decision.decision != "refuse" or bool(decision.reasons), "a refusal has no reason")
        for reason in (*decision.reasons, *decision.advice):
            rule = self.rules.get(reason.id)
            demand(rule is not None, f"nobody knows a rule `{reason.id}`")
            assert rule is not None
            demand(bool(reason.document and reason.standing), f"`{reason.id}` has no source")
            demand(bool(reason.duty), f"nobody owes `{reason.id}`")
            words = reason.say + reason.nearest
            demand(
                bool(reason.say) and "{" not in words, f"`{reason.id}` does not say what is open"
            )
            demand(
                (reason.remedy is None) == (rule.remedy is None), f"`{reason.id}`: who mends it?"
            )
            if reason.remedy is not None:
                demand(reason.remedy.act in VOCABULARY, f"`{reason.remedy.act}` is no act")
            for leaf in reason.evidence:
                demand(
                    leaf < len(self.entries)
                    and self.entries[leaf].entry_class in ("act", "decision")
                    and leaf in self.world.live.leaves,
                    f"the evidence of `{reason.id}` is no entry that rules can see",
                )
        for reason in decision.reasons if decision.decision == "refuse" else ():
            demand(not self._lets_go(reason, decision), f"`{reason.id}` held something up")
        for reason in decision.advice if decision.decision == "permit" else ():
            demand(self._lets_go(reason, decision), f"`{reason.id}` held nothing up")

    def _lets_go(self, reason: Reason, decision: Decision) -> bool:
        """Whether a rule that is open lets an act go all the same."""
        rule = self.rules[reason.id]
        watched = self.walk.state().rulebooks[rule.rulebook].mode == "watched"
        if watched or rule.force == "advise":
            return True
        if rule.force != "never" and self._taken_on(reason, decision):
            return True
        return custody.makes_safe(self.before, parse_act(decision.act, decision.fields))

    def _taken_on(self, reason: Reason, decision: Decision) -> bool:
        """Whether somebody independent has gone ahead against it for this act, and it stands."""
        for act in reversed(self.acts[: self.acts_before]):
            if act.name == "go_ahead":
                if (act.text("rule"), act.text("act"), act.text("weapon")) == (
                    reason.id,
                    decision.act,
                    str(decision.fields.get("weapon", "")),
                ) and act.text("independent") == "yes":
                    return act.text("by") not in _people(decision)
            elif "weapon" in decision.fields:
                if act.fields.get("weapon") == decision.fields["weapon"]:
                    return False
            elif act.name == decision.act:
                return False
        return False

    def _note(
        self, start: int, commit: Sequence[Entry], decisions: Sequence[Decision], *, noted: bool
    ) -> None:
        """Remember what was said to be open at each act, for the audit."""
        for offset, entry in enumerate(commit):
            if entry.entry_class == "act":
                going = [one for one in decisions if noted or one.decision == "permit"]
                self.noted[start + offset] = {
                    r.id for one in going for r in (*one.reasons, *one.advice)
                }

    def _check_audit(self, live: Production, until_ms: int) -> None:
        """Looking back with a memory of its own finds what was said then, and what fell due."""
        audit = audit_production(live, observed_until_ms=until_ms)
        found: dict[int, set[str]] = {}
        for finding in audit.not_met:
            found.setdefault(finding.leaf, set()).add(finding.reason.id)
        for leaf, said in self.noted.items():
            index = live.leaves.index(leaf)
            judged = {r for r in said if index >= live.adopted_from[r.split("/")[0]]}
            demand(
                judged == found.get(leaf, set()),
                f"entry {leaf} was answered with {sorted(judged)}, looking back it is "
                f"{sorted(found.get(leaf, set()))}",
            )
        due = {
            (str(one.fields["rule"]), _number(one.fields["opened"]))
            for one in self.entries
            if one.entry_class == "due"
        }
        owed = {(one.opens.rule, one.leaf) for one in audit.no_entry}
        demand(owed <= due, f"duties fell due and nobody was told: {sorted(owed - due)}")


def standing(production: Production) -> tuple[object, ...]:
    """Everything of a production that entries move."""
    return (
        production.writer,
        production.state,
        len(production.trace),
        list(production.leaves),
        list(production.gone_ahead),
        list(production.refused),
        production.gate.snapshot(),
        production.books,
    )


def same_production(one: Production, other: Production) -> None:
    """Two programs on the same record have come to the same."""
    for name in (
        "writer",
        "state",
        "trace",
        "leaves",
        "entered",
        "gone_ahead",
        "refused",
        "books",
        "adopted_from",
    ):
        demand(
            getattr(one, name) == getattr(other, name), f"read back, `{name}` is not as it was left"
        )
    demand(
        one.gate.snapshot() == other.gate.snapshot(),
        "read back, the rules' memory is not as it was left",
    )


def acts_in(
    entry: Entry, live: Production | None = None, *, ms: int = 0, index: int = -1
) -> Iterator[Act]:
    """The acts of an entry, placed where its commit puts them."""
    for document in _listed(entry.fields["acts"]):
        assert isinstance(document, dict)
        yield decode_act(
            document,
            at_ms=ms,
            shooting_day=live.times.shooting_day_of(ms) if live else 0,
            date=live.times.date_of(ms) if live else 0,
            index=index,
            entry=entry.id,
        )


def _left_loaded(state: custody.State) -> set[str]:
    """Firearms that are out and not known to be empty, that nobody has: worked out anew."""
    return {
        name
        for name, one in state.weapons.items()
        if one.out
        and not (one.holder or one.missing or one.police_receipt or one.sent_to)
        and one.identity.kind in ("real", "blank-only", "unknown")
        and one.contents.kind != "empty"
        and (one.contents.kind in ("live", "mixed", "unknown") or one.contents.count > 0)
    }


def _conserved(lot: custody.Lot) -> bool:
    came = lot.received + lot.found
    went = lot.in_store + lot.issued + lot.loaded + lot.on_people + lot.fired + lot.misfired
    went += lot.converted + lot.returned + lot.police + lot.destroyed + lot.unaccounted
    numbers = (lot.issued, lot.loaded, lot.fired, lot.misfired, lot.unaccounted, lot.cases_waiting)
    return came == went and min(numbers) >= 0


def _people(decision: Decision) -> set[str]:
    """Everybody a decision's act names."""
    return _named(decision.act, decision.fields)


def _named(act: str, fields: Mapping[str, Any]) -> set[str]:
    kinds = {one.name for one in VOCABULARY[act].fields if one.kind == "person"}
    values = [fields[name] for name in kinds if name in fields]
    return {str(one) for v in values for one in (v if isinstance(v, tuple) else (v,))}


def _book_of(world: World) -> Any:
    by_id = {one.id: one for one in world.house.books}
    return lambda adoption: by_id[adoption.rulebook]


def _listed(value: object) -> list[Any]:
    assert isinstance(value, list)
    return value


def _number(value: object) -> int:
    assert isinstance(value, int)
    return value
