"""docs/reference/rulebooks.md, written from the shipped rulebooks."""

from __future__ import annotations

from collections.abc import Iterator

from provesafe.adapters.rulebooks import load_rulebooks, shipped_rulebooks
from provesafe.rulebook import KIND_GROUPS, Parameter, Rule, Rulebook, SetAside

RULEBOOKS_PAGE = "docs/reference/rulebooks.md"

_HEAD = """\
# Rulebooks

Written by `make docs` from the shipped rulebooks; a test keeps it current. How to write your own:
[write a rule](../how-to/write-a-rule.md).

Each rule says where it comes from. *Standing* is how that source was read:

| standing | means |
|---|---|
| `VP` | the source's own text was read, as far as the rulebook says |
| `VS` | a second text that reports the source was read |
| `house` | our own composition |
| `record` | what a record needs to be consistent at all |

*Row* is its row in our table of sources; rows of several sources may say the same. Nothing that is
only remembered, and was read nowhere, is shipped.

*Decided*: `gate`, before the act, which is *not yet* while the rule is open; `deadline`, by a time,
and then *no entry by …*; `audit`, afterwards, because what asks it makes something harmless or only
adds to what is known, and is never held up.

*Weight*: `danger` where what is open is contents, sight, line, bore, whose hands, or a stop;
`paper` where it is a document. *Ahead*: who may go ahead against it. `override`: a second,
independent person; `advise`: it is only said; `never`: nobody.

*Kinds*: the weapons it binds; a statute's *firearm* is no rubber and no replica. Left out: all.

| group | kinds |
|---|---|
"""


def render_rulebooks() -> str:
    """The whole page."""
    books = load_rulebooks(shipped_rulebooks())
    groups = [f"| {name} | {', '.join(kinds)} |" for name, kinds in KIND_GROUPS.items()]
    lines = [_HEAD.rstrip("\n"), *groups, "", *_overview(books)]
    for book in books:
        lines += _book(book)
    return "\n".join(lines).rstrip("\n") + "\n"


def _overview(books: tuple[Rulebook, ...]) -> Iterator[str]:
    yield "| rulebook | what | rules | set aside here |"
    yield "|---|---|---|---|"
    for book in books:
        binds = "binds" if book.binding else "advises"
        yield (
            f"| [`{book.id}`](#{book.id}) | {book.title}; {binds} |"
            f" {len(book.rules)} | {len(book.set_aside)} |"
        )
    yield ""


def _book(book: Rulebook) -> Iterator[str]:
    yield f"## {book.id}"
    yield ""
    yield f"{book.title}. Version {book.version}."
    if book.jurisdiction:
        yield f"Where: {book.jurisdiction}."
    yield ""
    yield f"- Read: {book.read}."
    if book.not_read:
        yield f"- Not read: {book.not_read}."
    for document in book.documents:
        yield f"- `{document.id}`: {document.title}. {_linked(document.where)}"
    for parameter in book.parameters:
        yield f"- Parameter {_parameter(parameter)}"
    yield ""
    yield "| rule | says | decided | weight | ahead | kinds | source | standing | row |"
    yield "|---|---|---|---|---|---|---|---|---|"
    for rule in sorted(book.rules, key=lambda one: one.id):
        yield _rule(rule)
    yield ""
    own = [(rule, p) for rule in book.rules for p in rule.parameters if p not in book.parameters]
    for rule, parameter in own:
        yield f"- `{book.id}/{rule.id}`: {_parameter(parameter)}"
    if own:
        yield ""
    if book.set_aside:
        yield "Not judged unless a flag or a value is set:"
        yield ""
        for aside in sorted(book.set_aside, key=lambda one: one.id):
            yield _aside(aside)
        yield ""


def _rule(rule: Rule) -> str:
    kinds = next((name for name, group in KIND_GROUPS.items() if group == rule.kinds), None)
    shown = kinds or ", ".join(rule.kinds or ())
    cells = (
        f"`{rule.id}`",
        rule.title,
        rule.klass,
        rule.weight,
        rule.force,
        shown,
        rule.source.section,
        rule.source.standing,
        rule.source.row,
    )
    return f"| {' | '.join(cells)} |"


def _aside(aside: SetAside) -> str:
    source = aside.source
    return (
        f"- `{aside.id}`: {aside.title} ({source.section}, {source.standing} {source.row});"
        f" {aside.reason}."
    )


def _parameter(parameter: Parameter) -> str:
    value = "not set"
    match parameter.value:
        case tuple():
            value = ", ".join(f"`{word}`" for word in parameter.value)
        case bool():
            value = "on" if parameter.value else "off"
        case int():
            value = f"{parameter.value} {parameter.unit}".rstrip()
    return (
        f"`{parameter.name}` = {value}; a house may move it towards `{parameter.stricter}`:"
        f" {parameter.says}."
    )


def _linked(where: str) -> str:
    parts = (part.strip() for part in where.split(";"))
    return "; ".join(f"<{part}>" if part.startswith("http") else part for part in parts) + "."
