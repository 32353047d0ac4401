"""An answer of the prover in plain words, for somebody with a coffee and no mathematics."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice

import click

from provesafe.prover import Answer, Between, Comparison, Here, Left, Running, Story
from provesafe.service import Met, NowLeft, Replay

__all__ = [
    "answer_lines",
    "comparison_lines",
    "ended_lines",
    "here_lines",
    "left_lines",
    "now_lines",
    "replay_lines",
    "running_lines",
]

RELATIVE = "relative use only"
SETS_SHOWN = 12
MEASURED = 5
_TOGETHER = {"all": "all of this", "any": "any one of these", "some": "some of this, together"}


def answer_lines(answer: Answer) -> Iterator[str]:
    """The whole answer: how far, the shortest story, what it rests on, what if."""
    protocol = answer.protocol
    yield click.style(f"{protocol.title} ({protocol.about})", bold=True)
    yield from _distance(answer)
    for number, story in enumerate(answer.stories, start=1):
        yield ""
        first = "the shortest story" if number == 1 else f"another, number {number}"
        yield click.style(f"{first}, {_fails(len(story.failures))}:", bold=True)
        yield from _story(story)
    yield ""
    yield from _sets(answer)
    yield from _numbers(answer)
    if answer.lints:
        yield ""
        yield click.style("to look at", bold=True)
        yield from (f"  {lint.say} [{lint.kind}]" for lint in answer.lints)
    if answer.what_ifs:
        yield ""
        yield from _what_ifs(answer)
    proof = answer.proof
    yield ""
    yield (
        f"{proof.states:,} states, by {' and '.join(proof.engines)}; "
        f"model {proof.system.digest()[:12]}"
    )


def running_lines(model: Running) -> Iterator[str]:
    """What a model of a production was made of, and what is not in it."""
    scene, rules = model.scene, model.rules
    said = {role.id: role.say for role in scene.roles}
    asked = {name for case in model.guards.cases for name in case.open}
    where = f" in {scene.set_up}" if scene.set_up else ""
    rounds = f", {scene.count} rounds of {scene.lot}" if scene.lot else ""
    yield f"{scene.weapon}{where}: planned {scene.kind}{rounds}"
    yield (
        f"made of {len(rules.violations)} rules that hold acts up; "
        f"{len(asked)} of them can stand open for what is done with it"
    )
    reasons: dict[str, list[str]] = {}
    for name, why in rules.left_out.items():
        reasons.setdefault(why.partition(":")[0], []).append(name)
    for why, names in reasons.items():
        yield f"  not in the model, {why}: {', '.join(names)}"
    for one in model.stuck:
        deed = next(deed for deed in model.deeds if deed.id == one.deed)
        open_ = ", ".join(one.rules)
        yield f"  never goes ahead as things stand, {said[deed.by]} {deed.say}: {open_}"
    yield ""


def comparison_lines(first: Answer, second: Answer, found: Comparison) -> Iterator[str]:
    """What each of two protocols lets through and the other does not."""
    for here, there, sets, unknown in (
        (first, second, found.only_first, found.unknown_to_second),
        (second, first, found.only_second, found.unknown_to_first),
    ):
        name, other = here.protocol.id, there.protocol.id
        if not sets:
            yield f"`{name}` lets nothing through that `{other}` does not"
        else:
            yield click.style(f"`{name}` lets through, and `{other}` does not:", bold=True)
        for one in sets:
            yield f"  {' · '.join(sorted(one))}"
        if unknown:
            yield f"  (`{other}` does not know: {', '.join(unknown)})"


def here_lines(here: Here) -> Iterator[str]:
    """What still stands in between, in words and without a number."""
    yield from left_lines(here.between, here.standing, here.story, here.adds_most)


def now_lines(now: NowLeft) -> Iterator[str]:
    """What still stands between each weapon that is out and a person."""
    if not now.weapons:
        yield "no weapon is out"
    for one in now.weapons:
        yield click.style(one.weapon, bold=True)
        if one.left is None:
            yield f"  cannot be said: {one.why_not}"
            continue
        left = one.left
        yield from left_lines(left.between, left.standing, left.story, left.adds_most)
        for other, mixed in one.mixed_up:
            yield click.style(f"if {other} is taken for it", bold=True)
            yield from left_lines(mixed.between, mixed.standing, None, "")


def replay_lines(found: Replay, shown: Mapping[int, str]) -> Iterator[str]:
    """A day replayed: what has gone wrong, which sets have begun, where it was left."""
    weapon = found.model.scene.weapon
    yield click.style(f"{weapon}: {found.followed} acts of the day followed", bold=True)
    if not found.happened:
        yield "everything that was entered went by the rules"
    for one in found.happened:
        yield f"  {shown[one.index]}  {one.say} [entry {one.index}]"
        yield f"         open then: {', '.join(one.rules)}"
    yield from ended_lines(found.sets, found.left, sure=not found.happened)


def ended_lines(sets: Sequence[Met], left: Left | None, *, sure: bool) -> Iterator[str]:
    """What a day has begun and where it was left.

    Args:
        sets: of which something has happened.
        left: from where the day ended; None where that cannot be said.
        sure: nothing has gone wrong that an entry could have hidden.
    """
    if sets:
        yield click.style("sets that have begun, and what of them is left", bold=True)
    for met in sets:
        yield f"  {' · '.join(met.happened)} → {' · '.join(met.left) or 'nothing'}"
    if not sure:
        yield "whether a look was entered and not made, no record shows"
    yield click.style("where the day left it", bold=True)
    if left is None:
        yield "  cannot be said"
    else:
        yield from left_lines(left.between, left.standing, left.story, left.adds_most)


def left_lines(
    between: Between, standing: tuple[str, ...], story: Story | None, adds_most: str
) -> Iterator[str]:
    """What is left from somewhere on, in words."""
    yield click.style("suppose a live round is in it now", bold=True)
    if between == "no way":
        yield "From here nothing that is listed leads there."
        return
    if between == "nothing":
        yield "From here nothing more stands in between."
    else:
        one = "only this" if len(standing) == 1 else _TOGETHER[between]
        yield f"What would still have to go wrong is {one}:"
        ends = [";"] * (len(standing) - 1) + ["."]
        yield from (f"  {words}{end}" for words, end in zip(standing, ends, strict=True))
    if story is not None:
        yield "the shortest way from here:"
        yield from _story(story)
    if adds_most:
        yield f"what adds most now: {adds_most}"


def _distance(answer: Answer) -> Iterator[str]:
    distance, apart = answer.proof.distance, answer.apart.distance
    of = f"of the {answer.listed} failures listed in this protocol file"
    if not answer.proof.complete:
        limit = answer.proof.order_limit
        yield f"the search is complete up to {_fails(limit or 0)}; nothing is said of more"
    if distance is None:
        yield f"No combination {of} leads there."
        return
    if distance == 0:
        yield "It does not hold: nothing needs to go wrong. Everybody follows it, and it happens."
        return
    yield (
        f"It holds while everybody follows it. It takes {_fails(distance)}, "
        f"{of}, before it happens."
    )
    if apart != distance:
        yield (f"  ({apart} if each came by itself; what has one reason behind it is counted once)")


def _story(story: Story) -> Iterator[str]:
    for number, line in enumerate(story.lines, start=1):
        mark = click.style("✗", fg="red") if line.failure else " "
        which = f" (weapon {line.copy})" if line.copy else ""
        who = f"{line.by} " if line.by else ""
        said = f"{who}{line.say}"
        yield f"  {number:>2} {mark} {said[:1].upper()}{said[1:]}{which}."
    yield f"     → {story.hazard[:1].upper()}{story.hazard[1:]}."


def _sets(answer: Answer) -> Iterator[str]:
    proof = answer.proof
    extent = "all of them" if proof.complete else f"up to order {proof.order_limit}"
    counted = ", ".join(f"{count:,} of {order}" for order, count in proof.by_order.items())
    yield click.style(
        f"smallest sets of failures: {proof.count:,} ({counted or 'none'}; {extent})", bold=True
    )
    distance = proof.distance
    if distance:
        for one in islice(proof.sets(distance), SETS_SHOWN):
            yield f"  {' · '.join(proof.names(one))}"
        if proof.by_order[distance] > SETS_SHOWN:
            yield "  …"
    if answer.single_points:
        yield f"one alone is enough: {', '.join(answer.single_points)}"
    if answer.never:
        yield f"never matter: {', '.join(answer.never)}"
    causes: dict[str, list[str]] = {}
    for failure, cause in answer.causes.items():
        causes.setdefault(cause, []).append(failure)
    for cause, failures in causes.items():
        yield f"counted once, {cause}: {', '.join(failures)}"


def _numbers(answer: Answer) -> Iterator[str]:
    numbers = answer.numbers
    if numbers is None or numbers.band is None or answer.chances is None:
        return
    methods = sorted({chance.method.split()[0] for chance in answer.chances.values()})
    yield ""
    yield click.style(f"in numbers, {RELATIVE}", bold=True)
    yield (
        f"  {numbers.mean:.1e} for {answer.protocol.about}; nine in ten draws between "
        f"{numbers.band.low:.1e} and {numbers.band.high:.1e}"
    )
    yield f"  exact over all sets; chances by {', '.join(methods)} (industry values)"
    yield "  what it rests on (share of it that needs this · times worse if it always happens):"
    for one in numbers.importance[:MEASURED]:
        share = "-" if one.fv is None else f"{one.fv:4.0%}"
        yield f"    {one.event:<28} {share}   × {one.raw:.3g}"


def _what_ifs(answer: Answer) -> Iterator[str]:
    yield click.style("what if", bold=True)
    for one in answer.what_ifs:
        distance, before = one.proof.distance, answer.proof.distance
        change = one.change
        if change is None:
            continue
        yield f"  {_step(before)} → {_step(distance)}{_times(answer, one)}  {change.say}"
        if one.stories and distance != before:
            yield f"          {_in_short(one.stories[0])}"


def _times(base: Answer, other: Answer) -> str:
    if not base.numbers or not other.numbers or base.numbers.mean <= 0:
        return ""
    return f"  × {other.numbers.mean / base.numbers.mean:<7.3g}"


def _in_short(story: Story) -> str:
    parts = [f"{line.by} {line.say}".strip() for line in story.lines if line.failure]
    return "; ".join(parts) if parts else "nothing needs to go wrong"


def _step(distance: int | None) -> str:
    return "–" if distance is None else str(distance)


def _fails(number: int) -> str:
    return "1 failure" if number == 1 else f"{number} failures"
