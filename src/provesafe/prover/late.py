"""What answers questions of a protocol or a tree: the part of the room that takes a second to load.

It stands on diagrams and numbers (`dd`, numpy). The front door hands it out when it is first asked
for, so that a program which only keeps a record, or reads a protocol, starts without it.
"""

from __future__ import annotations

from provesafe.prover.answers.answer import (
    Answer,
    Comparison,
    answer_protocol,
    compare_protocols,
)
from provesafe.prover.answers.course import (
    Course,
    DayEntry,
    Departure,
    Gone,
    Taken,
    Unlisted,
    course_of,
)
from provesafe.prover.answers.exports import protocol_tree, render_promela
from provesafe.prover.answers.here import (
    Between,
    Here,
    follow,
    from_here,
    intended_run,
    words_of,
)
from provesafe.prover.answers.left import Left, left_from
from provesafe.prover.answers.lints import Lint
from provesafe.prover.answers.numbers import Numbers
from provesafe.prover.answers.proof import Proof, prove_system
from provesafe.prover.answers.stories import Story, Told, story_of
from provesafe.prover.systems.distances import Distances
from provesafe.prover.systems.system import Act, System, SystemBuilder
from provesafe.prover.trees.building import Effort
from provesafe.prover.trees.importance import Importance, importance_of
from provesafe.prover.trees.openpsa import parse_tree
from provesafe.prover.trees.solving import SolvedTree, solve_tree
from provesafe.prover.trees.tree import Event, Gate, Tree
from provesafe.prover.trees.uncertainty import Band, uncertainty_of
from provesafe.prover.trees.writing import render_tree

__all__ = [
    "Act",
    "Answer",
    "Band",
    "Between",
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
    "SolvedTree",
    "Story",
    "System",
    "SystemBuilder",
    "Taken",
    "Told",
    "Tree",
    "Unlisted",
    "answer_protocol",
    "compare_protocols",
    "course_of",
    "follow",
    "from_here",
    "importance_of",
    "intended_run",
    "left_from",
    "parse_tree",
    "protocol_tree",
    "prove_system",
    "render_promela",
    "render_tree",
    "solve_tree",
    "story_of",
    "uncertainty_of",
    "words_of",
]
