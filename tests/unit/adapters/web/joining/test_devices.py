"""What the laptop keeps about own devices: sessions, lost ones, tries, over a restart."""

from __future__ import annotations

from pathlib import Path

import pytest

from provesafe.adapters.web.joining.devices import DeviceDesk, TriesOverError
from provesafe.adapters.web.joining.own import OwnDevices

NOW_MS = 1_790_000_000_000
HOUR_MS = 3_600_000


def desk(folder: Path) -> DeviceDesk:
    """The desk of a folder."""
    return DeviceDesk(folder / "devices.sqlite")


def test_a_session_ends(tmp_path: Path) -> None:
    """A session lasts the day and a restart, is kept as its digest, and ends with a lost phone."""
    first = desk(tmp_path)
    token = first.begin("p/1", now_ms=NOW_MS)
    other = first.begin("p/2", now_ms=NOW_MS)
    first.close()
    again = desk(tmp_path)
    assert again.device_of(token, now_ms=NOW_MS + 13 * HOUR_MS) == "p/1"
    assert again.device_of(token, now_ms=NOW_MS + 15 * HOUR_MS) == ""
    assert again.device_of("another", now_ms=NOW_MS) == ""
    again.lose("p/1", now_ms=NOW_MS)
    assert again.is_lost("p/1")
    assert again.device_of(token, now_ms=NOW_MS) == ""
    assert again.device_of(other, now_ms=NOW_MS) == "p/2"
    again.close()
    assert token.encode() not in (tmp_path / "devices.sqlite").read_bytes()


def test_tries_end(tmp_path: Path) -> None:
    """Three tries at a thing, counted over a restart; a right one gives them back."""
    first = desk(tmp_path)
    first.try_once("a")
    first.try_once("b")
    first.tried_well("a")
    first.close()
    again = desk(tmp_path)
    for what in ("a", "a", "a", "b", "b"):
        again.try_once(what)
    for what in ("a", "b"):
        with pytest.raises(TriesOverError):
            again.try_once(what)
    again.close()


def test_the_two_characters_stand_for_a_showing(tmp_path: Path) -> None:
    """They are the same after a restart, and another showing has others, another day's too."""
    one = OwnDevices(desk(tmp_path))
    pairs = [one.here_of(f"showing {place}") for place in range(200)]
    one.desk.close()
    again = OwnDevices(desk(tmp_path))
    assert [again.here_of(f"showing {place}") for place in range(200)] == pairs
    assert len(set(pairs)) > 150
    again.desk.close()
    (tmp_path / "other").mkdir()
    other = OwnDevices(desk(tmp_path / "other"))
    assert [other.here_of(f"showing {place}") for place in range(200)] != pairs
    other.desk.close()


def test_a_nonce_is_used_once(tmp_path: Path) -> None:
    """What a device is given to sign is taken once, and within a minute."""
    one = OwnDevices(desk(tmp_path))
    first, second = one.new_nonce(NOW_MS), one.new_nonce(NOW_MS)
    assert one.use_nonce(first, NOW_MS + 30_000)
    assert not one.use_nonce(first, NOW_MS + 30_000)
    assert not one.use_nonce(second, NOW_MS + 61_000)
    assert not one.use_nonce("made up", NOW_MS)
    one.desk.close()
