"""Meetings: what was gone through, who was there, who was told later."""

from __future__ import annotations

from provesafe.custody.act_type import declare
from provesafe.custody.vocabulary.parts import BY, CREW_LEADERS, PERSON, enum, many, one, yes_no

__all__ = ["AGENDA", "MEETINGS"]

AGENDA = (
    "action",
    "deviations",
    "abort plan",
    "emergency",
    "chain of command",
    "right to refuse",
)
"""What shipped rules ask a meeting to go through; other items are accepted."""

MEETINGS = (
    declare(
        "hold_meeting",
        group="meetings",
        fields=(
            one("meeting", "id"),
            enum("kind", "safety", "re-brief", "induction", "after-event"),
            many("agenda", "name", usual=AGENDA),
            many("attended", "person"),
            yes_no("walk_through").maybe(),
            BY,
        ),
        head="meeting_held(meeting, kind)",
        also=(
            "agenda(meeting, agenda*)",
            "attended(meeting, by)",
            "attended(meeting, attended*)",
            "walked_through(meeting) if walk_through=yes",
        ),
        effects=("sight_lost",),
        who=(*CREW_LEADERS, "armorer", "safety-advisor"),
        sentence=(
            "{by} led the {kind} meeting {meeting}[, through: {agenda}][, with {attended}]"
            "[, walked through: {walk_through}]."
        ),
    ),
    declare(
        "brief_late",
        group="meetings",
        fields=(one("meeting", "id"), PERSON, BY),
        head="briefed_late(meeting, person)",
        who=(*CREW_LEADERS, "armorer"),
        sentence="{by} told {person}, who came later, what meeting {meeting} went through.",
    ),
)
