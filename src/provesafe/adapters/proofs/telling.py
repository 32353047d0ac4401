"""Answers of the prover in set words, as plain values that pages and prints take.

What is left from here has no number in it. What a plan comes to is told in words too: how many
things would have to go wrong, of how many that were thought of.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from provesafe.prover import Answer, Left, Story
    from provesafe.service import NowLeft, Planned

__all__ = ["left_told", "planned_told", "things"]

SETS_SHOWN = 8
COUNTED = (
    "nothing", "one thing", "two things", "three things", "four things", "five things",
    "six things", "seven things", "eight things", "nine things", "ten things",
)  # fmt: skip


def left_told(now: NowLeft) -> dict[str, Any]:
    """What is left for every weapon that is out."""
    return {
        "as_of_ms": now.as_of_ms,
        "entries": now.entries,
        "weapons": [
            {
                "weapon": one.weapon,
                "why_not": one.why_not,
                "left": _left(one.left) if one.left else None,
                "mixed_up": [{"with": other, **_left(left)} for other, left in one.mixed_up],
            }
            for one in now.weapons
        ],
    }


def planned_told(found: Planned) -> dict[str, Any]:
    """What a plan comes to, as it is run and with switches turned."""
    scene, model = found.model.scene, found.model
    said = {role.id: role.say for role in scene.roles}
    return {
        "weapon": scene.weapon,
        "set_up": scene.set_up,
        "planned": scene.kind,
        "listed": found.answer.listed,
        "now": _answer(found.answer),
        "changed": _answer(found.changed) if found.changed else None,
        "switches": [
            {"id": one.id, "say": one.say, "on": one.id in found.turned} for one in found.switches
        ],
        "stuck": [
            {
                "say": next(f"{said[d.by]} {d.say}" for d in model.deeds if d.id == one.deed),
                "rules": list(one.rules),
            }
            for one in model.stuck
        ],
        "rules": len(model.rules.violations),
        "left_out": len(model.rules.left_out),
    }


def things(count: int | None) -> str:
    """So many things, in words."""
    if count is None:
        return "nothing that was thought of"
    return COUNTED[count] if count < len(COUNTED) else f"{count} things"


def _answer(answer: Answer) -> dict[str, Any]:
    proof = answer.proof
    words = {one.id: one for one in answer.protocol.failures}
    steps = {one.id: one.by for one in answer.protocol.steps}

    def told(name: str) -> str:
        failure = words.get(name)
        if failure is None:
            return name
        by = failure.by or steps.get(failure.at, "")
        return f"{answer.protocol.role(by)} {failure.say}" if by else failure.say

    smallest = [] if not proof.distance else list(islice(proof.sets(proof.distance), SETS_SHOWN))
    return {
        "distance": proof.distance,
        "things": things(proof.distance),
        "never": proof.distance is None,
        "sets": [[told(name) for name in proof.names(one)] for one in smallest],
        "more_sets": bool(proof.distance) and proof.by_order[proof.distance or 0] > SETS_SHOWN,
        "story": _story(answer.stories[0]) if answer.stories else [],
        "lints": [
            one.say.replace("`", "")
            for one in answer.lints
            if one.kind in ("one-person", "double-duty")
        ],
    }


def _left(left: Left) -> dict[str, Any]:
    return {
        "between": left.between,
        "standing": list(left.standing),
        "adds_most": left.adds_most,
        "story": _story(left.story) if left.story else [],
    }


def _story(story: Story) -> list[dict[str, Any]]:
    lines = [
        {"say": _sentence(f"{line.by} {line.say}".strip()), "wrong": bool(line.failure)}
        for line in story.lines
    ]
    return [*lines, {"say": _sentence(story.hazard), "wrong": True}]


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}."
