"""Make the project's own environment in .venv, from the hashed lock files and nothing else.

Uses `uv` where it is on the PATH, else installs the locked `uv` into .venv first. Runs again only
when a lock file or pyproject.toml has changed.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import time
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
LOCKS = ("requirements/bootstrap.txt", "requirements/dev.txt", "pyproject.toml", "tools/setup.py")


def main() -> int:
    if sys.version_info < (3, 11):  # noqa: UP036 - an older python3 reads this line first
        print("provesafe needs Python 3.11 or newer", file=sys.stderr)
        return 5
    stamp = VENV / "provesafe-stamp"
    wanted = _digest()
    if stamp.exists() and stamp.read_text() == wanted:
        return 0
    began = time.monotonic()
    print("setting up .venv", file=sys.stderr)
    if not (VENV / "bin" / "python").exists():
        venv.create(VENV, with_pip=shutil.which("uv") is None)
    uv = _uv()
    env = {**os.environ, "VIRTUAL_ENV": str(VENV)}
    _run(
        [uv, "pip", "sync", "--quiet", "--require-hashes", "requirements/dev.txt"],
        env,
        "the locked packages could not be installed (is a package index reachable?)",
    )
    _run(
        [uv, "pip", "install", "--quiet", "--no-deps", "--no-build-isolation", "-e", "."],
        env,
        "provesafe itself could not be installed into .venv",
    )
    stamp.write_text(wanted)
    print(f"setting up .venv: {time.monotonic() - began:.1f} s", file=sys.stderr)
    return 0


def _digest() -> str:
    found = hashlib.sha256(str(ROOT).encode())
    for name in LOCKS:
        found.update((ROOT / name).read_bytes())
    return found.hexdigest()


def _uv() -> str:
    present = shutil.which("uv")
    if present:
        return present
    own = VENV / "bin" / "uv"
    if not own.exists():
        python = str(VENV / "bin" / "python")
        if subprocess.run(
            [python, "-m", "pip", "--version"], capture_output=True, check=False
        ).returncode:
            venv.create(VENV, with_pip=True, clear=True)
        _run(
            [python, "-m", "pip", "install", "--quiet", "--require-hashes", "-r", LOCKS[0]],
            dict(os.environ),
            "uv could not be installed (is a package index reachable?)",
        )
    return str(own)


def _run(command: list[str], env: dict[str, str], failed: str) -> None:
    if subprocess.run(command, cwd=ROOT, env=env, check=False).returncode:
        print(f"set-up stopped: {failed}", file=sys.stderr)
        raise SystemExit(5)


if __name__ == "__main__":
    raise SystemExit(main())
