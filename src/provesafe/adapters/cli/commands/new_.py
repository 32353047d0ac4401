"""`provesafe new DIR`: make a production."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from provesafe import custody
from provesafe.adapters.cli.passphrase import ask_passphrase
from provesafe.adapters.wiring import adoptions, keep_texts, new_production, now_ms
from provesafe.service import DayTimes, Report, adopt, read_act, report, zone_of

__all__ = ["command"]


@click.command(name="new")
@click.argument("folder", metavar="DIR", type=click.Path(file_okay=False, path_type=Path))
@click.option("--title", prompt="What is the production called", help="What it is called.")
@click.option("--zone", default="UTC", show_default=True, help="Time zone, by its IANA name.")
@click.option("--by", prompt="Who makes it (a short word)", help="Who makes it: a short word.")
@click.option("--role", default="producer", show_default=True, help="Their role.")
@click.option("--rulebook", "rulebooks", multiple=True, help="A rulebook to enforce; repeatable.")
@click.option("--watch", "watched", multiple=True, help="A rulebook only to watch; repeatable.")
@click.option("--store", default="", help="Keep its record in postgresql://HOST/DATABASE.")
@click.option(
    "--next-key",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Put the key that may follow the laptop's there: on another medium.",
)
@click.option("--training", is_flag=True, help="A training production: it can never pass as real.")
def command(
    folder: Path,
    title: str,
    zone: str,
    by: str,
    role: str,
    rulebooks: tuple[str, ...],
    watched: tuple[str, ...],
    store: str,
    next_key: Path | None,
    training: bool,
) -> None:
    """Make a production in the folder DIR: its record, its keys, its first person and rulebooks.

    The passphrase is asked for, or taken from PROVESAFE_PASSPHRASE.
    """
    zone_of(zone)
    # Tried before there is a folder: what cannot be entered must not leave half a production.
    custody.parse_act("enrol", {"person": by, "roles": [role]})
    books = adoptions(rulebooks, watched, {}, beside=Path.cwd())
    at_ms = now_ms()
    times = DayTimes(zone=zone, starts=datetime.fromtimestamp(at_ms / 1000, tz=UTC).date())
    production = new_production(
        folder,
        title=title,
        times=times,
        kind="training" if training else "real",
        passphrase=ask_passphrase(new=True),
        at_ms=at_ms,
        store=store,
        next_key=next_key,
    )
    try:
        enrol = read_act(production, "enrol", {"person": by, "roles": [role]})
        report(production, Report(acts=(enrol,)), now_ms=at_ms)
        keep_texts(folder, books, beside=Path.cwd())
        adopt(production, books, by=production.people.id_of(by), now_ms=at_ms)
    finally:
        production.store.close()
        production.disclosures.close()
    click.echo(f"made `{title}` in {folder}")
    click.echo(f"rulebooks: {', '.join(one.book.id for one in books)}")
    click.echo(f"record: {production.writer.origin}")
    click.echo(f"next: provesafe import people {folder} PEOPLE.csv")
