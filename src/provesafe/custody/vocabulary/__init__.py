"""Everything that can be entered: one declaration for each kind of act, and what follows from it.

The declarations stand in one module for each group. `VOCABULARY` holds them all by name;
`signature()` gives every predicate that their facts can have, with argument names and types.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from provesafe.custody.act_type import CONTEXT, EFFECTS, ActType, Parameter
from provesafe.custody.vocabulary.discharge import DISCHARGE
from provesafe.custody.vocabulary.hand_over import HAND_OVER
from provesafe.custody.vocabulary.incident import INCIDENT
from provesafe.custody.vocabulary.intake import INTAKE
from provesafe.custody.vocabulary.line import LINE
from provesafe.custody.vocabulary.loading import LOADING
from provesafe.custody.vocabulary.meetings import MEETINGS
from provesafe.custody.vocabulary.people import PEOPLE
from provesafe.custody.vocabulary.planning import PLANNING
from provesafe.custody.vocabulary.proving import PROVING
from provesafe.custody.vocabulary.record_acts import RECORD
from provesafe.custody.vocabulary.set_ups import SET_UPS
from provesafe.custody.vocabulary.stop import STOP
from provesafe.custody.vocabulary.store import STORE
from provesafe.custody.vocabulary.words_and_looks import WORDS_AND_LOOKS
from provesafe.errors import invariant

__all__ = ["VOCABULARY", "signature"]

_ALL: tuple[ActType, ...] = (
    *PEOPLE,
    *PLANNING,
    *INTAKE,
    *MEETINGS,
    *SET_UPS,
    *STORE,
    *PROVING,
    *WORDS_AND_LOOKS,
    *LOADING,
    *HAND_OVER,
    *LINE,
    *DISCHARGE,
    *STOP,
    *INCIDENT,
    *RECORD,
)

VOCABULARY: Mapping[str, ActType] = MappingProxyType({one.name: one for one in _ALL})
"""Every act type by its name, in the order of the reference page."""

invariant(len(VOCABULARY) == len(_ALL), "two act types share a name")


def _build_signature() -> Mapping[str, tuple[Parameter, ...]]:
    """Collect the predicates of all declarations; a clash of types stops the program."""
    found: dict[str, tuple[Parameter, ...]] = {**EFFECTS, **CONTEXT}
    # Heads first: where a head and an element share a predicate, the head's names read better.
    declared = [(act_type, fact) for act_type in _ALL for fact in act_type.heads]
    declared += [(act_type, fact) for act_type in _ALL for fact in act_type.also]
    for act_type, fact in declared:
        parameters = act_type.parameters(fact)
        first = found.setdefault(fact.predicate, parameters)
        invariant(
            [kind for _, kind in first] == [kind for _, kind in parameters],
            f"`{fact.predicate}` is declared with different types",
        )
        if fact.clears:
            found[f"late_{fact.predicate}"] = first
        if fact in act_type.heads:
            found[f"refused_{fact.predicate}"] = first
    return MappingProxyType(dict(sorted(found.items())))


_SIGNATURE = _build_signature()


def signature() -> Mapping[str, tuple[Parameter, ...]]:
    """Every predicate that facts can have: name -> ((argument name, "int" | "string"), …).

    Holds heads, facts about elements, effects, the facts beside every act, and the `late_…` and
    `refused_…` variants; generated from the declarations.
    """
    return _SIGNATURE
