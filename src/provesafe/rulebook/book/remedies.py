"""What mends a rule, as its author writes it:

    remedy = { act = "show", weapon = "{w}", by = "{giver}", to = "{receiver}" }
    remedy = { act = "notify", authority = "police", by = "@producer", wait = "$seconds" }
    remedy = { wait = "$seconds" }                      time alone mends it
    remedy = { none = "no live round is taken in" }     nothing does, but not doing it

`{w}` is a variable of the rule, `@a|b` anyone who has one of these roles, `$name` a parameter of
the rule, `<words>` a thing to be chosen by whoever does it.
"""

from __future__ import annotations

from collections.abc import Mapping
from string import Formatter
from types import MappingProxyType

from provesafe.rulebook.book.rule import Remedy
from provesafe.rulebook.book.settings import Parameter
from provesafe.rulebook.book.tables import Table
from provesafe.rulebook.errors import RulebookError

__all__ = ["names_in", "read_remedy"]

WAIT = "wait"


def read_remedy(
    table: Table, free: tuple[str, ...], parameters: Mapping[str, Parameter], place: str
) -> tuple[Remedy | None, str]:
    """Read a rule's `remedy`: the remedy, or why there is none.

    Args:
        table: the table; empty where the rule has no `remedy`.
        free: the variables of the rule.
        parameters: those it uses, with their values.
        place: `rulebook/rule`, for messages.

    Raises:
        RulebookError: it names no variable or parameter of the rule, or says two things at once.
    """
    names = table.names()
    if not names:
        return None, ""
    written = {name: table.text(name) for name in names}
    for name, words in written.items():
        for variable in names_in(words):
            if variable not in free:
                raise RulebookError(
                    f"{place}: `{{{variable}}}` in `remedy.{name}` is no variable of the rule"
                )
    if "none" in written:
        if len(written) > 1:
            raise RulebookError(f"{place}: a rule with a remedy does not say that there is `none`")
        return None, written["none"]
    filled = {name: _filled(words, parameters, place) for name, words in written.items()}
    seconds = _seconds(filled.pop(WAIT, "0"), place)
    act = filled.pop("act", WAIT if WAIT in written else "")
    if not act:
        raise RulebookError(f"{place}: `remedy` names no `act`")
    fields = {name: words for name, words in filled.items() if words}
    return Remedy(act=act, fields=MappingProxyType(fields), wait_seconds=seconds), ""


def names_in(words: str) -> tuple[str, ...]:
    """The `{names}` in a text."""
    return tuple(name for _, name, _, _ in Formatter().parse(words) if name)


def _filled(words: str, parameters: Mapping[str, Parameter], place: str) -> str:
    """The words, or the value of the parameter they name: several words are any one of them."""
    if not words.startswith("$"):
        return words
    parameter = parameters.get(words[1:])
    if parameter is None:
        raise RulebookError(f"{place}: `{words}` in `remedy` is no parameter of the rule")
    match parameter.value:
        case tuple() as several:
            return "@" + "|".join(several)
        case None:
            return ""
    return str(parameter.value)


def _seconds(words: str, place: str) -> int:
    if words and not words.isdecimal():
        raise RulebookError(f"{place}: `remedy.wait` is not a number of seconds")
    return int(words or 0)
