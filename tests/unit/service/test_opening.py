"""Reading a record back gives what was left, to the last obligation."""

from __future__ import annotations

from pathlib import Path

import pytest

from played import EXAMPLES
from provesafe.adapters import wiring
from provesafe.adapters.keys import generate_key
from provesafe.adapters.wiring import (
    adoptions,
    open_production,
    open_rehearsal,
    verify_production,
    view_production,
)
from provesafe.errors import VerificationError
from provesafe.service import Production, keep_snapshot, parse_day_file, rehearse


def _left(folder: Path, name: str) -> Production:
    day = parse_day_file((EXAMPLES / f"{name}.toml").read_text("utf-8"))
    books = adoptions(day.rulebooks, day.watched, day.settings, beside=folder)
    with open_rehearsal(day, into=folder / "kept") as production:
        rehearse(production, day, books)
    return production


@pytest.mark.parametrize("name", ["minute/told-empty", "minute/afterwards"])
def test_a_record_read_back_is_the_one_that_was_left(tmp_path: Path, name: str) -> None:
    """State, trace, people and the rules' memory are the same after opening again."""
    left = _left(tmp_path, name)
    found = open_production(tmp_path / "kept", passphrase="")
    assert found.trace == left.trace
    assert found.leaves == left.leaves
    assert found.state == left.state
    assert found.people == left.people
    assert found.gate.snapshot() == left.gate.snapshot()
    assert found.gate.pending() == left.gate.pending()


def test_a_record_verifies_without_any_key(tmp_path: Path) -> None:
    """Everything a day left is checked from its bytes alone."""
    left = _left(tmp_path, "minute/done-right")
    found = verify_production(tmp_path / "kept")
    assert found.tree_size == left.writer.tree.size
    assert found.kind == "training"


def test_one_changed_byte_is_named(tmp_path: Path) -> None:
    """A byte changed in the file is found, and the record is not opened."""
    _left(tmp_path, "minute/done-right")
    path = tmp_path / "kept" / "record.sqlite"
    data = bytearray(path.read_bytes())
    place = data.index(b'"act":"hand_over"')
    data[place + 8] ^= 1
    path.write_bytes(bytes(data))
    with pytest.raises(VerificationError):
        verify_production(tmp_path / "kept")


def test_looking_needs_no_key(tmp_path: Path) -> None:
    """A record can be looked at by somebody without its keys, and nothing can be entered."""
    _left(tmp_path, "minute/told-empty")
    for key in (tmp_path / "kept" / "keys").iterdir():
        key.unlink()
    with view_production(tmp_path / "kept") as production:
        assert production.state.weapons


def test_looking_opens_on_the_laptops_snapshot(tmp_path: Path) -> None:
    """What was kept spares reading it again, and gives what reading all of it gives; one sealed
    by another key is passed over."""
    _left(tmp_path, "minute/told-empty")
    folder = tmp_path / "kept"
    production = open_production(folder, passphrase="")
    keep_snapshot(production)
    size, state = production.writer.tree.size, production.state
    (folder / "keys" / "laptop.json").unlink()
    with view_production(folder) as looked:
        assert (looked.kept_size, looked.state, looked.leaves) == (size, state, production.leaves)
    production.device = generate_key().named("laptop")
    keep_snapshot(production)
    production.store.close()
    production.disclosures.close()
    with view_production(folder) as looked:
        assert (looked.kept_size, looked.state) == (0, state)


def test_a_record_is_read_with_the_texts_it_took_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When the shipped texts change, the kept ones are read; without them the record is refused."""
    day = parse_day_file((EXAMPLES / "minute/done-right.toml").read_text("utf-8"))
    books = adoptions(day.rulebooks, day.watched, day.settings, beside=tmp_path)
    with open_rehearsal(day, into=tmp_path / "kept") as production:
        wiring.keep_texts(tmp_path / "kept", books, beside=tmp_path)
        rehearse(production, day, books)

    def changed(*_given: object, **_named: object) -> tuple[object, ...]:
        raise AssertionError("the shipped text is another by now")

    monkeypatch.setattr(wiring, "load_rulebooks", changed)
    with view_production(tmp_path / "kept") as found:
        assert found.books.rules
    for kept in (tmp_path / "kept" / "adopted").iterdir():
        kept.unlink()
    with pytest.raises(AssertionError), view_production(tmp_path / "kept"):
        pass
