"""`provesafe case new` and `case add`: open a case, take sources into it."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import cast

import click

from provesafe.adapters.casework import FolderOfCase, offer
from provesafe.adapters.cli.passphrase import ask_passphrase
from provesafe.adapters.wiring import now_ms
from provesafe.casefile import Case, Protection, Source, SourceKind
from provesafe.errors import InputError
from provesafe.service import begin_case, read_case, take_source

__all__ = ["add", "new"]

FOLDER = click.Path(file_okay=False, path_type=Path)
_SOURCES = click.Path(exists=True, path_type=Path)
_KINDS = click.Choice(["article", "transcript", "document", "statement"])
_BY = click.option("--by", required=True, help="Who does this: a name or a short word.")


@click.command(name="new")
@click.argument("folder", metavar="DIR", type=FOLDER)
@click.argument("sources", metavar="[SOURCE]…", nargs=-1, type=_SOURCES)
@click.option("--title", help="The occurrence in words that name nobody.")
@click.option("--zone", default="UTC", show_default=True, help="Time zone, by its IANA name.")
@click.option("--demo", "real", flag_value="demo", help="For trying out: every page says so.")
@click.option("--training", "real", flag_value="training", help="For training: likewise.")
@_BY
def new(
    folder: Path,
    *,
    sources: tuple[Path, ...],
    title: str | None,
    zone: str,
    real: str | None,
    by: str,
) -> int:
    """Open a case in the folder DIR, and take in each SOURCE: an article, a transcript, a PDF, a
    statement, the bundle of a production's record."""
    at_ms = now_ms()
    begin_case(
        FolderOfCase(folder),
        title=title or folder.name,
        zone=zone,
        real=real or "real",
        by=by,
        now_ms=at_ms,
    )
    click.echo(f"opened a case in {folder}")
    for path in sources:
        _take(folder, path, by=by, at_ms=at_ms)
    return 0


@click.command(name="add")
@click.argument("folder", metavar="DIR", type=FOLDER)
@click.argument("sources", metavar="SOURCE…", nargs=-1, required=True, type=_SOURCES)
@_BY
@click.option("--from", "from_whom", default="", help="Whom or where it came from.")
@click.option("--how", default="file", show_default=True, help="How it was taken.")
@click.option("--taken", metavar="YYYY-MM-DD", help="When it was taken, if not now.")
@click.option("--published", metavar="YYYY-MM-DD", help="When it was published, if you know it.")
@click.option("--kind", type=_KINDS, help="What it is, if its name does not say.")
@click.option(
    "--protection",
    type=click.Choice(["open", "parties", "protected"]),
    default="parties",
    show_default=True,
    help="Who may be given it.",
)
@click.option("--licence", default="", help="By what right its text is held.")
@click.option("--copy-of", default="", metavar="S1", help="The source that it prints again.")
@click.option("--weapon", default="", help="Of a record: the weapon whose use is looked at.")
@click.option("--encoding", help="What a text is written in, if not UTF-8.")
def add(folder: Path, *, sources: tuple[Path, ...], by: str, **given: str | None) -> int:
    """Take each SOURCE into the case; every line of it then waits for somebody to go through it.

    The bytes are kept unchanged with their SHA-256. Without --published no year is given to a time
    that states none.
    """
    for path in sources:
        _take(folder, path, by=by, at_ms=now_ms(), given=given)
    return 0


def _take(
    folder: Path, path: Path, *, by: str, at_ms: int, given: dict[str, str | None] | None = None
) -> None:
    given = given or {}
    kind = cast("SourceKind | None", given.get("kind"))
    found = offer(path, kind=kind, encoding=given.get("encoding"), passphrase=ask_passphrase)
    taken = given.get("taken")
    where = FolderOfCase(folder)
    source = take_source(
        where,
        found.with_what_is_known(
            from_whom=given.get("from_whom") or "",
            how=given.get("how") or "file",
            taken_ms=_day_ms(taken) if taken else None,
            published=given.get("published"),
            protection=cast(Protection, given.get("protection") or "parties"),
            licence=given.get("licence") or "",
            copy_of=given.get("copy_of") or "",
            weapon=given.get("weapon") or "",
        ),
        by=by,
        now_ms=at_ms,
    )
    case = read_case(where, with_records=False)
    own = case.source(source)
    waiting = sum(
        state == "waiting" for line, state in case.states.items() if line.startswith(f"{source}.")
    )
    said = _record_words(case, own) if own and own.kind == "record" else ""
    click.echo(f"{source}  {found.kind}: {path.name}; {said or f'{waiting} lines wait'}")


def _record_words(case: Case, own: Source) -> str:
    """What a record is, and what it is to one that is in the case already."""
    first = case.source(own.copy_of)
    again = ""
    if first is not None:
        more = own.entries - first.entries
        again = f"; the record of {first.id}, {'as it was then' if more <= 0 else 'further on'}"
    return f"{own.entries} entries, {own.checked}{again}"


def _day_ms(word: str) -> int:
    try:
        return int(datetime.strptime(word, "%Y-%m-%d").replace(tzinfo=UTC).timestamp()) * 1000
    except ValueError:
        raise InputError(f"`{word}` is no date", hint="write it as 2026-03-09") from None
