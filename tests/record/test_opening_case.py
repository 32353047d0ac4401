"""The case of an incident: opened once, with the record of that moment in it."""

from __future__ import annotations

from pathlib import Path

from provesafe.adapters.casework import FolderOfCase
from provesafe.adapters.opening_case import case_folder, open_case_of
from provesafe.adapters.web import make_demo
from provesafe.service import read_case


def test_a_case_is_opened_once_with_the_record_in_it(tmp_path: Path) -> None:
    """The bundle is checked as it is taken in; asked again, the case is the one that is there."""
    now_ms = 1_772_460_000_000
    folder = tmp_path / "demo"
    production = make_demo(folder, now_ms=now_ms, zone="America/Denver")
    try:
        for _ in range(2):
            place = open_case_of(
                folder,
                "incident-7",
                log=production.log,
                zone="America/Denver",
                real="demo",
                now_ms=now_ms,
            )
        size = production.writer.tree.size
    finally:
        production.store.close()
        production.disclosures.close()
    assert place == case_folder(folder, "incident-7")
    case = read_case(FolderOfCase(place))
    assert [(one.kind, one.entries) for one in case.sources] == [("record", size)]
    assert (case.real, case.zone) == ("demo", "America/Denver")
