"""A rule as a tree of plain sentences, built from its formula and from nothing else.

    when      {giver} gave {w} to {receiver}
    required  all of
                - {giver} showed {w} to {receiver}, and it has been in sight since
                - {giver} kept {w} in sight

Definitions read as their own sentences, facts as their phrases, a fact without one as it is
written. Variables stand in braces, so that a reader can see where the same one comes again.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from provesafe.rulebook.book.rule import Rule
from provesafe.rulebook.definitions import Definitions
from provesafe.rulebook.formula import (
    Aggregate,
    And,
    Atom,
    Compare,
    Const,
    Eventually,
    Exists,
    Falsity,
    Formula,
    Interval,
    Not,
    Once,
    Or,
    Previous,
    Since,
    Term,
    Truth,
    Var,
    term_variables,
)
from provesafe.rulebook.parameters import ParameterValue
from provesafe.rulebook.parse import parse_formula
from provesafe.rulebook.render import render, render_term
from provesafe.rulebook.signature import Signature
from provesafe.rulebook.substitute import Definition

__all__ = ["Sentence", "plain_language", "sentences_of"]

_SLOT = re.compile(r"\{(\w+)\}")
_UNITS = ((86_400, "day"), (3600, "hour"), (60, "minute"), (1, "second"))
_COMPARED = {
    "=": "is",
    "<": "is less than",
    "<=": "is at most",
    ">": "is more than",
    ">=": "is at least",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """One line, and the lines under it."""

    words: str
    parts: tuple[Sentence, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Words:
    """What facts and definitions are called."""

    phrases: Mapping[str, str]
    arguments: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Opaque:
    """Definitions that stand for themselves, so that a formula keeps their names."""

    by_name: Mapping[str, Definition]


def plain_language(
    rule: Rule,
    *,
    signature: Signature,
    definitions: Definitions,
    phrases: Mapping[str, str],
    language: str = "en",
) -> str:
    """A rule in plain words, a line for each part of its formula.

    Args:
        rule: as loaded.
        signature: the names of the facts' arguments.
        definitions: those the rule was loaded with, for their sentences.
        phrases: by predicate, with its arguments as slots: `{by} gave {weapon} to {to}`.
        language: of the definitions' sentences.
    """
    when, required = sentences_of(
        rule, signature=signature, definitions=definitions, phrases=phrases, language=language
    )
    lines = [*_lines(when, "when      ", 10), *_lines(required, "required  ", 10)]
    if rule.kinds is not None:
        weapons = f"binds     weapons of these kinds: {', '.join(rule.kinds)}"
        lines.append(weapons)
    return "\n".join(lines)


def sentences_of(
    rule: Rule,
    *,
    signature: Signature,
    definitions: Definitions,
    phrases: Mapping[str, str],
    language: str = "en",
) -> tuple[Sentence, Sentence]:
    """When a rule is asked, and what it requires, as trees.

    Args:
        rule: as loaded.
        signature: the names of the facts' arguments.
        definitions: those the rule was loaded with, for their sentences.
        phrases: by predicate, with its arguments as slots.
        language: of the definitions' sentences.
    """
    opaque = _Opaque(
        by_name={
            name: Definition(
                name=name,
                parameters=one.parameters,
                formula=Atom(name, tuple(Var(p) for p in one.parameters)),
            )
            for name, one in definitions.by_name.items()
        }
    )
    said = {name: words[language] for name, words in definitions.say.items() if language in words}
    words = _Words(
        phrases={**phrases, **said},
        arguments={
            **{name: tuple(f for f, _ in fields) for name, fields in signature.predicates.items()},
            **{name: one.parameters for name, one in definitions.by_name.items()},
        },
    )
    values: dict[str, ParameterValue] = {p.name: p.value for p in rule.parameters}
    on, require = (
        parse_formula(text, source=rule.name, parameters=values, definitions=opaque)
        for text in (rule.on_text, rule.require_text)
    )
    return _sentence(on, words), _sentence(require, words)


def _sentence(formula: Formula, words: _Words) -> Sentence:
    match formula:
        case Truth():
            return Sentence(words="nothing")
        case Falsity():
            return Sentence(words="never")
        case Atom():
            return Sentence(words=_fact(formula, words, {}))
        case Compare(op, left, right):
            return Sentence(words=f"{_term(left)} {_COMPARED[op]} {_term(right)}")
        case And():
            return _group("all of", _flat(formula, And), words)
        case Or():
            listed = _membership(formula)
            return listed or _group("one of", _flat(formula, Or), words)
        case Not(body):
            return _headed("not", body, words)
        case Exists(variables, body):
            return _exists(variables, body, words)
        case Once(interval, body):
            return _headed(f"at some time {_window(interval)}", body, words)
        case Previous(_, body):
            return _headed("just before", body, words)
        case Eventually(interval, body):
            return _headed(f"within {_span(interval.high or 0)}", body, words)
        case Since(interval, left, right):
            return _since(interval, left, right, words)
        case Aggregate():
            return _headed(_counted(formula), formula.body, words)
        case _:
            return Sentence(words=render(formula))


def _exists(variables: tuple[str, ...], body: Formula, words: _Words) -> Sentence:
    hidden = {name: "" for name in variables if name.startswith("any")}
    if isinstance(body, Atom) and len(hidden) == len(variables):
        return Sentence(words=_fact(body, words, hidden))
    names = ", ".join(f"{{{name}}}" for name in variables)
    return _headed(f"for some {names}", body, words)


def _since(interval: Interval, left: Formula, right: Formula, words: _Words) -> Sentence:
    body = left.body if isinstance(left, Not) else left
    after = "and not since then" if isinstance(left, Not) else "and ever since"
    when = "" if interval == Interval() else f" {_window(interval)}"
    first, then = _sentence(right, words), _sentence(body, words)
    return Sentence(
        words=f"both, in this order{when}",
        parts=(first, Sentence(words=f"{after}: {then.words}", parts=then.parts)),
    )


def _group(head: str, parts: Iterable[Formula], words: _Words) -> Sentence:
    return Sentence(words=head, parts=tuple(_sentence(part, words) for part in parts))


def _headed(head: str, body: Formula, words: _Words) -> Sentence:
    inner = _sentence(body, words)
    return Sentence(words=f"{head}: {inner.words}", parts=inner.parts)


def _flat(formula: Formula, kind: type[And | Or]) -> list[Formula]:
    if not isinstance(formula, kind):
        return [formula]
    return [*_flat(formula.left, kind), *_flat(formula.right, kind)]


def _membership(formula: Or) -> Sentence | None:
    """`r is armorer or handler`, where every part says what one variable is."""
    terms: list[str] = []
    subjects: set[Term] = set()
    for part in _flat(formula, Or):
        match part:
            case Compare("=", Var() as subject, Const() as value):
                subjects.add(subject)
                terms.append(_term(value))
            case _:
                return None
    if len(subjects) != 1:
        return None
    return Sentence(words=f"{_term(subjects.pop())} is {', '.join(terms[:-1])} or {terms[-1]}")


def _fact(atom: Atom, words: _Words, hidden: Mapping[str, str]) -> str:
    names = words.arguments.get(atom.predicate, ())
    phrase = words.phrases.get(atom.predicate)
    if phrase is None or len(names) != len(atom.terms):
        return f"{atom.predicate}({', '.join(map(_term, atom.terms))})"
    shown = {
        name: _some(name) if set(term_variables(term)) & set(hidden) else _term(term)
        for name, term in zip(names, atom.terms, strict=True)
    }
    return _SLOT.sub(lambda slot: shown.get(slot[1], slot[0]), phrase)


_PEOPLE = frozenset({"by", "to", "person", "consulted", "endorsed_by"})


def _some(argument: str) -> str:
    return "somebody" if argument in _PEOPLE else f"some {argument.replace('_', '-')}"


def _term(term: Term) -> str:
    match term:
        case Var(name):
            return f"{{{name}}}"
        case Const(value):
            return str(value)
    return render_term(term)


def _counted(formula: Aggregate) -> str:
    by = f" for each {', '.join(f'{{{name}}}' for name in formula.group)}" if formula.group else ""
    what = {"CNT": "the number of", "SUM": "the sum of"}.get(formula.op, formula.op)
    return f"{{{formula.result}}} is {what} {{{formula.over}}}{by} with"


def _window(interval: Interval) -> str:
    if interval.high is None:
        return f"at least {_span(interval.low)} ago" if interval.low else "up to now"
    if interval.low:
        return f"between {_span(interval.low)} and {_span(interval.high)} ago"
    return f"in the last {_span(interval.high)}"


def _span(seconds: int) -> str:
    for size, name in _UNITS:
        if seconds and seconds % size == 0:
            count = seconds // size
            return f"{count} {name}" if count == 1 else f"{count} {name}s"
    return "0 seconds"


def _lines(sentence: Sentence, head: str, indent: int) -> list[str]:
    lines = [f"{head}{sentence.words}"]
    for part in sentence.parts:
        lines += _lines(part, f"{' ' * indent}- ", indent + 2)
    return lines
