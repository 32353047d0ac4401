"""Set-up does nothing when nothing changed, mends what was cut short, and says what is missing."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from stages import ROOT

FAKE_UV = """#!/bin/sh
echo "$@" >> "{calls}"
test ! -e "{broken}"
"""


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A copy of what set-up reads, with a `uv` that only writes down how it was called."""
    locks = tuple(f"requirements/{name}.txt" for name in ("bootstrap", "dev", "peers"))
    for name in (*locks, "pyproject.toml"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        shutil.copy(ROOT / name, tmp_path / name)
    (tmp_path / "tools").mkdir()
    shutil.copy(ROOT / "tools" / "setup.py", tmp_path / "tools")
    (tmp_path / "bin").mkdir()
    fake = tmp_path / "bin" / "uv"
    fake.write_text(FAKE_UV.format(calls=tmp_path / "calls", broken=tmp_path / "broken"))
    fake.chmod(0o755)
    return tmp_path


def _set_up(place: Path, *flags: str, **env: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "tools/setup.py", *flags],
        cwd=place,
        env={"PATH": f"{place}/bin:{os.environ['PATH']}", **env},
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_second_set_up_does_nothing(place: Path) -> None:
    """With nothing changed, set-up calls no installer and says nothing."""
    assert _set_up(place).returncode == 0
    (place / "calls").unlink()
    again = _set_up(place)
    assert (again.returncode, again.stderr) == (0, "")
    assert not (place / "calls").exists()


def test_what_only_the_tests_need_is_added_once_and_stays(place: Path) -> None:
    """`--peers` installs on top of a plain set-up, and a plain one later takes nothing away."""
    assert _set_up(place).returncode == 0
    assert "peers.txt" not in (place / "calls").read_text()
    assert _set_up(place, "--peers").returncode == 0
    assert "requirements/peers.txt" in (place / "calls").read_text()
    (place / "calls").unlink()
    assert _set_up(place).returncode == 0
    assert not (place / "calls").exists()


def test_a_changed_lock_file_is_installed(place: Path) -> None:
    """A change of a lock file is installed into the environment that is there."""
    assert _set_up(place).returncode == 0
    marker = place / ".venv" / "marker"
    marker.touch()
    with (place / "requirements/dev.txt").open("a") as lock:
        lock.write("# changed\n")
    (place / "calls").unlink()
    assert _set_up(place).returncode == 0
    assert "sync" in (place / "calls").read_text()
    assert marker.exists()


def test_a_set_up_cut_short_is_made_anew(place: Path) -> None:
    """A set-up that stopped half-way leaves no stamp, and the next one starts from nothing."""
    (place / "broken").touch()
    stopped = _set_up(place)
    assert stopped.returncode == 5
    assert stopped.stderr.splitlines()[-1].startswith("set-up stopped: the locked packages")
    marker = place / ".venv" / "marker"
    marker.touch()
    (place / "broken").unlink()
    assert _set_up(place).returncode == 0
    assert not marker.exists()


def test_a_missing_ensurepip_is_said_in_one_line(place: Path) -> None:
    """Without uv and without ensurepip the reader is told which package to install."""
    (place / "bin" / "uv").unlink()
    (place / "bin" / "ensurepip.py").write_text("raise ImportError\n")
    stopped = _set_up(place, PATH="/nowhere", PYTHONPATH=str(place / "bin"))
    assert stopped.returncode == 5
    last = stopped.stderr.splitlines()[1:]
    assert len(last) == 1
    assert "apt install python3-venv" in last[0]
