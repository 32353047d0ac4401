"""How probable human failures are: three methods of the field, with their tables and sources.

    { heart = "E" }                                      HEART: a generic task
    { heart = "E", conditions = [[2, 0.4]] }             and conditions: number, share that applies
    { spar_h = "action", factors = { stress = "high" } } SPAR-H: factors on a nominal value
    { therp = "check-without-list" }                     THERP: an entry of its tables
    { judgement = 0.0001, factor = 10, why = "…" }       somebody's guess, said to be one

The numbers come from power stations and process plants. They order things; they promise nothing.
Entries whose number was recalled and not looked up again are marked, and refused unless asked for.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

from provesafe.prover.protocols.model import Chance
from provesafe.prover.protocols.rows import Row

__all__ = ["EPC", "HEART", "SPAR_H", "SPAR_H_NOMINAL", "THERP", "heart", "read_chance", "spar_h"]

RECALLED = "recalled"

HEART_SOURCE = "Williams 1986 (HEART); nominal values as in two public implementations"
HEART: Mapping[str, tuple[float, float, str]] = {
    "A": (0.55, 3.0, "totally unfamiliar, at speed, with no idea of the consequences"),
    "B": (0.26, 3.0, "shift a system to a new state in one attempt, without procedures"),
    "C": (0.16, 3.0, "a complex task that needs understanding and skill"),
    "D": (0.09, 3.0, "a fairly simple task, done rapidly or with scant attention"),
    "E": (0.02, 3.0, "a routine, practised, rapid task of little skill"),
    "F": (0.003, 5.0, "restore or shift a system following procedures, with some checking"),
    "G": (0.0004, 10.0, "a very familiar, well designed task, often done, in ideal conditions"),
    "H": (0.00002, 10.0, "respond correctly, with a supervisory system that interprets"),
    "M": (0.03, 5.0, "none of the others fits"),
}
"""Nominal probability, error factor (ours, wider than the published bounds), what it stands for."""

EPC: Mapping[int, tuple[float, str]] = {
    1: (17, "unfamiliar"),
    2: (11, "shortage of time"),
    3: (10, "low signal to noise"),
    4: (9, "features that override are easy to reach"),
    5: (8, "no means to convey what is spatial or functional"),
    6: (8, "mismatch with the model in the head"),
    7: (8, "no obvious way to reverse"),
    8: (6, "overload by information"),
    9: (6, "a technique must be unlearned"),
    10: (5.5, "knowledge must be transferred without loss"),
    11: (5, "ambiguous standard of performance"),
    12: (4, "perceived risk is not the real one"),
    13: (4, "poor feedback"),
    14: (4, "no clear confirmation"),
    15: (3, "inexperience"),
    16: (3, "poor information from person to person"),
    17: (3, "little or no independent checking"),
    18: (2.5, "conflict of short-term and long-term aims"),
    19: (2.5, "no diversity of information"),
    20: (2, "education does not match the task"),
    21: (2, "an incentive to a dangerous shortcut"),
    22: (1.8, "little chance to exercise mind and body"),
    23: (1.6, "unreliable instruments"),
    24: (1.6, "judgements beyond experience"),
    25: (1.6, "unclear allocation of responsibility"),
    26: (1.4, "no way to follow progress"),
    27: (1.4, "beyond physical capabilities"),
    28: (1.4, "little meaning in the task"),
    29: (1.3, "emotional stress"),
    30: (1.2, "ill health"),
    31: (1.2, "low morale"),
}
"""Conditions that produce errors: the most each can multiply by. Numbers 32 to 38 are left out:
the copies at hand differ."""

SPAR_H_SOURCE = "NUREG/CR-6883 (SPAR-H), worksheets for operations"
SPAR_H_NOMINAL: Mapping[str, float] = {"diagnosis": 0.01, "action": 0.001}
SPAR_H: Mapping[str, Mapping[str, tuple[float, float]]] = {
    "time": {
        "barely": (10, 10), "nominal": (1, 1), "extra": (0.1, 0.1), "expansive": (0.01, 0.01),
    },
    "stress": {"extreme": (5, 5), "high": (2, 2), "nominal": (1, 1)},
    "complexity": {"high": (5, 5), "moderate": (2, 2), "nominal": (1, 1), "obvious": (0.1, 1)},
    "experience": {"low": (10, 3), "nominal": (1, 1), "high": (0.5, 0.5)},
    "procedures": {
        "none": (50, 50), "incomplete": (20, 20), "poor": (5, 5), "nominal": (1, 1),
    },
    "ergonomics": {"misleading": (50, 50), "poor": (10, 10), "nominal": (1, 1), "good": (0.5, 0.5)},
    "fitness": {"degraded": (5, 5), "nominal": (1, 1)},
    "processes": {"poor": (2, 5), "nominal": (1, 1), "good": (0.8, 0.5)},
}  # fmt: skip
"""Multipliers of each factor: for diagnosis, for action."""

THERP: Mapping[str, tuple[float, float, str, str]] = {
    "leave-out-short-list": (0.003, 3, "NUREG/CR-1278, table 20-7", ""),
    "procedure-not-used": (0.05, 5, "NUREG/CR-1278, table 20-6", ""),
    "procedure-will-not-be-used": (0.3, 5, "NUREG/CR-1278, table 20-6", ""),
    "check-without-list": (0.2, 5, "NUREG/CR-1278, table 20-22", ""),
    "check-with-list": (0.1, 5, "NUREG/CR-1278, table 20-22", RECALLED),
    "check-one-off-alerted": (0.05, 5, "NUREG/CR-1278, table 20-22", RECALLED),
    "check-taking-part": (0.01, 5, "NUREG/CR-1278, table 20-22", RECALLED),
    "second-checker-of-a-team": (0.5, 5, "NUREG/CR-1278, table 20-22", RECALLED),
    "check-own-life": (0.001, 5, "NUREG/CR-1278, table 20-22", RECALLED),
}
"""Probability, error factor, table, and whether it was only recalled."""


def heart(task: str, conditions: tuple[tuple[int, float], ...] = ()) -> float:
    """HEART: the nominal value times (most - 1) share + 1 for each condition, at most 1."""
    factor = math.prod((EPC[number][0] - 1) * share + 1 for number, share in conditions)
    return min(1.0, HEART[task][0] * factor)


def spar_h(kind: str, factors: Mapping[str, str]) -> float:
    """SPAR-H: the nominal value times all factors; with three bad ones or more, adjusted.

    Source: NUREG/CR-6883, section 2.4.4: N c / (N (c - 1) + 1).
    """
    column = 0 if kind == "diagnosis" else 1
    nominal = SPAR_H_NOMINAL[kind]
    found = [SPAR_H[name][level][column] for name, level in factors.items()]
    product = math.prod(found)
    if sum(one > 1 for one in found) >= 3:
        return nominal * product / (nominal * (product - 1) + 1)
    return min(1.0, nominal * product)


def read_chance(row: Row, *, recalled: bool) -> Chance:
    """A chance as a protocol file has it.

    Args:
        row: the table.
        recalled: take entries whose number was not looked up again.

    Raises:
        ProtocolError: it is none of the methods, or stands on what was only recalled.
    """
    methods = [name for name in ("heart", "spar_h", "therp", "judgement") if row.has(name)]
    if len(methods) != 1:
        raise row.fault(
            "a chance has one method",
            hint='heart = "E", spar_h = "action", therp = "…" or judgement = 0.001',
        )
    found = {"heart": _heart, "spar_h": _spar_h, "therp": _therp, "judgement": _judgement}[
        methods[0]
    ](row)
    row.done()
    if found.standing == RECALLED and not recalled:
        raise row.fault(
            f"the number of `{found.method}` was recalled and not looked up again",
            hint="take another entry, or ask for recalled ones with --recalled",
        )
    return found


def _heart(row: Row) -> Chance:
    task = row.choice("heart", tuple(HEART))
    conditions: list[tuple[int, float]] = []
    for pair in row.pairs("conditions"):
        number, share = int(pair[0]), pair[1]
        if number not in EPC or not 0 <= share <= 1:
            raise row.fault(f"there is no condition {number} with a share of {share}")
        conditions.append((number, share))
    told = "".join(f", {EPC[number][1]} ({share:g})" for number, share in conditions)
    return Chance(
        mean=heart(task, tuple(conditions)),
        factor=HEART[task][1],
        method=f"HEART {task}{told}",
        source=HEART_SOURCE,
    )


def _spar_h(row: Row) -> Chance:
    kind = row.choice("spar_h", tuple(SPAR_H_NOMINAL))
    factors = row.table("factors")
    chosen = {
        name: factors.choice(name, tuple(SPAR_H[name])) for name in SPAR_H if factors.has(name)
    }
    factors.done()
    told = "".join(f", {name} {level}" for name, level in chosen.items())
    return Chance(
        mean=spar_h(kind, chosen), factor=5.0, method=f"SPAR-H {kind}{told}", source=SPAR_H_SOURCE
    )


def _therp(row: Row) -> Chance:
    entry = row.choice("therp", tuple(THERP))
    mean, factor, source, standing = THERP[entry]
    return Chance(
        mean=mean, factor=factor, method=f"THERP {entry}", source=source, standing=standing
    )


def _judgement(row: Row) -> Chance:
    mean, factor = row.number("judgement"), row.number("factor", 10.0)
    if not 0 < mean <= 1 or factor < 1:
        raise row.fault(f"a chance is above 0 and at most 1, not {mean:g}")
    why = row.text("why", "no source")
    return Chance(mean=mean, factor=factor, method="judgement", source=why)
