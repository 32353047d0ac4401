"""How one `[[rule]]` table becomes a rule: every key, every formula and every parameter checked."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

from provesafe.rulebook.book.classify import classify, deadline_of, key_of, violation_of
from provesafe.rulebook.book.filled import (
    RuleTexts,
    Surroundings,
    check_directions,
    or_suspended,
    parameters_of,
    values_of,
    why_set_aside,
)
from provesafe.rulebook.book.remedies import names_in, read_remedy
from provesafe.rulebook.book.rule import Rule, SetAside, Source
from provesafe.rulebook.book.settings import Parameter
from provesafe.rulebook.book.standalone import standalone, stands_alone
from provesafe.rulebook.book.tables import Table
from provesafe.rulebook.book.words import FORCES, KIND_GROUPS, KINDS, STANDINGS, WEIGHTS
from provesafe.rulebook.errors import RulebookError
from provesafe.rulebook.formula import Formula, free_variables
from provesafe.rulebook.wellformed import check_formula

__all__ = ["read_rule"]

_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*\Z")


def read_rule(table: Table, around: Surroundings) -> Rule | SetAside:
    """Read one rule.

    Raises:
        RulebookError: a key, a word, a parameter or a name in it is not one a rule may have.
        ParseError: a formula is not in the language.
        WellFormedError: a formula cannot be judged.
    """
    texts = _texts(table, around)
    parameters = parameters_of(table, texts, around)
    aside = why_set_aside(table, texts, parameters, around)
    values = values_of(texts, parameters)
    on, require = texts.parse(values)
    check_directions(texts, parameters, values)
    _check_free(on, require, texts.place)
    klass, why = classify(on, require, place=texts.place)
    persons, lasts = table.texts("persons"), table.truth("lasts", default=False)
    if klass == "deadline" and not lasts:
        require = or_suspended(on, require, texts, persons)
    violation = violation_of(on, require)
    arranged = check_formula(violation, around.signature).arranged
    if not stands_alone(violation):
        violation = standalone(arranged)
    free = free_variables(on)
    remedy, no_remedy = read_remedy(table.table("remedy"), free, parameters, texts.place)
    rule = Rule(
        id=texts.rule,
        rulebook=around.book,
        version=around.version,
        title=table.text("title"),
        on=on,
        require=require,
        violation=violation,
        deadline=deadline_of(on, require, place=texts.place) if klass == "deadline" else None,
        variables=free,
        duty=_duty(table.texts("duty"), free, texts.place),
        weight=table.choice("weight", WEIGHTS),
        force=table.choice("force", FORCES, "override"),
        say=_say(table.table("say"), free, parameters, texts.place),
        remedy=remedy,
        no_remedy=no_remedy,
        source=_source(table.table("source"), around, texts.place),
        kinds=texts.kinds,
        parameters=tuple(parameters.values()),
        klass=klass,
        klass_reason=why,
        key=key_of(violation),
        on_text=texts.on,
        require_text=texts.require,
    )
    table.done()
    return rule if aside is None else _set_aside(rule, *aside)


def _texts(table: Table, around: Surroundings) -> RuleTexts:
    rule = table.text("id")
    place = f"{around.book}/{rule}"
    table.place = f"{table.place} `{rule}`"
    if not _ID.match(rule):
        raise RulebookError(f"{place}: an id has small letters, digits and hyphens")
    return RuleTexts(
        rule=rule,
        place=place,
        on=table.text("on"),
        require=table.text("require"),
        weapon=table.text("weapon", "w"),
        kinds=_kinds(table.texts("kinds"), place),
        definitions=around.definitions,
    )


def _set_aside(rule: Rule, parameter: str, reason: str) -> SetAside:
    return SetAside(
        id=rule.id,
        rulebook=rule.rulebook,
        title=rule.title,
        source=rule.source,
        reason=reason,
        parameter=parameter,
    )


def _check_free(on: Formula, require: Formula, place: str) -> None:
    free = free_variables(on)
    if extra := [name for name in free_variables(require) if name not in free]:
        raise RulebookError(
            f"{place}: `require` leaves `{extra[0]}` open, which `on` does not bind",
            hint=f"write `EXISTS {extra[0]}. (…)` around it",
        )


def _kinds(words: tuple[str, ...], place: str) -> tuple[str, ...] | None:
    if not words:
        return None
    kinds: dict[str, None] = {}
    for word in words:
        if word not in KINDS and word not in KIND_GROUPS:
            allowed = ", ".join(f"`{k}`" for k in (*KIND_GROUPS, *KINDS))
            raise RulebookError(f"{place}: `{word}` is not a kind", hint=f"it may be {allowed}")
        kinds.update(dict.fromkeys(KIND_GROUPS.get(word, (word,))))
    return tuple(kinds)


def _source(table: Table, around: Surroundings, place: str) -> Source:
    document = table.text("document")
    if document not in around.documents:
        raise RulebookError(
            f"{place}: `{document}` is not among the documents of `{around.book}`",
            hint="the documents are " + ", ".join(f"`{d}`" for d in around.documents),
        )
    source = Source(
        document=around.documents[document],
        section=table.text("section", ""),
        standing=table.choice("standing", STANDINGS),
        row=table.text("row", ""),
    )
    table.done()
    return source


def _duty(names: tuple[str, ...], free: tuple[str, ...], place: str) -> tuple[str, ...]:
    if not names:
        raise RulebookError(f"{place}: `duty` names nobody")
    for name in names:
        if not name.startswith("@") and name not in free:
            raise RulebookError(
                f"{place}: `{name}` in `duty` is no variable of the rule",
                hint=f"a role is written `@{name}`",
            )
    return names


def _say(
    table: Table, free: tuple[str, ...], parameters: Mapping[str, Parameter], place: str
) -> Mapping[str, str]:
    sentences: dict[str, str] = {}
    for language in table.names():
        words = table.text(language)
        for name in names_in(words):
            if name not in free and name not in parameters:
                raise RulebookError(
                    f"{place}: `{{{name}}}` in `say.{language}` is neither a variable"
                    " nor a parameter of the rule"
                )
        for name, parameter in parameters.items():
            words = words.replace(f"{{{name}}}", parameter.shown)
        sentences[language] = words
    if "en" not in sentences:
        raise RulebookError(f"{place}: `say.en` is missing")
    return MappingProxyType(sentences)
