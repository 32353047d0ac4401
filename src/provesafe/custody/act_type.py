"""How a kind of act is declared: once, as data, from which everything else is generated.

A declaration gives the fields, the facts that formulas see, what the act does to what is known,
and one plain sentence. Facts are written in a small notation:

    handed_over(weapon, by, to)                 arguments are fields
    shown(weapon, by, to*)                      one fact for each element of a list
    notified(authority, 'finished')             a constant
    sent_back(weapon|lot)                       the first field that is present
    went_ahead(rule, weapon?, by)               stands even when the field is absent
    kept_in_sight(weapon, by) if in_sight=yes   only when
    every_round_shown(weapon, to*) if checked=of
    rounds_failed(lot, failed) if failed>0
    drawn_for(weapon, purpose) if purpose       only when the field is present
    rounds_proved(weapon, lot, of) if checked=of and no failed
    proved_empty(weapon, by) if points=all      the list is complete and in its order
    clears shown(weapon, by, in_view*)          this fact clears, though its act does not
    stands bore_blocked(weapon)                 this one does not, though its act does

A fact whose optional field is absent is left out, except with `?` (empty text, or 0).

*Bearing* says what an act does to what is known: `clears` (showing, proving), `clouds`
(discharge, out of sight), `neutral`. When a clearing act arrives more than LATE_SECONDS after it
happened, too much may have come between: its facts then stand as `late_…`, and no rule that asks
for them is met.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal, TypeAlias, TypeVar

from provesafe.custody.fields import Field, FieldValue, Scalar
from provesafe.errors import InvariantBroken, invariant

__all__ = [
    "CONTEXT",
    "EFFECTS",
    "LATE_SECONDS",
    "ActType",
    "Bearing",
    "FactTuple",
    "FactType",
    "Parameter",
    "declare",
]

Bearing: TypeAlias = Literal["clears", "clouds", "neutral"]
Parameter: TypeAlias = tuple[str, Literal["int", "string"]]
FactTuple: TypeAlias = tuple[str, tuple[Scalar, ...]]

LATE_SECONDS = 120
"""A clearing act entered later than this after it happened no longer clears anything."""

_STRING: Literal["string"] = "string"
_INT: Literal["int"] = "int"

EFFECTS: Mapping[str, tuple[Parameter, ...]] = MappingProxyType(
    {
        "took": (("weapon", _STRING), ("person", _STRING)),
        "gave_up": (("weapon", _STRING), ("person", _STRING)),
        "sight_lost": (("weapon", _STRING),),
        "contents_now": (("weapon", _STRING), ("kind", _STRING), ("count", _INT)),
        "locked_away": (("weapon", _STRING),),
        "came_out": (("weapon", _STRING),),
        "suspended_weapon": (("weapon", _STRING),),
        "unsuspended_weapon": (("weapon", _STRING),),
        "suspended_person": (("person", _STRING),),
        "unsuspended_person": (("person", _STRING),),
        "rounds_unaccounted": (("lot", _STRING), ("count", _INT)),
        "weapons_unaccounted": (("place", _STRING), ("count", _INT)),
        "cases_missing": (("lot", _STRING), ("count", _INT)),
        "live_round_found": (("lot", _STRING),),
    }
)
"""Facts that follow from the state before an act as well as from the act."""

CONTEXT: Mapping[str, tuple[Parameter, ...]] = MappingProxyType(
    {
        "on_day": (("day", _INT),),
        "on_date": (("date", _INT),),
        "acted": (("person", _STRING),),
        "of_kind": (("weapon", _STRING), ("kind", _STRING)),
    }
)
"""Facts that stand beside every act: its shooting day, its date, who acted, kinds of weapons."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Argument:
    """Where one argument of a fact comes from."""

    fields: tuple[str, ...] = ()
    """The first of these that is present; empty for a constant."""
    constant: Scalar = ""
    blank: Scalar | None = None
    """What stands when the field is absent; None leaves the fact out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """When a fact is made: `field` compared with a value or another field, or there or not."""

    field: str
    relation: Literal["present", "no", "=", "!=", ">"]
    """`no` is met by an absent field and by zero."""
    value: FieldValue = ""
    other: str = ""
    """Another field to compare with; empty to compare with `value`."""

    def met(self, fields: Mapping[str, FieldValue]) -> bool:
        """True when the condition is met by these fields."""
        have = fields.get(self.field)
        if self.relation == "no":
            return have is None or have == 0
        if self.relation == "present" or have is None:
            return have is not None and self.relation == "present"
        want = fields.get(self.other) if self.other else self.value
        match self.relation:
            case "=":
                return have == want
            case "!=":
                return have != want
            case ">":
                return isinstance(have, int) and isinstance(want, int) and have > want


@dataclass(frozen=True, slots=True, kw_only=True)
class FactType:
    """One fact that an act gives rise to, as declared."""

    predicate: str
    arguments: tuple[Argument, ...]
    conditions: tuple[Condition, ...]
    clears: bool
    """True when a late entry must not bring this fact about."""
    text: str
    """As written in the declaration, for the reference page."""

    def make(self, fields: Mapping[str, FieldValue]) -> tuple[FactTuple, ...]:
        """The facts of an act with these fields: none, one, or one for each list element."""
        for condition in self.conditions:
            if not condition.met(fields):
                return ()
        rows: list[tuple[Scalar, ...]] = [()]
        for argument in self.arguments:
            value: FieldValue | None = None if argument.fields else argument.constant
            for name in argument.fields:
                value = fields.get(name)
                if value is not None:
                    break
            if value is None:
                if argument.blank is None:
                    return ()
                value = argument.blank
            if isinstance(value, tuple):
                rows = [(*row, one) for row in rows for one in value]
            else:
                rows = [(*row, value) for row in rows]
        return tuple((self.predicate, row) for row in rows)


@dataclass(frozen=True, slots=True, kw_only=True)
class ActType:
    """One kind of act: the only place where it is described."""

    name: str
    """A verb, as a request says it."""
    group: str
    fields: tuple[Field, ...]
    heads: tuple[FactType, ...]
    """What happened, in the past tense. Several where the outcome chooses one of them."""
    also: tuple[FactType, ...]
    """Facts about its elements."""
    effects: tuple[str, ...]
    """Names of the effect facts it may bring about, depending on the state before."""
    bearing: Bearing
    making_safe: bool
    """It takes danger away, so no rule ever holds it up; see `makes_safe`."""
    making_safe_when: tuple[Condition, ...]
    """It does so only when these are met."""
    who: tuple[str, ...]
    """Role words of those who usually do it; empty means anyone. Information, not permission."""
    one_of: tuple[str, ...]
    """Of these optional fields at least one is needed."""
    sentence: str
    """Plain words; `[…]` is left out when a field inside it is absent."""

    def field(self, name: str) -> Field | None:
        """The declared field of this name, if there is one."""
        for one in self.fields:
            if one.name == name:
                return one
        return None

    @property
    def head(self) -> str:
        """The predicate of its usual head fact."""
        return self.heads[0].predicate

    @property
    def fact_types(self) -> tuple[FactType, ...]:
        """Heads, then facts about its elements."""
        return self.heads + self.also

    def parameters(self, fact: FactType) -> tuple[Parameter, ...]:
        """Names and types of a fact's arguments, from the fields they come from."""
        return tuple(self._parameter(argument) for argument in fact.arguments)

    def _parameter(self, argument: Argument) -> Parameter:
        if not argument.fields:
            return ("about", _INT if isinstance(argument.constant, int) else _STRING)
        field = _sure(self.field(argument.fields[0]), f"a fact of `{self.name}` has no such field")
        name = "item" if len(argument.fields) > 1 else field.name
        return (name, _INT if field.is_integer else _STRING)


def declare(
    name: str,
    *,
    group: str,
    fields: tuple[Field, ...],
    head: str | tuple[str, ...],
    also: tuple[str, ...] = (),
    effects: tuple[str, ...] = (),
    bearing: Bearing = "neutral",
    making_safe: bool | str = False,
    who: tuple[str, ...] = (),
    one_of: tuple[str, ...] = (),
    sentence: str,
) -> ActType:
    """Make an act type from its declaration; a slip in it stops the program at import."""
    heads = (head,) if isinstance(head, str) else head
    known = {field.name: field for field in fields}
    invariant(len(known) == len(fields), f"`{name}` declares a field twice")
    for effect in effects:
        invariant(effect in EFFECTS, f"`{name}` names the unknown effect `{effect}`")
    for slot in re.findall(r"\{(\w+)\}", sentence):
        invariant(slot in known, f"the sentence of `{name}` names the unknown field `{slot}`")
    return ActType(
        name=name,
        group=group,
        fields=fields,
        heads=tuple(_fact_type(text, known, bearing) for text in heads),
        also=tuple(_fact_type(text, known, bearing) for text in also),
        effects=effects,
        bearing=bearing,
        making_safe=bool(making_safe),
        making_safe_when=(
            (_condition(making_safe, known),) if isinstance(making_safe, str) else ()
        ),
        who=who,
        one_of=one_of,
        sentence=sentence,
    )


_FACT = re.compile(r"(?:(clears|stands) )?(\w+)\((.*?)\)(?: if (.+))?")
_ARGUMENT = re.compile(r"'([^']*)'|(\w+(?:\|\w+)*)([*?]?)")
_RELATIONS: Mapping[str, Literal["=", "!=", ">"]] = {"=": "=", "!=": "!=", ">": ">"}
_CONDITION = re.compile(r"(\w+)(?:(=|!=|>)(?:'([^']*)'|(\S+)))?")


_T = TypeVar("_T")


def _sure(value: _T | None, why: str) -> _T:
    """`value`, which a slip in a declaration could have left out."""
    if value is None:
        raise InvariantBroken(why)
    return value


def _fact_type(text: str, known: Mapping[str, Field], bearing: Bearing) -> FactType:
    """Read one declared fact."""
    found = _sure(_FACT.fullmatch(text), f"`{text}` does not declare a fact")
    prefix, predicate, arguments, conditions = found.groups()
    return FactType(
        predicate=predicate,
        arguments=tuple(_argument(one.strip(), known) for one in arguments.split(",") if one),
        conditions=tuple(
            _condition(one, known) for one in (conditions.split(" and ") if conditions else ())
        ),
        clears=prefix == "clears" or (bearing == "clears" and prefix != "stands"),
        text=text[len(prefix) + 1 :] if prefix else text,
    )


def _argument(text: str, known: Mapping[str, Field]) -> Argument:
    """Read one argument of a declared fact."""
    found = _sure(_ARGUMENT.fullmatch(text), f"`{text}` is not an argument of a fact")
    if found.group(2) is None:
        return Argument(constant=found.group(1))
    names = tuple(found.group(2).split("|"))
    for name in names:
        invariant(name in known, f"a fact names the unknown field `{name}`")
        invariant(known[name].many == (found.group(3) == "*"), f"`{name}` and its star disagree")
    blank: Scalar = 0 if known[names[0]].is_integer else ""
    return Argument(fields=names, blank=blank if found.group(3) == "?" else None)


def _condition(text: str, known: Mapping[str, Field]) -> Condition:
    """Read one condition of a declared fact."""
    if text.startswith("no "):
        invariant(text[3:] in known, f"`{text}` asks for an unknown field")
        return Condition(field=text[3:], relation="no")
    found = _sure(_CONDITION.fullmatch(text), f"`{text}` is not a condition on a field")
    name, relation, quoted, bare = found.groups()
    invariant(name in known, f"`{text}` asks for an unknown field")
    if relation is None:
        return Condition(field=name, relation="present")
    literal = _RELATIONS[relation]
    if bare in known:
        return Condition(field=name, relation=literal, other=bare)
    value: Scalar = quoted if quoted is not None else bare
    if known[name].many:
        invariant(value == "all", "a list is compared with all its words, in their order")
        return Condition(field=name, relation=literal, value=known[name].values)
    if known[name].is_integer:
        return Condition(field=name, relation=literal, value=int(value))
    invariant(
        known[name].kind != "enum" or value in known[name].values,
        f"`{text}` compares with a word that `{name}` does not have",
    )
    return Condition(field=name, relation=literal, value=value)
