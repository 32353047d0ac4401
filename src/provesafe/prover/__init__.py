"""How many human failures stand between a live round and a person. See README.md of this room."""

from typing import TYPE_CHECKING, Any

from provesafe.prover.errors import ProtocolError, TooLargeError, TreeError
from provesafe.prover.protocols.chances import EPC, HEART, SPAR_H, THERP, heart, spar_h
from provesafe.prover.protocols.change import common_causes, under
from provesafe.prover.protocols.ground import ground
from provesafe.prover.protocols.model import Chance, Protocol, WhatIf
from provesafe.prover.protocols.reading import parse_protocol, parse_what_ifs
from provesafe.prover.running.guards import Rules, read_rules
from provesafe.prover.running.running import Running, Stuck, made_of
from provesafe.prover.running.scene import Cast, Scene, scene_of
from provesafe.prover.running.track import Track

if TYPE_CHECKING:
    from provesafe.prover.late import (
        Act,
        Answer,
        Band,
        Between,
        Comparison,
        Course,
        DayEntry,
        Departure,
        Distances,
        Effort,
        Event,
        Gate,
        Gone,
        Here,
        Importance,
        Left,
        Lint,
        Numbers,
        Proof,
        SolvedTree,
        Story,
        System,
        SystemBuilder,
        Taken,
        Told,
        Tree,
        Unlisted,
        answer_protocol,
        compare_protocols,
        course_of,
        follow,
        from_here,
        importance_of,
        intended_run,
        left_from,
        parse_tree,
        protocol_tree,
        prove_system,
        render_promela,
        render_tree,
        solve_tree,
        story_of,
        uncertainty_of,
        words_of,
    )
    from provesafe.prover.systems.compiled import count_states, states_a_second_needs

__all__ = [
    "EPC",
    "HEART",
    "SPAR_H",
    "THERP",
    "Act",
    "Answer",
    "Band",
    "Between",
    "Cast",
    "Chance",
    "Comparison",
    "Course",
    "DayEntry",
    "Departure",
    "Distances",
    "Effort",
    "Event",
    "Gate",
    "Gone",
    "Here",
    "Importance",
    "Left",
    "Lint",
    "Numbers",
    "Proof",
    "Protocol",
    "ProtocolError",
    "Rules",
    "Running",
    "Scene",
    "SolvedTree",
    "Story",
    "Stuck",
    "System",
    "SystemBuilder",
    "Taken",
    "Told",
    "TooLargeError",
    "Track",
    "Tree",
    "TreeError",
    "Unlisted",
    "WhatIf",
    "answer_protocol",
    "common_causes",
    "compare_protocols",
    "count_states",
    "course_of",
    "follow",
    "from_here",
    "ground",
    "heart",
    "importance_of",
    "intended_run",
    "left_from",
    "made_of",
    "parse_protocol",
    "parse_tree",
    "parse_what_ifs",
    "protocol_tree",
    "prove_system",
    "read_rules",
    "render_promela",
    "render_tree",
    "scene_of",
    "solve_tree",
    "spar_h",
    "states_a_second_needs",
    "story_of",
    "uncertainty_of",
    "under",
    "words_of",
]


def __getattr__(name: str) -> Any:
    """Load what answers, or the compiled search, when it is first asked for."""
    if name not in __all__:
        raise AttributeError(name)
    # Late imports: a record is kept without diagrams, and `prove` starts without numba.
    if name in ("count_states", "states_a_second_needs"):
        from provesafe.prover.systems import compiled

        return getattr(compiled, name)
    from provesafe.prover import late

    return getattr(late, name)
