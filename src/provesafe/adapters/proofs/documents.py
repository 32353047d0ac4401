"""Answers of the prover as JSON documents."""

from __future__ import annotations

from itertools import islice
from typing import Any

from provesafe.prover import (
    Answer,
    Band,
    Comparison,
    DayEntry,
    Here,
    Left,
    Proof,
    Running,
    Story,
)
from provesafe.service import FileReplay, NowLeft, Replay

__all__ = [
    "answer_document",
    "band_document",
    "comparison_document",
    "file_replay_document",
    "here_document",
    "now_document",
    "replay_document",
    "running_document",
]

SETS_SHOWN = 200
USE = "relative use only: for putting protocols in order, never for a promise"


def answer_document(answer: Answer) -> dict[str, Any]:
    """`provesafe.proof/v1`."""
    proof = answer.proof
    return {
        "schema": "provesafe.proof/v1",
        "protocol": answer.protocol.id,
        "title": answer.protocol.title,
        "about": answer.protocol.about,
        "holds": proof.distance != 0,
        "distance": proof.distance,
        "distance_apart": answer.apart.distance,
        "failures_listed": answer.listed,
        "minimal_failure_sets": proof.count,
        "by_order": {str(order): count for order, count in proof.by_order.items()},
        "complete": proof.complete,
        "order_limit": proof.order_limit,
        "sets": [sorted(proof.names(one)) for one in islice(proof.smallest(), SETS_SHOWN)],
        "single_points": list(answer.single_points),
        "never_matter": list(answer.never),
        "counted_once": _groups(answer),
        "stories": [_story(story) for story in answer.stories],
        "numbers": _numbers(answer),
        "lints": [{"kind": one.kind, "about": one.about, "say": one.say} for one in answer.lints],
        "what_ifs": [_what_if(answer, one) for one in answer.what_ifs],
        "certificate": _certificate(proof),
    }


def running_document(answer: Answer, model: Running) -> dict[str, Any]:
    """`provesafe.proof/v1` of what a production runs, with what it was made of under `made_of`."""
    return {
        **answer_document(answer),
        "made_of": {
            "weapon": model.scene.weapon,
            "set_up": model.scene.set_up,
            "planned": model.scene.kind,
            "rules": sorted(model.rules.violations),
            "asked": sorted({name for case in model.guards.cases for name in case.open}),
            "left_out": dict(model.rules.left_out),
            "stuck": {one.deed: list(one.rules) for one in model.stuck},
        },
    }


def comparison_document(first: Answer, second: Answer, found: Comparison) -> dict[str, Any]:
    """`provesafe.proof-comparison/v1`."""
    return {
        "schema": "provesafe.proof-comparison/v1",
        "first": first.protocol.id,
        "second": second.protocol.id,
        "distance": [first.proof.distance, second.proof.distance],
        "only_first": [sorted(one) for one in found.only_first],
        "only_second": [sorted(one) for one in found.only_second],
        "not_in_first": list(found.unknown_to_first),
        "not_in_second": list(found.unknown_to_second),
    }


def here_document(protocol_id: str, after: list[str], here: Here) -> dict[str, Any]:
    """`provesafe.proof-from-here/v1`."""
    return {
        "schema": "provesafe.proof-from-here/v1",
        "protocol": protocol_id,
        "after": after,
        "distance": here.proof.distance,
        "between": here.between,
        "standing": list(here.standing),
        "adds_most": here.adds_most or None,
        "story": _story(here.story) if here.story else None,
    }


def now_document(now: NowLeft) -> dict[str, Any]:
    """`provesafe.proof-now/v1`: words without a number, for each weapon that is out."""
    return {
        "schema": "provesafe.proof-now/v1",
        "as_of": now.as_of_ms,
        "entries": now.entries,
        "weapons": [
            {
                "weapon": one.weapon,
                "why_not": one.why_not or None,
                "left": _left(one.left) if one.left else None,
                "mixed_up": [{"with": other, **_left(left)} for other, left in one.mixed_up],
            }
            for one in now.weapons
        ],
    }


def replay_document(found: Replay) -> dict[str, Any]:
    """`provesafe.proof-replay/v1`."""
    return {
        "schema": "provesafe.proof-replay/v1",
        "weapon": found.model.scene.weapon,
        "day": found.day,
        "followed": found.followed,
        "happened": [
            {
                "failure": one.failure,
                "say": one.say,
                "at": one.at_ms,
                "index": one.index,
                "rules": list(one.rules),
            }
            for one in found.happened
        ],
        "sets": [{"happened": list(one.happened), "left": list(one.left)} for one in found.sets],
        "left": _left(found.left) if found.left else None,
    }


def file_replay_document(found: FileReplay) -> dict[str, Any]:
    """`provesafe.proof-file-replay/v1`."""
    course = found.course
    return {
        "schema": "provesafe.proof-file-replay/v1",
        "protocol": found.answer.protocol.id,
        "failures_listed": found.answer.listed,
        "weapon": found.weapon,
        "day": found.day,
        "uses": course.uses,
        "followed": [
            {**_entry(one.entry), "as": list(one.parts), "how": one.how} for one in course.taken
        ],
        "happened": [
            {
                "failure": one.failure,
                "say": one.say,
                "entered": one.entered,
                "use": one.use,
                **_entry(one.entry),
            }
            for one in course.happened
        ],
        "left_protocol": [
            {"part": one.part, "say": one.say, "wants": list(one.wants), **_entry(one.entry)}
            for one in course.departures
        ],
        "waiting": [{**_entry(one.entry), "as": list(one.parts)} for one in course.waiting],
        "no_step": [{**_entry(one.entry), "why": one.why} for one in course.unlisted],
        "other_weapons": dict(found.others),
        "not_gone_ahead": found.not_gone_ahead,
        "sets": [{"happened": list(one.happened), "left": list(one.left)} for one in found.sets],
        "left": _left(found.left) if found.left else None,
    }


def _entry(entry: DayEntry) -> dict[str, Any]:
    """Which act; whose it is, by role only."""
    act = entry.act
    by = entry.roles.get(act.text("by"), ()) if act.has("by") else ()
    return {"act": act.name, "by": list(by), "at": act.at_ms, "index": entry.index}


def _left(left: Left) -> dict[str, Any]:
    return {
        "between": left.between,
        "standing": list(left.standing),
        "adds_most": left.adds_most or None,
        "story": _story(left.story) if left.story else None,
    }


def _certificate(proof: Proof) -> dict[str, Any]:
    return {
        "model": proof.system.digest(),
        "rows": len(proof.system.rows),
        "states": proof.states,
        "states_without_failures": proof.states_without,
        "engines": list(proof.engines),
    }


def _groups(answer: Answer) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for failure, cause in answer.causes.items():
        found.setdefault(cause, []).append(failure)
    return found


def _story(story: Story) -> dict[str, Any]:
    return {
        "failures": list(story.failures),
        "hazard": story.hazard,
        "lines": [
            {
                "by": line.by,
                "say": line.say,
                "copy": line.copy,
                "act": line.act,
                "failure": line.failure or None,
            }
            for line in story.lines
        ],
    }


def _numbers(answer: Answer) -> dict[str, Any] | None:
    numbers = answer.numbers
    if numbers is None or answer.chances is None:
        return None
    return {
        "use": USE,
        "per": answer.protocol.about,
        "mean": numbers.mean,
        "band": band_document(numbers.band),
        "method": "exact over all sets; band from draws of lognormal values, cut at 1",
        "sources": {
            name: {
                "mean": chance.mean,
                "factor": chance.factor,
                "method": chance.method,
                "source": chance.source,
                "standing": chance.standing,
            }
            for name, chance in answer.chances.items()
        },
        "importance": [
            {
                "failure": one.event,
                "birnbaum": one.birnbaum,
                "critical": one.critical,
                "fussell_vesely": one.fv,
                "raw": one.raw,
                "rrw": one.rrw,
            }
            for one in numbers.importance
        ],
    }


def band_document(band: Band | None) -> dict[str, Any] | None:
    """The spread of a probability: mean, three percentiles, how it was drawn."""
    if band is None:
        return None
    return {
        "mean": band.mean,
        "p5": band.low,
        "p50": band.median,
        "p95": band.high,
        "trials": band.trials,
        "seed": band.seed,
    }


def _what_if(base: Answer, answer: Answer) -> dict[str, Any]:
    before, after = base.proof.distance, answer.proof.distance
    known = before is not None and after is not None
    ratio = None
    if base.numbers and answer.numbers and base.numbers.mean > 0:
        ratio = answer.numbers.mean / base.numbers.mean
    return {
        "id": answer.change.id if answer.change else "",
        "say": answer.change.say if answer.change else "",
        "distance": after,
        "delta": (after or 0) - (before or 0) if known else None,
        "failures_listed": answer.listed,
        "minimal_failure_sets": answer.proof.count,
        "by_order": {str(order): count for order, count in answer.proof.by_order.items()},
        "complete": answer.proof.complete,
        "times_as_probable": ratio,
        "mean": answer.numbers.mean if answer.numbers else None,
        "band": band_document(answer.numbers.band) if answer.numbers else None,
        "story": _story(answer.stories[0]) if answer.stories else None,
    }
