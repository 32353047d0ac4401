"""`provesafe case report` and `case bundle`: what comes out of a case."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path
from typing import Literal, cast

import click

from provesafe.adapters.bundles import write_bundle
from provesafe.adapters.casepapers import Wanted, case_files, report_html, report_pdf
from provesafe.adapters.casepapers.manifest import MANIFEST
from provesafe.adapters.casework import FolderOfCase
from provesafe.adapters.cli.commands.case.taking import FOLDER
from provesafe.casefile import by_role
from provesafe.errors import ConflictError, InputError, UnavailableError
from provesafe.service import read_case

__all__ = ["bundle", "report"]

_OUT = click.Path(path_type=Path)


class ReportThereError(ConflictError):
    """There is something where the report was to be written."""

    code = "cli.report_there"


@click.command(name="report")
@click.argument("folder", metavar="DIR", type=FOLDER)
@click.option(
    "--out", type=_OUT, required=True, metavar="FILE", help="Where; ends in .pdf or .html."
)
@click.option("--for", "investigation", default="", metavar="I1", help="Cut for one investigation.")
@click.option("--roles-only", is_flag=True, help="No name and no word of any source.")
@click.option("--force", is_flag=True, help="Write over what is there.")
def report(folder: Path, *, out: Path, investigation: str, roles_only: bool, force: bool) -> int:
    """Write the report of the case DIR: factual part, accounts, timeline, differences, duties.

    Analysis and conclusions are empty unless a named person signed them. The same case gives the
    same bytes.
    """
    if out.suffix not in (".pdf", ".html"):
        raise InputError(f"`{out}` is neither a PDF nor a page", hint="end it in .pdf or .html")
    if out.exists() and not force:
        raise ReportThereError(f"there is something at `{out}`", hint="or say `--force`")
    case = read_case(FolderOfCase(folder), investigation=investigation)
    shown = by_role(case) if roles_only else case
    made = report_pdf(shown) if out.suffix == ".pdf" else _page(report_html(shown))
    try:
        out.write_bytes(made)
    except OSError as error:
        raise UnavailableError(f"`{out}` cannot be written: {error.strerror}") from error
    waiting = f"; {len(case.waiting)} lines still wait" if case.waiting else ""
    click.echo(f"{out}: {len(case.accounts)} lines, {len(case.differences)} differences{waiting}")
    return 0


def _page(text: str) -> bytes:
    return text.encode("utf-8", "backslashreplace")


@click.command(name="bundle")
@click.argument("folder", metavar="DIR", type=FOLDER)
@click.argument("out", metavar="OUT", type=_OUT)
@click.option("--for", "investigation", default="", metavar="I1", help="Cut for one investigation.")
@click.option(
    "--reader",
    type=click.Choice(["anyone", "parties"]),
    default="parties",
    show_default=True,
    help="Who gets it; what is protected goes to neither.",
)
@click.option("--roles-only", is_flag=True, help="No name and no word of any source.")
@click.option("--texts", is_flag=True, help="Whole texts too, where you may hand them out.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document.")
def bundle(
    folder: Path,
    *,
    out: Path,
    investigation: str,
    reader: str,
    roles_only: bool,
    texts: bool,
    as_json: bool,
) -> int:
    """Write the bundle of the case DIR: a folder, or OUT.zip; `provesafe verify OUT` checks it.

    It holds the case, its report, provenance (PROV), claims with their places (JSON-LD), tables,
    and the records that entries are pointed at in. The same case gives the same bytes.
    """
    if roles_only and texts:
        raise click.UsageError("--roles-only holds no text of a source; leave out --texts")
    where = FolderOfCase(folder)
    case = read_case(where, investigation=investigation)
    to = cast(Literal["anyone", "parties"], reader)
    wanted = Wanted(reader=to, roles_only=roles_only, texts=texts)
    files = case_files(case, wanted, read=where.read)
    count = write_bundle(out, files.items())
    digest = sha256(files[MANIFEST]).hexdigest()
    about = json.loads(files["about.json"])
    if as_json:
        document = {
            "schema": "provesafe.case-given-out/v1",
            "out": str(out),
            "files": count,
            "manifest_sha256": digest,
            "about": about,
        }
        click.echo(json.dumps(document, ensure_ascii=False, indent=1))
        return 0
    click.echo(f"{count} files, {about['cut']}, for {about['for']}: {out}")
    if about["left_out"]:
        click.echo(f"no word of {', '.join(about['left_out'])}: not for this reader")
    click.echo(f"write down: the manifest's SHA-256 is {digest}")
    click.echo(f"next: provesafe verify {out}")
    return 0
