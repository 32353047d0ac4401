"""What stands in a rule's formulas once its parameters, its kinds and its suspension are put in.

A rule's two texts are read several times with different values: to find which way a parameter
moves them, and whether a limit nobody set is a time to do something by or a look back.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from provesafe.rulebook.book.classify import nodes_of, present_weapon
from provesafe.rulebook.book.polarity import Way, way_of
from provesafe.rulebook.book.settings import Parameter, Settings, apply_setting, read_parameters
from provesafe.rulebook.book.tables import Table
from provesafe.rulebook.definitions import Definitions
from provesafe.rulebook.errors import ParameterError, RulebookError
from provesafe.rulebook.formula import (
    And,
    Atom,
    Compare,
    Const,
    Eventually,
    Exists,
    Formula,
    Interval,
    Not,
    Once,
    Or,
    Since,
    Var,
    free_variables,
)
from provesafe.rulebook.parameters import ParameterValue
from provesafe.rulebook.parse import parse_formula
from provesafe.rulebook.signature import Signature
from provesafe.rulebook.substitute import substitute

__all__ = [
    "RuleTexts",
    "Surroundings",
    "check_directions",
    "or_suspended",
    "parameters_of",
    "values_of",
    "why_set_aside",
]

_USED = re.compile(r"\$([A-Za-z_][A-Za-z0-9_]*)")
_SAID = re.compile(r"\{([A-Za-z_][A-Za-z0-9_]*)\}")
_KIND_NAME = "kind_of_it"
_SUSPENDED_WEAPON = "custody.suspended_weapon"
_SUSPENDED_PERSON = "custody.suspended_person"


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What a rule is read in: its rulebook's own values and what formulas may name."""

    book: str
    version: str
    documents: Mapping[str, str]
    """Title by id."""
    shared: Mapping[str, Parameter]
    layers: tuple[Settings, ...]
    signature: Signature
    definitions: Definitions


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleTexts:
    """The two formulas of a rule as written, and how to read them with other values."""

    rule: str
    place: str
    """`rulebook/rule`, for messages and settings."""
    on: str
    require: str
    weapon: str
    kinds: tuple[str, ...] | None
    definitions: Definitions

    @property
    def used(self) -> tuple[str, ...]:
        """The names of the parameters in the formulas, each once."""
        return tuple(dict.fromkeys(_USED.findall(f"{self.on} {self.require}")))

    def parse(self, values: Mapping[str, ParameterValue]) -> tuple[Formula, Formula]:
        """Both formulas with these values, `on` with the kinds the rule binds."""
        on, require = (
            parse_formula(
                text,
                source=f"{self.place} {name}",
                parameters=values,
                definitions=self.definitions,
            )
            for name, text in (("`on`", self.on), ("`require`", self.require))
        )
        return _bound_kinds(on, self), require


def parameters_of(table: Table, texts: RuleTexts, around: Surroundings) -> dict[str, Parameter]:
    """The rule's own parameters with their settings, and the shared ones its texts use.

    Texts are its formulas, its sentences and its remedy.

    Raises:
        RulebookError: a parameter stands in no formula, or a setting is for none or looser.
    """
    own = {p.name: p for p in read_parameters(table.table("parameters"))}
    for layer in around.layers:
        for name, value in layer.get(texts.place, {}).items():
            if name not in own:
                raise RulebookError(
                    f"`{texts.place}` has no parameter `{name}`",
                    hint=f"it has {', '.join(f'`{n}`' for n in own) or 'none of its own'}",
                )
            own[name] = apply_setting(own[name], value, place=texts.place)
    for name, parameter in own.items():
        if parameter.type == "flag":
            raise RulebookError(
                f"{texts.place}: a flag stands in no formula",
                hint="use `only_if` with a flag of the rulebook",
            )
        if name not in texts.used:
            raise RulebookError(f"{texts.place}: parameter `{name}` stands in no formula")
    say = table.table("say")
    said = [name for language in say.names() for name in _SAID.findall(str(say.raw(language)))]
    remedy = table.table("remedy")
    mended_by = [n for key in remedy.names() for n in _USED.findall(str(remedy.raw(key)))]
    wanted = dict.fromkeys([*texts.used, *said, *mended_by])
    shared = {n: around.shared[n] for n in wanted if n in around.shared and n not in own}
    return {**own, **shared}


def why_set_aside(
    table: Table, texts: RuleTexts, parameters: Mapping[str, Parameter], around: Surroundings
) -> tuple[str, str] | None:
    """Which parameter keeps a rule from being judged here, and why; None when it is judged.

    Raises:
        RulebookError: `only_if` names no flag, or a lower bound or a wait has no value.
    """
    flag = table.text("only_if", "")
    if flag:
        decides = around.shared.get(flag)
        if decides is None or decides.type != "flag":
            raise RulebookError(f"{texts.place}: `only_if` names no flag of `{around.book}`")
        if decides.value is not True:
            return flag, f"binds only where `{flag}` is set: {decides.says}"
    for name in _unset(texts, parameters):
        if parameters[name].type != "seconds" or _is_deadline(texts, parameters, name):
            return name, f"`{name}` is not set: {parameters[name].says}"
    return None


def values_of(
    texts: RuleTexts, parameters: Mapping[str, Parameter]
) -> Mapping[str, ParameterValue]:
    """Every parameter's value for the formulas.

    A look back without a limit stays without one; what else nobody has set gets a stand-in, with
    which a rule that is set aside can at least be checked.
    """
    values = {name: _in_formula(parameter) for name, parameter in parameters.items()}
    for name in _unset(texts, parameters):
        if parameters[name].type == "seconds" and not _is_deadline(texts, parameters, name):
            values[name] = None
    return values


def check_directions(
    texts: RuleTexts,
    parameters: Mapping[str, Parameter],
    values: Mapping[str, ParameterValue],
) -> None:
    """Check that each parameter moves the rule the way it says.

    Raises:
        RulebookError: it moves it the other way, or the way cannot be told.
    """
    for name in texts.used:
        parameter = parameters[name]
        less, more = _two_values(values[name])
        first, second = (_as_written(texts.parse({**values, name: v})) for v in (less, more))
        way = way_of(first, second)
        if way is Way.UNCLEAR:
            raise RulebookError(
                f"{texts.place}: it cannot be told which way `${name}` moves the rule",
                hint="use it once, in an interval, a comparison or as a set",
            )
        if (way is Way.MORE) != (parameter.stricter in {"larger", "superset"}):
            raise RulebookError(
                f"{texts.place}: `{name}` says it is stricter when {parameter.stricter},"
                " and the formula says the opposite"
            )


def or_suspended(
    on: Formula, require: Formula, texts: RuleTexts, persons: tuple[str, ...]
) -> Formula:
    """The same deadline, met also by an incident that suspends its weapon or its persons.

    Raises:
        RulebookError: nothing says whose incident that is.
    """
    free = free_variables(on)
    found = next(n for n in nodes_of(require) if isinstance(n, Eventually))
    window, goal = found.interval, found.body
    names = [(_SUSPENDED_WEAPON, texts.weapon)] if texts.weapon in free else []
    names += [(_SUSPENDED_PERSON, person) for person in persons]
    if not names:
        raise RulebookError(
            f"{texts.place}: nothing says whose incident suspends this deadline",
            hint="name `persons`, or say `lasts = true`",
        )
    for definition_name, variable in names:
        definition = texts.definitions.by_name.get(definition_name)
        if definition is None or variable not in free:
            raise RulebookError(
                f"{texts.place}: a deadline is suspended by `{definition_name}` of `{variable}`,"
                " and one of these is unknown",
                hint="say `lasts = true` if an incident does not suspend it",
            )
        suspended = substitute(definition.formula, {definition.parameters[0]: Var(variable)})
        goal = _either(goal, suspended, on, window)
    return _with_goal(require, goal)


def _either(goal: Formula, suspended: Formula, on: Formula, window: Interval) -> Formula:
    """`goal OR suspended`, each brought to the same free variables by what asked the rule.

    The act that asked lies at most `window` back when either comes about, so looking back that far
    binds the other's variables and adds no condition.
    """
    wanted = dict.fromkeys((*free_variables(goal), *free_variables(suspended)))
    rest = tuple(name for name in free_variables(on) if name not in wanted)
    asked: Formula = Once(window, Exists(rest, on) if rest else on)
    left, right = (
        side if set(free_variables(side)) == set(wanted) else And(asked, side)
        for side in (goal, suspended)
    )
    return Or(left, right)


def _with_goal(require: Formula, goal: Formula) -> Formula:
    match require:
        case Eventually(interval):
            return Eventually(interval, goal)
        case Or(left, right):
            return Or(_with_goal(left, goal), _with_goal(right, goal))
    return require


def _unset(texts: RuleTexts, parameters: Mapping[str, Parameter]) -> list[str]:
    return [n for n in texts.used if n in parameters and parameters[n].value is None]


def _is_deadline(texts: RuleTexts, parameters: Mapping[str, Parameter], name: str) -> bool:
    """True when the open limit is a time to do something by, False when it is a look back."""
    values = {**{n: _in_formula(p) for n, p in parameters.items()}, name: None}
    try:
        _, require = texts.parse(values)
    except ParameterError as error:
        raise RulebookError(
            f"{texts.place}: `{name}` is a lower bound or a wait and has no default",
            hint="give the longest that is adopted anywhere, where sources disagree",
        ) from error
    return any(
        isinstance(node, Eventually) and node.interval.high is None for node in nodes_of(require)
    )


def _in_formula(parameter: Parameter) -> ParameterValue:
    match parameter.value:
        case None if parameter.type == "set":
            return parameter.choices[:1] or ("anything",)
        case None:
            return parameter.minimum or 1
    return parameter.value


def _two_values(value: ParameterValue) -> tuple[ParameterValue, ParameterValue]:
    """A value and a larger one; no limit is larger than any."""
    match value:
        case tuple():
            return value, (*value, "one more")
        case int():
            return value, value + 1
    return 1, None


def _as_written(formulas: tuple[Formula, Formula]) -> Formula:
    """`on AND NOT require`, as it stands."""
    on, require = formulas
    return And(on, Not(require))


def _bound_kinds(on: Formula, texts: RuleTexts) -> Formula:
    if texts.kinds is None:
        return on
    weapon = Var(texts.weapon)
    if texts.weapon not in free_variables(on):
        raise RulebookError(
            f"{texts.place}: `kinds` binds `{texts.weapon}`, which `on` does not",
            hint="name the weapon's variable with `weapon`",
        )
    kind = Var(_KIND_NAME)
    known: Formula = Atom("of_kind", (weapon, kind))
    if not present_weapon(on, texts.weapon):
        other = f"{_KIND_NAME}_later"
        later = Exists((other,), Atom("of_kind", (weapon, Var(other))))
        known = Since(Interval(), Not(later), known)
    return And(on, Exists((_KIND_NAME,), And(known, _one_of(kind, texts.kinds))))


def _one_of(term: Var, words: Iterable[str]) -> Formula:
    equations: list[Formula] = [Compare("=", term, Const(word)) for word in words]
    formula = equations[0]
    for equation in equations[1:]:
        formula = Or(formula, equation)
    return formula
