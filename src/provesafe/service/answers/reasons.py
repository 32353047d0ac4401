"""From an open rule to a reason a person can act on: who, what, from which clause, who mends it.

The rule supplies its sentence and its remedy; the binding supplies the people and things; the
trace supplies the nearest miss. Nothing here decides: it puts into words what the monitor found.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from provesafe import custody
from provesafe.monitor import ExplanationError, Opened, Violation, explain
from provesafe.rulebook import Remedy as RuleRemedy
from provesafe.rulebook import Rule, TimePoint
from provesafe.service.answers.decision import Opens, Reason, Remedy
from provesafe.service.answers.nearest import nearest_words, span

_SPOKEN_ROLES = {
    role: role.replace("-ad", " AD") if role.endswith("-ad") else role.replace("-", " ")
    for role in custody.ROLES
    if "-" in role
}
# The longest first, since one role's word may begin another's.
_LONGEST_FIRST = sorted(_SPOKEN_ROLES, key=len, reverse=True)
_ROLE = re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, _LONGEST_FIRST))})(?![\w-])")

__all__ = [
    "Scene",
    "duty_of",
    "opens_of",
    "reason_of",
    "remedy_of",
    "roles_held",
    "spoken_values",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """What is needed to put a finding into words."""

    trace: Sequence[TimePoint]
    """Up to and including the time-point that was judged."""
    leaves: Sequence[int]
    """The leaf index behind each time-point; one shorter than `trace` for a mere request."""
    label: Callable[[str], str]
    """What a person is called here, or the word itself."""
    clock: Callable[[int], str]
    """The wall clock of a moment in milliseconds."""
    watched: frozenset[str]
    phrases: Mapping[str, str]
    """How each fact reads, by predicate."""
    roles: frozenset[str]
    """The roles that anybody has: only who is here can mend anything."""
    explained: bool = True
    """Whether nearest misses are looked for; of a fleet's thousands only on demand."""


def roles_held(state: custody.State) -> frozenset[str]:
    """The roles that anybody on the production has."""
    return frozenset(role for person in state.people.values() for role in person.roles)


def reason_of(rule: Rule, violation: Violation, scene: Scene) -> Reason:
    """The reason that one violation is."""
    nearest, evidence = _told(rule, violation, scene) if scene.explained else ("", ())
    values = dict(violation.binding)
    return Reason(
        rule=rule.id,
        rulebook=rule.rulebook,
        version=rule.version,
        document=rule.source.document,
        section=rule.source.section,
        standing=rule.source.standing,
        title=rule.title,
        weight=rule.weight,
        force=rule.force,
        duty=duty_of(rule, values),
        say=fill(rule.say["en"], values, scene.label),
        nearest=nearest,
        remedy=remedy_of(rule.remedy, values, scene.roles, scene.label) if rule.remedy else None,
        no_remedy=fill(rule.no_remedy, values, scene.label),
        evidence=evidence,
        binding=values,
        watched=rule.rulebook in scene.watched,
        template=rule.say["en"],
        spoken=spoken_values(values, scene.label),
    )


def _told(rule: Rule, violation: Violation, scene: Scene) -> tuple[str, tuple[int, ...]]:
    """The nearest miss in words, and the entries it rests on."""
    try:
        told = explain(rule, violation.binding, scene.trace, violation.index)
    except ExplanationError:
        # Found without an item that was taken out of its batch before, and open only without it.
        return "", ()
    nearest = nearest_words(told, label=scene.label, clock=scene.clock, phrases=scene.phrases)
    evidence = tuple(scene.leaves[i] for i in told.evidence if i < len(scene.leaves))
    return role_words(nearest), evidence


def opens_of(rule: Rule, opened: Opened, scene: Scene) -> Opens:
    """The duty that an act opens."""
    return Opens(
        rule=rule.name,
        due_ms=None if opened.due_seconds is None else opened.due_seconds * 1000,
        duty=duty_of(rule, dict(opened.binding)),
        say=fill(rule.say["en"], dict(opened.binding), scene.label),
        template=rule.say["en"],
        spoken=spoken_values(dict(opened.binding), scene.label),
    )


def fill(template: str, values: Mapping[str, int | str], label: Callable[[str], str]) -> str:
    """A sentence with its `{variables}` filled in, people by what they are called here."""
    for name, value in values.items():
        template = template.replace("{" + name + "}", _spoken(str(value), label))
    return role_words(template)


def spoken_values(
    values: Mapping[str, int | str], label: Callable[[str], str]
) -> tuple[tuple[str, str], ...]:
    """What a finding puts into a rule's sentence, each as people say it."""
    return tuple((name, role_words(_spoken(str(value), label))) for name, value in values.items())


def role_words(text: str) -> str:
    """Role words as people say them: `first AD`, `property master`."""
    return _ROLE.sub(lambda found: _SPOKEN_ROLES[found[0]], text)


def duty_of(rule: Rule, values: Mapping[str, int | str]) -> tuple[str, ...]:
    """Who owes what is open: ids of people, and `@a|b` for whoever has the first role held."""
    return tuple(str(values.get(owed, owed)) for owed in rule.duty)


def remedy_of(
    remedy: RuleRemedy,
    values: Mapping[str, int | str],
    roles: frozenset[str],
    label: Callable[[str], str],
) -> Remedy:
    """A rule's remedy for one finding, with what the finding says filled in.

    Args:
        remedy: as the rule has it.
        values: the finding's binding.
        roles: those that anybody has; of several that could, these are named.
        label: what a person is called here, or the word itself.
    """
    filled: dict[str, tuple[str, ...] | int | str] = {}
    for name, text in remedy.fields.items():
        if text.startswith("@"):
            words = tuple(text[1:].split("|"))
            filled[name] = tuple(word for word in words if word in roles) or words
        else:
            filled[name] = _value(text, values)
    people = {name: _several(filled.pop(name, ())) for name in ("by", "to")}
    return Remedy(
        act=remedy.act,
        by=people["by"],
        to=people["to"],
        fields=filled,
        words=_remedy_words(remedy, people, filled, label),
        wait_seconds=remedy.wait_seconds,
        who=role_words(_either(people["by"], label)),
        whom=role_words(_either(people["to"], label)),
        things=tuple(
            role_words(_either(one, label) if isinstance(one, tuple) else _spoken(str(one), label))
            for one in filled.values()
        ),
    )


def _remedy_words(
    remedy: RuleRemedy,
    people: Mapping[str, tuple[str, ...]],
    fields: Mapping[str, tuple[str, ...] | int | str],
    label: Callable[[str], str],
) -> str:
    """`ada: show colt-2 to cleo`; several roles mean any one of them."""
    who, whom = (_either(people[name], label) for name in ("by", "to"))
    words = [] if remedy.act == "wait" else [remedy.act.replace("_", " ")]
    for name, value in fields.items():
        match value:
            case int() | str() if str(value).isdecimal():
                words.append(f"{name.replace('_', ' ')} {value}")
            case str():
                words.append(_spoken(value, label))
    phrase = " ".join(words) + (f" to {whom}" if whom else "")
    for name, value in fields.items():
        if isinstance(value, tuple):
            phrase += f", {name.replace('_', ' ')} {_either(value, label)}"
    if remedy.wait_seconds:
        phrase += f"{', then ' if phrase else ''}wait {span(remedy.wait_seconds)}"
    return role_words(f"{who}: {phrase}" if who else phrase)


def _spoken(value: str, label: Callable[[str], str]) -> str:
    """A value as people say it; what is to be chosen without its brackets."""
    word = label(value)
    return custody.ENGLISH.get(f"value.{word}", word).removeprefix("<").removesuffix(">")


def _either(people: tuple[str, ...], label: Callable[[str], str]) -> str:
    return " or ".join(label(one) for one in people)


def _value(text: str, values: Mapping[str, int | str]) -> int | str:
    if text.startswith("{") and text.endswith("}"):
        return values.get(text[1:-1], text)
    return text


def _several(value: tuple[str, ...] | int | str) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else (str(value),)
