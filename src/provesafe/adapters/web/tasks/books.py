"""The rulebooks in force: which hold up and which are only watched, their numbers, where they
differ, and what of their sources was not read."""

from __future__ import annotations

from collections.abc import Sequence

from provesafe.adapters.web.tasks.building import Block, Row, Scene
from provesafe.rulebook import Parameter, Rulebook

__all__ = ["in_force"]


def in_force(scene: Scene) -> Sequence[Block]:
    """Every rulebook taken on, and where two of them ask for different numbers."""
    say = scene.say
    books = scene.production.books
    blocks = []
    for book in books.adopted:
        watched = book.id in books.watched
        adoption = scene.state.rulebooks.get(book.id)
        lines = (
            say("only watched: said, and nothing waits for it")
            if watched
            else say("enforced: an open rule holds an act up"),
            say("version {version}", version=book.version),
            say("advice, not law") if not book.binding else book.jurisdiction,
            say("set by this house: {settings}", settings=adoption.settings)
            if adoption is not None and adoption.settings
            else "",
            say("not read: {what}", what=book.not_read) if book.not_read else "",
        )
        blocks.append(
            Block(
                heading=book.title,
                words=tuple(line for line in lines if line),
                rows=tuple(
                    Row(title=rule.title, link=f"/rule/{rule.name}", words=(say(rule.weight),))
                    for rule in book.rules
                ),
            )
        )
    return (_differences(scene, books.adopted), *blocks)


def _differences(scene: Scene, books: Sequence[Rulebook]) -> Block:
    """Numbers of the same name that rulebooks in force do not agree on."""
    say = scene.say
    found: dict[str, list[tuple[str, Parameter]]] = {}
    for book in books:
        seen = {each.name: each for rule in book.rules for each in rule.parameters}
        for name, parameter in sorted(seen.items()):
            found.setdefault(name, []).append((book.title, parameter))
    rows = []
    for name, several in sorted(found.items()):
        values = {str(parameter.value) for _, parameter in several}
        if len(several) > 1 and len(values) > 1:
            rows += [
                (name.replace("-", " "), title, f"{parameter.shown} {parameter.unit}")
                for title, parameter in several
            ]
    heads = (say("What"), say("Rulebook"), say("Its number"))
    return Block(
        heading=say("Where they differ"),
        words=(say("Nothing is merged: each rule is judged with its own number."),)
        if rows
        else (say("No two of them give one thing different numbers."),),
        table=(heads, *rows) if rows else (),
    )
