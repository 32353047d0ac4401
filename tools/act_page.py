"""docs/reference/acts.md and facts.md, written from the vocabulary."""

from __future__ import annotations

from collections.abc import Mapping

from provesafe.custody import LATE_SECONDS, ROLES, VOCABULARY, ActType, Field, signature
from provesafe.custody.act_type import CONTEXT, EFFECTS, FactType

ACTS_PAGE = "docs/reference/acts.md"
FACTS_PAGE = "docs/reference/facts.md"

_GROUPS: Mapping[str, str] = {
    "people": "People",
    "planning": "Planning",
    "intake": "Intake",
    "meetings": "Meetings",
    "set_ups": "Set-ups",
    "store": "Store and cart",
    "proving": "Proving",
    "words_and_looks": "Words and looks",
    "loading": "Loading and unloading",
    "hand_over": "Hand-over",
    "line": "Line of fire",
    "discharge": "Shots, and shots that did not come",
    "stop": "Stop",
    "incident": "Incident",
    "record": "The record",
}

_ACTS_HEAD = f"""\
# Acts

Written by `make docs` from the vocabulary; a test keeps it current.

Everything that can be entered is one of these acts. Its name is a verb; `by` is always the person
who does it. A field marked *optional* may be left out; nothing is made of what was not said. Where
a list is asked for, one value may stand alone.

| a field that is | holds |
|---|---|
| weapon, person, lot, set-up, place, id | a short name of one thing, always written the same way |
| item | a weapon or a lot |
| role | one of the role words below, or `x-` and a word of your house |
| name | a short phrase that rules may ask for; the usual ones are given |
| text | one line |
| words | what somebody said or wrote, kept as it is |
| one of … | exactly one of these words |
| number | an integer from 0 |
| date | an integer, yyyymmdd |
| time | milliseconds since 1970-01-01 UTC |

Role words: {", ".join(f"`{role}`" for role in ROLES)}.

*Gives* lists what rules see of the act, *may give* what else follows, depending on what stood
before ([facts](facts.md)). *Clears*: the act ends a doubt, so it has to be entered within
{LATE_SECONDS} seconds of happening; later, it stands as `late_…` and has to be done again.
*Clouds*: it raises a doubt, and counts however late it is entered. *Making safe*: no rule ever
stands in its way. *Usually by* informs; who may do what is for rulebooks to say.
"""

_FACTS_HEAD = """\
# Facts

Written by `make docs` from the vocabulary; a test keeps it current. This is what formulas of
rulebooks are written over. Arguments are texts unless marked `: int`.

`refused_…` stands for each head fact of a request that did not go ahead: same arguments, nothing
happened. `late_…` stands in place of a fact that clears, when it was entered too late.
"""

_EFFECT_MEANINGS: Mapping[str, str] = {
    "took": "a holder begins",
    "gave_up": "a holder ends",
    "sight_lost": "what was shown before counts no more; only of a weapon not locked away",
    "contents_now": "its contents: `empty` 0, `unknown` 0, or `dummy`, `blank`, `live`, `mixed` n",
    "locked_away": "it is out no longer: in a locked place, with the police, or sent back",
    "came_out": "it is out from here on",
    "suspended_weapon": "an incident names it: ordinary duties rest",
    "unsuspended_weapon": "they rest no longer",
    "suspended_person": "an incident names the person: ordinary duties rest",
    "unsuspended_person": "they rest no longer",
    "rounds_unaccounted": "a count differs from the record by so many",
    "weapons_unaccounted": "a count of weapons differs from the record by so many",
    "cases_missing": "so many fired cases fewer than shots entered",
    "live_round_found": "a live round, or one of unknown kind, is here",
}

_CONTEXT_MEANINGS: Mapping[str, str] = {
    "on_day": "the shooting day of the act",
    "on_date": "the date by the local calendar",
    "acted": "the person who did it",
    "of_kind": "the kind of each weapon the act names or touches",
}


def render_acts() -> str:
    """The page of acts: one section for each group."""
    parts = [_ACTS_HEAD]
    for group, title in _GROUPS.items():
        parts.append(f"## {title}\n")
        parts += [_act(one) for one in VOCABULARY.values() if one.group == group]
    return "\n".join(parts)


def render_facts() -> str:
    """The page of facts: effects, the facts beside every act, then all others by name."""
    fixed = {**EFFECTS, **CONTEXT}
    others = [
        name
        for name in signature()
        if name not in fixed and not name.startswith(("late_", "refused_"))
    ]
    clears = {name.removeprefix("late_") for name in signature() if name.startswith("late_")}
    rows = [
        f"| {_fact(name)} | {_givers(name)} | {'yes' if name in clears else ''} |"
        for name in others
    ]
    return "\n".join(
        [
            _FACTS_HEAD,
            "## Effects\n",
            *_table(("fact", "means"), EFFECTS, _EFFECT_MEANINGS),
            "\n## Beside every act\n",
            *_table(("fact", "means"), CONTEXT, _CONTEXT_MEANINGS),
            "\n## From acts\n",
            "| fact | given by | has a `late_…` |",
            "|---|---|---|",
            *rows,
            "",
        ]
    )


def _act(act: ActType) -> str:
    lines = [f"### `{act.name}`", "", f"> {_plain(act.sentence)}", ""]
    lines += [f"- {_field(field, act)}" for field in act.fields]
    given = " · ".join(_given(fact, act) for fact in act.fact_types)
    lines.append(f"- *gives* {given}")
    if act.effects:
        lines.append(f"- *may give* {' · '.join(f'`{name}`' for name in act.effects)}")
    marks = [] if act.bearing == "neutral" else [f"*{act.bearing}*"]
    if act.making_safe:
        when = "".join(f" when `{one.field}` is `{one.value}`" for one in act.making_safe_when)
        marks.append(f"*making safe*{when}")
    if act.who:
        marks.append(f"usually by {', '.join(act.who)}")
    if marks:
        lines.append(f"- {'; '.join(marks)}")
    return "\n".join(lines) + "\n"


def _field(field: Field, act: ActType) -> str:
    kind = {"enum": "one of", "count": "number", "day": "date", "ms": "time"}.get(
        field.kind, field.kind
    )
    words = [f"list of {kind}" if field.many else kind]
    if field.values:
        words.append(", ".join(f"`{value}`" for value in field.values))
    text = f"`{field.name}`: {' '.join(words)}"
    if field.kind == "count" and (field.low, field.high) != (0, 1_000_000):
        text += f" from {field.low} to {field.high}"
    if field.usual:
        text += f" (usual: {', '.join(f'`{value}`' for value in field.usual)})"
    if field.name in act.one_of:
        return f"{text}; one of {' and '.join(f'`{one}`' for one in act.one_of)} is needed"
    return f"{text}, *optional*" if field.optional else text


def _given(fact: FactType, act: ActType) -> str:
    text, _, condition = fact.text.partition(" if ")
    said = f"`{text}`" + (f" if `{condition}`" if condition else "")
    if fact.clears and act.bearing != "clears":
        said += " (clears)"
    if not fact.clears and act.bearing == "clears":
        said += " (however late)"
    return said


def _plain(sentence: str) -> str:
    """A sentence template as a reader sees it: field names in italics, brackets gone."""
    for bracket in "[]":
        sentence = sentence.replace(bracket, "")
    return sentence.replace("{", "*").replace("}", "*")


def _fact(name: str) -> str:
    arguments = ", ".join(
        argument if kind == "string" else f"{argument}: int" for argument, kind in signature()[name]
    )
    return f"`{name}({arguments})`"


def _givers(name: str) -> str:
    return ", ".join(
        f"`{act.name}`"
        for act in VOCABULARY.values()
        if any(fact.predicate == name for fact in act.fact_types)
    )


def _table(
    head: tuple[str, str], names: Mapping[str, object], meanings: Mapping[str, str]
) -> list[str]:
    rows = [f"| {_fact(name)} | {meanings[name]} |" for name in names]
    return [f"| {head[0]} | {head[1]} |", "|---|---|", *rows]
