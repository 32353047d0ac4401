"""The case of an incident: opened beside the record, with the record as it then stood in it.

    DIR/incidents/<incident>/    a case folder; its first source is the bundle of that moment

It is opened once; asked again, it is the one that is there.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from provesafe.adapters.taking_out import write_out
from provesafe.ledger import Signer

__all__ = ["INCIDENTS", "case_folder", "open_case_of"]

INCIDENTS = "incidents"
TITLE = "Someone is down; the cause is not known"
BY = "the cart's laptop"


def case_folder(folder: Path, incident: str) -> Path:
    """Where the case of an incident of the production in `folder` is, once it is opened."""
    return folder / INCIDENTS / incident


def open_case_of(
    folder: Path, incident: str, *, log: Signer, zone: str, real: str, now_ms: int
) -> Path:
    """Open the case of an incident, with the record up to now in it.

    Args:
        folder: the production.
        incident: its id.
        log: signs the bundle's list of files.
        zone: the production's time zone.
        real: `real`, `demo` or `training`, as the production is.
        now_ms: the clock.

    Returns:
        The case's folder.

    Raises:
        UnavailableError: it cannot be written.
        VerificationError: the record is not the one that was left.
    """
    # Late import: what reads papers and tables is loaded when somebody is down, not on starting.
    from provesafe.adapters.casework import FolderOfCase, offer
    from provesafe.service import begin_case, read_case, take_source

    place = case_folder(folder, incident)
    where = FolderOfCase(place)
    if not where.history():
        begin_case(where, title=TITLE, zone=zone, real=real, by=BY, now_ms=now_ms)
    if not read_case(where, with_records=False).sources:
        with tempfile.TemporaryDirectory() as room:
            bundle = Path(room) / f"{incident}.zip"
            write_out(folder, bundle, log=log)
            found = offer(bundle, kind=None, encoding=None, passphrase=str)
            take_source(where, found, by=BY, now_ms=now_ms)
    return place
