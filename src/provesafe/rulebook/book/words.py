"""The words of a rule file: weights, forces, classes, standings, kinds, and what is never refused.

Rulebooks are about weapons on productions, so these words are the trade's; custody keeps the same
lists for its acts, and a test holds the two together.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal, TypeAlias

__all__ = [
    "CONTEXT",
    "FORCES",
    "KINDS",
    "KIND_GROUPS",
    "NEVER_REFUSED",
    "STANDINGS",
    "WEIGHTS",
    "Force",
    "Klass",
    "Standing",
    "Weight",
]

Weight: TypeAlias = Literal["danger", "paper"]
"""What is open: contents, sight, line, bore, handler or a stop (danger), or documents (paper)."""

Force: TypeAlias = Literal["never", "override", "advise"]
"""Who may go ahead against it: no one; a second, independent person; anyone, it is only said."""

Klass: TypeAlias = Literal["gate", "deadline", "audit"]
"""Decided before the act; due by a time; or only looked at afterwards."""

Standing: TypeAlias = Literal["VP", "VS", "house", "record"]
"""How the source was read.

`VP`: its own text, as far as the rulebook says; `VS`: a second text that reports it; `house`: our
own composition; `record`: what a record needs to be consistent at all.
"""

WEIGHTS: tuple[Weight, ...] = ("danger", "paper")
FORCES: tuple[Force, ...] = ("never", "override", "advise")
STANDINGS: tuple[Standing, ...] = ("VP", "VS", "house", "record")

KINDS = (
    "real",
    "blank-only",
    "deactivated",
    "airsoft",
    "non-gun",
    "replica",
    "rubber",
    "edged",
    "unknown",
)

KIND_GROUPS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        # A statute's firearm; what is unknown is treated as one.
        "firearm": ("real", "blank-only", "unknown"),
        # What has an action and chambers that somebody must have seen, deactivated ones too:
        # nobody can tell them apart by looking.
        "with-action": ("real", "blank-only", "deactivated", "unknown"),
        "any-gun": tuple(kind for kind in KINDS if kind != "edged"),
    }
)

# Facts that stand beside every act; no rule is asked because of one of these.
CONTEXT = frozenset({"acted", "of_kind", "on_date", "on_day"})

# Making safe is never refused: giving a weapon back, locking it away, showing it, clearing people,
# saying stop. Nor is saying what has already happened, or what was seen or doubted. A rule asked at
# one of these alone is looked at afterwards and said, never held up. Looking into a weapon and
# emptying it are left out: after an incident they are held up, so that it stays as it was.
NEVER_REFUSED = frozenset(
    {
        "answered",
        "asked_to_see",
        "bore_blocked",
        "cases_counted",
        "concern_raised",
        "counted",
        "crew_warned",
        "cut_called",
        "declined",
        "discharged",
        "fired",
        "fitness_doubted",
        "frozen",
        "function_failed",
        "incident_opened",
        "injury_known",
        "injury_reported",
        "left_unattended",
        "line_cleared",
        "locked_away",
        "loss_reported",
        "lost_sight",
        "misfire_taken_over",
        "misfired",
        "missed",
        "out_of_line",
        "protected",
        "put_away",
        "quarantined",
        "returned",
        "rounds_checked",
        "rounds_found",
        "rounds_returned",
        "rounds_taken_off",
        "sent_back",
        "shown",
        "stopped",
        "store_locked",
        "to_police",
        "told",
        "waited",
        "weapons_counted",
        "withdrawn",
        "work_refused",
    }
)
