"""Acts and what now stands: the vocabulary, its codec, and the fold that gives the state.

Well-formed? Answered here. Allowed? Not here: rulebooks answer that, from the facts of this room.
"""

from provesafe.custody.act import Act, parse_act
from provesafe.custody.act_type import LATE_SECONDS, ActType, FactTuple, FactType, Parameter
from provesafe.custody.codec import decode_act, encode_act
from provesafe.custody.everyone import Involved, Part, everyone_involved
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
from provesafe.custody.keeping import Erasure, erasure_of
from provesafe.custody.sight import last_showing, sight_kept
from provesafe.custody.snapshot import decode_state, encode_state
from provesafe.custody.state import (
    Adoption,
    Contents,
    Discrepancy,
    Lot,
    Meeting,
    Person,
    Plan,
    SetUp,
    Showing,
    State,
    Weapon,
)
from provesafe.custody.vocabulary import VOCABULARY, signature
from provesafe.custody.words import (
    CATALOGUES,
    ENGLISH,
    FRENCH,
    SPANISH,
    contents_words,
    holder_words,
    sentence,
)

__all__ = [
    "CATALOGUES",
    "ENGLISH",
    "FRENCH",
    "LATE_SECONDS",
    "ROLES",
    "SPANISH",
    "VOCABULARY",
    "Act",
    "ActType",
    "Adoption",
    "Contents",
    "Discrepancy",
    "Erasure",
    "FactTuple",
    "FactType",
    "Field",
    "FieldValue",
    "Involved",
    "Lot",
    "Meeting",
    "Parameter",
    "Part",
    "Person",
    "Plan",
    "SetUp",
    "Showing",
    "State",
    "Step",
    "Walk",
    "Weapon",
    "contents_words",
    "decode_act",
    "decode_state",
    "encode_act",
    "encode_state",
    "erasure_of",
    "everyone_involved",
    "evolve",
    "facts",
    "fold",
    "holder_words",
    "last_showing",
    "makes_safe",
    "parse_act",
    "refused_facts",
    "sentence",
    "sight_kept",
    "signature",
    "step",
]
