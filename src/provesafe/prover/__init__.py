"""How many human failures stand between a live round and a person. See README.md of this room."""

from provesafe.prover.errors import ProtocolError, TooLargeError, TreeError
from provesafe.prover.trees.building import Effort
from provesafe.prover.trees.importance import Importance, importance_of
from provesafe.prover.trees.openpsa import parse_tree
from provesafe.prover.trees.solving import SolvedTree, solve_tree
from provesafe.prover.trees.tree import Event, Gate, Tree
from provesafe.prover.trees.uncertainty import Band, uncertainty_of
from provesafe.prover.trees.writing import render_tree

__all__ = [
    "Band",
    "Effort",
    "Event",
    "Gate",
    "Importance",
    "ProtocolError",
    "SolvedTree",
    "TooLargeError",
    "Tree",
    "TreeError",
    "importance_of",
    "parse_tree",
    "render_tree",
    "solve_tree",
    "uncertainty_of",
]
