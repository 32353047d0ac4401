"""How many human failures stand between a live round and a person. See README.md of this room."""

from typing import TYPE_CHECKING, Any

from provesafe.prover.answers.answer import (
    Answer,
    Comparison,
    answer_protocol,
    compare_protocols,
)
from provesafe.prover.answers.exports import protocol_tree, render_promela
from provesafe.prover.answers.here import Here, follow, from_here, intended_run, words_of
from provesafe.prover.answers.left import Left, left_from
from provesafe.prover.answers.lints import Lint
from provesafe.prover.answers.numbers import Numbers
from provesafe.prover.answers.proof import Proof, prove_system
from provesafe.prover.answers.stories import Story, Told, story_of
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
from provesafe.prover.systems.distances import Distances
from provesafe.prover.systems.system import Act, System, SystemBuilder
from provesafe.prover.trees.building import Effort
from provesafe.prover.trees.importance import Importance, importance_of
from provesafe.prover.trees.openpsa import parse_tree
from provesafe.prover.trees.solving import SolvedTree, solve_tree
from provesafe.prover.trees.tree import Event, Gate, Tree
from provesafe.prover.trees.uncertainty import Band, uncertainty_of
from provesafe.prover.trees.writing import render_tree

if TYPE_CHECKING:
    from provesafe.prover.systems.compiled import count_states, states_a_second_needs

__all__ = [
    "EPC",
    "HEART",
    "SPAR_H",
    "THERP",
    "Act",
    "Answer",
    "Band",
    "Cast",
    "Chance",
    "Comparison",
    "Distances",
    "Effort",
    "Event",
    "Gate",
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
    "Told",
    "TooLargeError",
    "Track",
    "Tree",
    "TreeError",
    "WhatIf",
    "answer_protocol",
    "common_causes",
    "compare_protocols",
    "count_states",
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
    """Load the compiled search when it is first asked for."""
    if name not in __all__:
        raise AttributeError(name)
    # Late import: `prove` must start without loading numba.
    from provesafe.prover.systems import compiled

    return getattr(compiled, name)
