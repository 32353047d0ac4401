"""What a rule leaves open: parameters, their bounds, and settings that may only make them stricter.

A parameter is declared by a rule, or by a rulebook for all its rules:

    [rule.parameters.seconds]          # or [parameters.handlers] in rulebook.toml
    type     = "seconds"               # seconds | number | set | flag
    unit     = "s"
    default  = 60                      # left out: not set
    min      = 1
    max      = 3600
    choices  = ["armorer", "…"]        # of a set: the words it may hold
    stricter = "larger"                # smaller | larger | subset | superset | on
    says     = "how long a misfired weapon rests before it is opened"

A house sets `"set-practice/misfire-wait".seconds = 90` or `"set-practice".handlers = ["armorer"]`,
and only towards `stricter`. A flag stands in no formula: it says whether a rule binds here at all.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

from provesafe.rulebook.book.tables import Table
from provesafe.rulebook.errors import RulebookError

__all__ = ["Parameter", "SettingValue", "Settings", "Stricter", "apply_setting", "read_parameters"]

ParameterType: TypeAlias = Literal["seconds", "number", "set", "flag"]
Stricter: TypeAlias = Literal["smaller", "larger", "subset", "superset", "on"]
SettingValue: TypeAlias = int | bool | tuple[str, ...] | None
Settings: TypeAlias = Mapping[str, Mapping[str, SettingValue]]
"""By `rulebook` or `rulebook/rule`, then by parameter name."""

_DIRECTIONS: Mapping[ParameterType, tuple[Stricter, ...]] = {
    "seconds": ("smaller", "larger"),
    "number": ("smaller", "larger"),
    "set": ("subset", "superset"),
    "flag": ("on",),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """One value a rule leaves open, with the direction a house may move it in."""

    name: str
    type: ParameterType
    unit: str
    value: SettingValue
    """What it is here; None where neither the source nor a house has set it."""
    default: SettingValue
    minimum: int | None
    maximum: int | None
    choices: tuple[str, ...]
    stricter: Stricter
    says: str

    @property
    def shown(self) -> str:
        """The value in words, for sentences."""
        if isinstance(self.value, tuple):
            *most, last = self.value
            return f"{', '.join(most)} or {last}" if most else last
        return "any" if self.value is None else str(self.value)


def read_parameters(table: Table) -> tuple[Parameter, ...]:
    """Read a `parameters` table.

    Raises:
        RulebookError: a key, type, direction or default is not one a parameter may have.
    """
    return tuple(_read_one(name, table.table(name)) for name in table.names())


def _read_one(name: str, table: Table) -> Parameter:
    kind: ParameterType = table.choice("type", tuple(_DIRECTIONS))
    stricter: Stricter = table.choice("stricter", _DIRECTIONS[kind])
    parameter = Parameter(
        name=name,
        type=kind,
        unit=table.text("unit", ""),
        value=None,
        default=None,
        minimum=table.integer_or_none("min"),
        maximum=table.integer_or_none("max"),
        choices=table.texts("choices"),
        stricter=stricter,
        says=table.text("says"),
    )
    default = _read_value(parameter, table.raw("default"), table.place)
    if default is not None:
        _check_bounds(parameter, default, table.place)
    table.done()
    return _with(parameter, value=default, default=default)


def apply_setting(parameter: Parameter, raw: object, *, place: str) -> Parameter:
    """The parameter with a house's value, which must not be looser than the one in force.

    Raises:
        RulebookError: the value has the wrong type, is out of bounds, or loosens the rule.
    """
    value = _read_value(parameter, raw, place)
    if value is None:
        raise RulebookError(f"{place}: a setting of `{parameter.name}` has no value")
    _check_bounds(parameter, value, place)
    if _looser(parameter, value):
        raise RulebookError(
            f"{place}: `{parameter.name}` = {_shown(value)} loosens the rule, which has"
            f" {_shown(parameter.value)}",
            hint=f"a house may only move it towards `{parameter.stricter}`",
        )
    return _with(parameter, value=value, default=parameter.default)


def _looser(parameter: Parameter, value: SettingValue) -> bool:
    now = parameter.value
    match parameter.stricter, now, value:
        case _, None, _:
            return False
        case "on", bool(), bool():
            return now and not value
        case "smaller", int(), int():
            return value > now
        case "larger", int(), int():
            return value < now
        case "subset", tuple(), tuple():
            return not set(value) <= set(now)
        case "superset", tuple(), tuple():
            return not set(value) >= set(now)
    return True


def _read_value(parameter: Parameter, raw: object, place: str) -> SettingValue:
    match parameter.type, raw:
        case _, None:
            return None
        case "flag", bool():
            return raw
        case (("seconds" | "number"), int()) if not isinstance(raw, bool):
            return raw
        case "set", (list() | tuple()) if raw and all(isinstance(word, str) for word in raw):
            return tuple(dict.fromkeys(str(word) for word in raw))
    wanted = {"flag": "true or false", "set": "a list of words, not empty"}
    raise RulebookError(
        f"{place}: `{parameter.name}` is {wanted.get(parameter.type, 'a whole number')},"
        f" not {_shown(raw)}"
    )


def _check_bounds(parameter: Parameter, value: SettingValue, place: str) -> None:
    if isinstance(value, tuple):
        for word in value:
            if parameter.choices and word not in parameter.choices:
                raise RulebookError(
                    f"{place}: `{word}` is not among the choices of `{parameter.name}`",
                    hint="the choices are " + ", ".join(f"`{c}`" for c in parameter.choices),
                )
    elif not isinstance(value, bool) and value is not None:
        low = parameter.minimum if parameter.minimum is not None else 0
        if value < low or (parameter.maximum is not None and value > parameter.maximum):
            top = "any" if parameter.maximum is None else str(parameter.maximum)
            raise RulebookError(
                f"{place}: `{parameter.name}` = {value} is out of bounds",
                hint=f"it may be from {low} to {top}",
            )


def _shown(value: object) -> str:
    if value is None:
        return "no value"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(f"`{word}`" for word in value) + "]"
    return f"`{str(value).lower() if isinstance(value, bool) else value}`"


def _with(parameter: Parameter, *, value: SettingValue, default: SettingValue) -> Parameter:
    return Parameter(
        name=parameter.name,
        type=parameter.type,
        unit=parameter.unit,
        value=value,
        default=default,
        minimum=parameter.minimum,
        maximum=parameter.maximum,
        choices=parameter.choices,
        stricter=parameter.stricter,
        says=parameter.says,
    )
