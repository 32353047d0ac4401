"""Make the project's own environment in .venv, from the hashed lock files and nothing else.

Uses `uv` where it is on the PATH, else installs the locked `uv` into .venv first. Rules:

- nothing to do is decided from one stamp file, without a network and in no time: the stamp holds
  a digest of the lock files, of pyproject.toml and of the Python that made .venv;
- `--peers` installs on top what only `make test` needs; a set-up that has it also serves without;
- the stamp is taken away before anything is changed and written last, so that a set-up that was
  cut short is seen as such and .venv is made anew;
- what is missing and cannot be installed is said in one line, last.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
STAMP = VENV / "provesafe-stamp"
BOOTSTRAP = "requirements/bootstrap.txt"
DEVELOPMENT = "requirements/dev.txt"
PEERS = "requirements/peers.txt"
INPUTS = (BOOTSTRAP, DEVELOPMENT, PEERS, "pyproject.toml", "tools/setup.py")
NO_INDEX = "(is a package index reachable?)"
NO_VENV = "python3 cannot make environments here (on Debian or Ubuntu: apt install python3-venv)"


def main() -> int:
    """Set .venv up if it is not what the lock files say; 5 if something is missing."""
    if sys.version_info < (3, 11):  # noqa: UP036 - an older python3 reads this line first
        return _stopped("provesafe needs Python 3.11 or newer, this one is " + sys.version[:6])
    with _one_at_a_time():
        packages = PEERS if "--peers" in sys.argv[1:] else DEVELOPMENT
        wanted = f"{_digest()}\n{packages}\n"
        enough = {wanted, f"{_digest()}\n{PEERS}\n"}
        if STAMP.exists() and STAMP.read_text() in enough:
            return 0
        began = time.monotonic()
        print("setting up .venv", file=sys.stderr)
        try:
            _install(packages)
        except SetUpStopped as stopped:
            return _stopped(str(stopped))
        unfinished = STAMP.with_suffix(".new")
        unfinished.write_text(wanted)
        unfinished.replace(STAMP)
        print(f"setting up .venv: {time.monotonic() - began:.1f} s", file=sys.stderr)
    return 0


class SetUpStopped(Exception):  # noqa: N818 - it says what happened
    """Something is missing that set-up cannot bring; the message is one line for the reader."""


def _install(packages: str) -> None:
    present = shutil.which("uv")
    if not (STAMP.exists() and PYTHON.exists() and _same_python()):
        _make_venv(with_pip=present is None)
    STAMP.unlink(missing_ok=True)
    uv = present or _own_uv()
    target = ("--quiet", "--python", str(PYTHON))
    _run(
        [uv, "pip", "sync", *target, "--require-hashes", packages],
        f"the locked packages could not be installed {NO_INDEX}",
    )
    _run(
        [uv, "pip", "install", *target, "--no-deps", "--no-build-isolation", "-e", "."],
        "provesafe itself could not be installed into .venv",
    )


def _make_venv(*, with_pip: bool) -> None:
    modules = ("venv", "ensurepip") if with_pip else ("venv",)
    command = [sys.executable, "-c", f"import {', '.join(modules)}"]
    if subprocess.run(command, capture_output=True, check=False).returncode:
        raise SetUpStopped(NO_VENV)
    flags = () if with_pip else ("--without-pip",)
    base = getattr(sys, "_base_executable", "") or sys.executable
    _run([base, "-m", "venv", "--clear", *flags, str(VENV)], NO_VENV)


def _own_uv() -> str:
    own = VENV / "bin" / "uv"
    if not own.exists():
        if subprocess.run([PYTHON, "-m", "pip", "-V"], capture_output=True, check=False).returncode:
            _make_venv(with_pip=True)
        _run(
            [str(PYTHON), "-m", "pip", "install", "--quiet", "--require-hashes", "-r", BOOTSTRAP],
            f"uv could not be installed {NO_INDEX}",
        )
    return str(own)


def _same_python() -> bool:
    """Whether .venv was made by the Python minor version that runs this; an upgrade breaks it."""
    return (VENV / "lib" / f"python{sys.version_info[0]}.{sys.version_info[1]}").is_dir()


def _digest() -> str:
    made_by = f"{ROOT}\n{sys.base_prefix}\n{sys.version_info[:2]}\n"
    found = hashlib.sha256(made_by.encode())
    for name in INPUTS:
        found.update((ROOT / name).read_bytes())
    return found.hexdigest()


def _run(command: list[str], failed: str) -> None:
    env = {**os.environ, "PIP_USER": "0", "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
    if subprocess.run(command, cwd=ROOT, env=env, check=False).returncode:
        raise SetUpStopped(failed)


class _one_at_a_time:  # noqa: N801 - read as a phrase
    """Two `make` at once wait for each other; the lock is the folder itself and leaves no file."""

    def __enter__(self) -> None:
        self._folder = os.open(ROOT, os.O_RDONLY)
        fcntl.flock(self._folder, fcntl.LOCK_EX)

    def __exit__(self, *_: object) -> None:
        os.close(self._folder)


def _stopped(why: str) -> int:
    print(f"set-up stopped: {why}", file=sys.stderr)
    return 5


if __name__ == "__main__":
    raise SystemExit(main())
