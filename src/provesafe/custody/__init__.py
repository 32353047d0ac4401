"""Acts and what now stands: the vocabulary, its codec, and the fold that gives the state.

Well-formed? Answered here. Allowed? Not here: rulebooks answer that, from the facts of this room.
"""

from provesafe.custody.act import Act, parse_act
from provesafe.custody.act_type import LATE_SECONDS, ActType, FactTuple, FactType, Parameter
from provesafe.custody.codec import decode_act, encode_act
from provesafe.custody.evolve import (
    Step,
    Walk,
    evolve,
    facts,
    fold,
    makes_safe,
    refused_facts,
    step,
)
from provesafe.custody.fields import ROLES, Field, FieldValue
from provesafe.custody.state import (
    Contents,
    Discrepancy,
    Lot,
    Person,
    Plan,
    SetUp,
    Showing,
    State,
    Weapon,
)
from provesafe.custody.vocabulary import VOCABULARY, signature

__all__ = [
    "LATE_SECONDS",
    "ROLES",
    "VOCABULARY",
    "Act",
    "ActType",
    "Contents",
    "Discrepancy",
    "FactTuple",
    "FactType",
    "Field",
    "FieldValue",
    "Lot",
    "Parameter",
    "Person",
    "Plan",
    "SetUp",
    "Showing",
    "State",
    "Step",
    "Walk",
    "Weapon",
    "decode_act",
    "encode_act",
    "evolve",
    "facts",
    "fold",
    "makes_safe",
    "parse_act",
    "refused_facts",
    "signature",
    "step",
]
