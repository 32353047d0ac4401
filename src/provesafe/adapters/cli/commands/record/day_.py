"""`provesafe day open|noon|seal|sheet DIR`: the shape of a shooting day."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

import click

from provesafe.adapters.cli.passphrase import ask_passphrase
from provesafe.adapters.days.pouring import enter_what_was_left
from provesafe.adapters.days.sheet import write_sheet
from provesafe.adapters.days.stamping import get_stamp, keep_stamp, read_anchors
from provesafe.adapters.sealing import POLICY, ask_all
from provesafe.adapters.store import open_record
from provesafe.adapters.wiring import now_ms, open_production
from provesafe.errors import UnavailableError, VerificationError
from provesafe.service import Production, open_day, seal_day

__all__ = ["command"]

FOLDER = click.Path(file_okay=False, path_type=Path)


@click.group(name="day")
def command() -> None:
    """Open a shooting day, seal it, and print the sheet of its seal."""


@command.command(name="open")
@click.argument("folder", metavar="DIR", type=FOLDER)
def opened(folder: Path) -> None:
    """Enter that a shooting day begins."""
    with _production(folder) as production:
        enter_what_was_left(folder, production, now_ms=now_ms())
        anchors = _not_yet_named(folder, production)
        day = open_day(production, anchors=anchors, now_ms=now_ms())
    click.echo(f"shooting day {_date(day)} opened")
    for size in anchors:
        click.echo(f"  bound to the time stamp over {size} entries")


@command.command(name="noon")
@click.argument("folder", metavar="DIR", type=FOLDER)
def noon(folder: Path) -> None:
    """Enter what was left since the last noon or wrap: concerns, mixed, without who or when."""
    with _production(folder) as production:
        count = enter_what_was_left(folder, production, now_ms=now_ms())
    click.echo(f"concerns entered: {count}")


@command.command(name="seal")
@click.argument("folder", metavar="DIR", type=FOLDER)
@click.option("--out", type=click.Path(path_type=Path), help="Where the sheet goes.")
@click.option("--tsa", metavar="URL", help="A time stamp authority (RFC 3161) to stamp the seal.")
def sealed(folder: Path, out: Path | None, tsa: str | None) -> None:
    """Enter that the shooting day is done, ask the witnesses, and print the sheet of its seal."""
    with _production(folder) as production:
        count = enter_what_was_left(folder, production, now_ms=now_ms())
        day = seal_day(production, now_ms=now_ms())
        answers = ask_all(folder, production.store)[1] if (folder / POLICY).exists() else ()
    click.echo(f"shooting day {_date(day)} sealed; concerns entered with it: {count}")
    for one in answers:
        click.echo(f"  {one.name}: {'signed' if one.cosigned else one.why}")
    if not answers:
        click.echo("  nobody else has seen it: give the sheet to somebody outside")
    day_sealed, path = write_sheet(folder, out)
    if tsa is not None:
        _stamp(folder, day_sealed.size, tsa)
    click.echo(f"sheet: {path}")


@command.command(name="sheet")
@click.argument("folder", metavar="DIR", type=FOLDER)
@click.option("--out", type=click.Path(path_type=Path), help="Where the sheet goes.")
def sheet(folder: Path, out: Path | None) -> None:
    """Print the sheet of the newest seal again, with whoever has signed since."""
    day, path = write_sheet(folder, out)
    click.echo(f"sheet of {_date(day.day)}: {path}")


@contextmanager
def _production(folder: Path) -> Iterator[Production]:
    production = open_production(folder, passphrase=ask_passphrase())
    try:
        yield production
    finally:
        production.store.close()
        production.disclosures.close()


def _not_yet_named(folder: Path, production: Production) -> dict[int, str]:
    """The time stamps that no entry names yet, by their digests."""
    digests = {size: sha256(data).hexdigest() for size, data in read_anchors(folder).items()}
    named = b"".join(raw for raw in production.store.entries() if b'"class":"open_day"' in raw)
    return {size: one for size, one in digests.items() if one.encode() not in named}


def _stamp(folder: Path, size: int, url: str) -> None:
    store = open_record(folder, read_only=True)
    try:
        note = store.checkpoint_at(size) or b""
    finally:
        store.close()
    try:
        keep_stamp(folder, size, get_stamp(url, note))
    except (UnavailableError, VerificationError) as error:
        # The seal stands without it; a stamp can be got another day.
        click.echo(f"no time stamp: {error}", err=True)
        return
    click.echo(f"  stamped by {url}; the next `day open` is bound to it")


def _date(day: int) -> str:
    return f"{day // 10_000:04}-{day // 100 % 100:02}-{day % 100:02}"
