"""A small production in a folder, for tests of what is done with it at the terminal.

folder = make_production(tmp_path / "dc", ("draw", {"weapon": "colt-2", …}), …)
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from provesafe.adapters.wiring import new_production
from provesafe.service import DayTimes, Report, read_act, report
from provesafe.service.reading import introduce

__all__ = ["NOW", "make_production"]

NOW = 1_772_461_920_000
PEOPLE = (
    ("ada", "Ada Example", "armorer"),
    ("cleo", "Cleo Example", "performer"),
    ("dov", "Dov Example", "property-master"),
)


def make_production(
    folder: Path, *acts: tuple[str, Mapping[str, Any]], kind: str = "training"
) -> Path:
    """Make a production of three people without rulebooks, and enter acts a minute apart."""
    made = new_production(
        folder,
        title="Dry Creek",
        times=DayTimes(zone="UTC", starts=date(2026, 3, 2)),
        kind="real" if kind == "real" else "training",
        passphrase="",
        at_ms=NOW,
        durable=False,
    )
    for label, name, role in PEOPLE:
        introduce(made, label, name)
        act = read_act(made, "enrol", {"person": label, "roles": [role]})
        report(made, Report(acts=(act,)), now_ms=NOW)
    for minutes, (name, fields) in enumerate(acts, start=1):
        act = read_act(made, name, fields)
        report(made, Report(acts=(act,)), now_ms=NOW + minutes * 60_000)
    made.store.close()
    made.disclosures.close()
    return folder
