"""The one program: which verbs there are, and what an error looks like at the terminal.

Rules:

- each verb lives in its own file and is imported only when it is called, so that `--help` and a
  single act at the cart start fast;
- data goes to stdout, diagnostics to stderr; `--json` prints one document;
- an outcome is an exit status (0 fine, 1 the answer is no), an error is another (see errors.py).
"""

from __future__ import annotations

import json
import sys
import traceback
from collections.abc import Sequence

import click

from provesafe.adapters.cli.verbs import Verb, Verbs
from provesafe.errors import InvariantBroken, ProvesafeError

__all__ = ["main"]

VERBS = {
    "new": "make a production: a folder with its own record and keys",
    "serve": "run the app on set: the list, the showing, STOP; --demo to try it",
    "api": "tokens for other programs, and addresses that are told of changes",
    "print": "the day log, sign-out, counts, meetings, cards, badges and tags as PDF",
    "enter": "enter one act at the laptop",
    "rehearse": "play a day file through the rules: what is open, from which clause, who mends it",
    "audit": "which rules were not met, and what has no entry",
    "bundle": "write the record for others to check, without any key",
    "verify": "check that a bundle or a record is the one that was made",
    "export": "what the record holds about one person, for that person to keep; OCEL 2.0",
    "concern": "leave a concern without a name, a number or a time",
    "day": "open or seal a shooting day: the sheet to print, and what was left meanwhile",
    "backup": "a checked copy on a second medium, while the day goes on",
    "keys": "whose devices sign here; let one in, follow, retire or revoke one; the laptop's too",
    "move": "go on in another folder, and only there; or go on with a copy",
    "doctor": "what was found of disk, clock, SQLite, keys, copies and witnesses",
    "witness": "vouch for a record from another machine; ask for it; compare; receipts",
    "monitor": "what a formula says of a file of facts, as MonPoly would put it",
    "prove": "how many failures stand between a live round and a person, and which",
    "cutsets": "the minimal cut sets of a fault tree, counted exactly",
    "rules": "list, show, explain, compare, check and export rulebooks",
    "case": "accounts beside the record: what was published, said and entered of an occurrence",
    "import": "bring in people, weapons and round lots from CSV",
}
"""The verbs and their one line. Each is `commands/<verb>_.py` with a `command` in it."""

FOLDERS = {
    "proof": ("prove", "cutsets"),
    "record": ("bundle", "verify", "export", "concern", "day", "doctor", "keys", "witness"),
    "case": ("case",),
    "serving": ("api",),
}
"""Verbs whose modules stand together in a folder of `commands`."""


def _verb(name: str, line: str) -> Verb:
    folder = next((f"{one}." for one, verbs in FOLDERS.items() if name in verbs), "")
    module = f"provesafe.adapters.cli.commands.{folder}{name}_"
    return Verb(module=module, name="command", line=line)


@click.group(
    cls=Verbs,
    verbs={name: _verb(name, line) for name, line in VERBS.items()},
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.version_option(package_name="provesafe")
def program() -> None:
    """Keep the protocol by which a weapon reaches a performer.

    It says which rules are still open before a weapon changes hands, and keeps a record nobody can
    rewrite unseen. It does not make a weapon safe and is not legal advice. The armorer decides.
    """


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the program and exit with its status."""
    wanted = list(sys.argv[1:] if arguments is None else arguments)
    try:
        status = program.main(args=wanted, prog_name="provesafe", standalone_mode=False)
    except click.ClickException as error:
        said = error.format_message().rstrip(".")
        click.echo(f"error: {said[:1].lower()}{said[1:]}", err=True)
        place = error.ctx.command_path if isinstance(error, click.UsageError) and error.ctx else ""
        click.echo(f"hint: `{place or 'provesafe'} --help` says how it is called", err=True)
        raise SystemExit(2) from error
    except click.Abort as error:
        click.echo("stopped; nothing more was entered", err=True)
        raise SystemExit(2) from error
    except ProvesafeError as error:
        _tell(error, as_json="--json" in wanted)
        raise SystemExit(error.exit_code) from error
    except InvariantBroken as error:
        click.echo(f"error: {error}", err=True)
        click.echo("this is a fault of the program; nothing more was entered", err=True)
        raise SystemExit(error.exit_code) from error
    except BrokenPipeError:
        # The reader has gone (a pager, `head`): not an error, and nothing can be said to it.
        sys.stderr.close()
        raise SystemExit(0) from None
    except Exception as error:
        traceback.print_exc()
        click.echo("this is a fault of the program; nothing more was entered", err=True)
        raise SystemExit(InvariantBroken.exit_code) from error
    raise SystemExit(status if isinstance(status, int) else 0)


def _tell(error: ProvesafeError, *, as_json: bool) -> None:
    click.echo(f"error: {error}", err=True)
    if as_json:
        document = {
            "schema": "provesafe.error/v1",
            "code": error.code,
            "message": error.message,
            "hint": error.hint,
            "place": error.place() or None,
        }
        click.echo(json.dumps(document, ensure_ascii=False))
