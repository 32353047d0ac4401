"""A shipped day and shipped occurrences, replayed against the shipped protocol files."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from terminal import run

ROOT = Path(__file__).parents[2]
PROTOCOLS = ROOT / "examples/protocols"


@pytest.fixture(scope="module")
def records(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Path]:
    """A day and an occurrence, each played into a folder of its own."""
    folder = tmp_path_factory.mktemp("records")
    for name in ("days/dry-creek", "occurrences/2021"):
        place = folder / Path(name).name
        run("rehearse", str(ROOT / f"examples/{name}.toml"), "--into", str(place))
    return {one.name: one for one in folder.iterdir()}


def _replayed(protocol: str, record: Path, *more: str) -> Mapping[str, Any]:
    file = str(PROTOCOLS / f"{protocol}.toml")
    return run("prove", file, "--replay", str(record), *more, "--json").document


def test_a_clean_day_shows_no_failure_and_leaves_the_file_once(records: Mapping[str, Path]) -> None:
    """Dry Creek: after lunch the weapon is handed over empty, which the file does not have."""
    found = _replayed("western-day", records["dry-creek"], "--weapon", "colt-2")
    schema = ROOT / "docs/reference/schemas/proof-file-replay.json"
    jsonschema.Draft202012Validator(json.loads(schema.read_text("utf-8"))).validate(found)
    assert found["happened"] == []
    assert [one["part"] for one in found["left_protocol"]] == ["hand-over"]
    assert found["left_protocol"][0]["wants"] == ["`called` is `no`, not `yes`"]
    assert found["uses"] == 2
    assert found["other_weapons"] == {"rubber-2": 10}
    assert {"act": "inspect", "by": ["armorer"], "why": "other act"}.items() <= next(
        one.items() for one in found["no_step"] if one["act"] == "inspect"
    )


def test_the_practice_of_2021_shows_what_was_entered(records: Mapping[str, Path]) -> None:
    """Called without a look; rounds never all checked; went off: sets, and nothing left between."""
    found = _replayed("western-day", records["2021"])
    told = {one["failure"]: one["entered"] for one in found["happened"]}
    assert told == {
        "rattle-skipped": False,
        "called-without-looking": True,
        "first-ad-hands": True,
        "aims-at-a-person": False,
        "goes-off": True,
    }
    assert found["left_protocol"] == []
    assert found["sets"][0]["left"] == ["cart-left-alone"]
    assert found["left"]["between"] == "nothing"
    assert found["not_gone_ahead"] == 9


def test_every_entry_of_the_day_is_somewhere(records: Mapping[str, Path]) -> None:
    """Followed, without a step, or about another weapon: together they are the whole day."""
    found = _replayed("western-day", records["dry-creek"], "--weapon", "colt-2")
    seen = {(one["index"], one["act"]) for key in ("followed", "no_step") for one in found[key]}
    text = run("prove", str(PROTOCOLS / "western-day.toml"), "--replay", str(records["dry-creek"]),
               "--weapon", "colt-2").out  # fmt: skip
    day = tomllib.loads((ROOT / "examples/days/dry-creek.toml").read_text("utf-8"))
    entered = sum(one["at"].startswith("d1") for one in day["act"])
    assert len(seen) + sum(found["other_weapons"].values()) == entered
    assert "the file has no step for" in text
    assert "of another weapon, rubber-2: 10" in text


def test_what_cannot_be_replayed_is_told(records: Mapping[str, Path], tmp_path: Path) -> None:
    """Several weapons without a choice, one nobody knows, a file that names no entry."""
    file = PROTOCOLS / "western-day.toml"
    unknown = run("prove", str(file), "--replay", str(records["2021"]), "--weapon", "colt-9")
    assert (unknown.code, "there is no weapon `colt-9`" in unknown.err) == (2, True)
    bare = tmp_path / "bare.toml"
    kept = [one for one in file.read_text("utf-8").splitlines() if not one.startswith("entered_as")]
    bare.write_text("\n".join(kept), encoding="utf-8")
    ran = run("prove", str(bare), "--replay", str(records["2021"]))
    assert (ran.code, "says as which act it is entered" in ran.err) == (2, True)
