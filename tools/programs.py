"""The programs of others that the slow tests drive: looked for, else installed by the system.

    tools/programs.py          install what is missing
    tools/programs.py --list   say what is there, install nothing

They come from Debian's packages (apt-get, as root or with sudo). What is missing and cannot be
installed is said in one line each and fails the stage: a test that needs it could not have run.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
from pathlib import Path

# program or file that shows it is there -> Debian packages that bring it
WANTED: dict[str, tuple[str, ...]] = {
    "certutil": ("libnss3-tools",),
    "chromium": ("chromium", "fonts-dejavu-core"),
    "go": ("golang-go",),
    "/usr/share/gocode/src/golang.org/x/mod/sumdb": ("golang-golang-x-mod-dev",),
    "/usr/share/gocode/src/golang.org/x/crypto": ("golang-golang-x-crypto-dev",),
    "openssl": ("openssl",),
    "java": ("default-jre-headless",),
    "scram": ("scram",),
    "spin": ("spin",),
    "strace": ("strace",),
}


def missing() -> dict[str, tuple[str, ...]]:
    """What is not there, with the packages that would bring it."""
    return {name: packages for name, packages in WANTED.items() if not _present(name)}


def _present(name: str) -> bool:
    return Path(name).exists() if name.startswith("/") else shutil.which(name) is not None


def _install(packages: list[str]) -> None:
    if shutil.which("apt-get") is None:
        return
    become = () if os.geteuid() == 0 else ("sudo", "-n")
    if become and shutil.which("sudo") is None:
        return
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    flags = ("-qq", "-y", "--no-install-recommends")
    for command in (("update", "-qq"), ("install", *flags, *packages)):
        subprocess.run(
            (*become, "apt-get", *command), env=env, stdout=subprocess.DEVNULL, check=False
        )


def main() -> int:
    """1 if a program is missing still."""
    parser = argparse.ArgumentParser(description="Programs of others that the tests drive.")
    parser.add_argument("--list", action="store_true", help="say what is there, install nothing")
    listing = parser.parse_args().list
    wanting = missing()
    if wanting and not listing:
        _install(sorted({package for packages in wanting.values() for package in packages}))
        wanting = missing()
    for name in WANTED:
        if name not in wanting:
            print(f"there    {name}")
    for name, packages in wanting.items():
        print(f"missing  {name} (on Debian: apt install {' '.join(packages)})", file=sys.stderr)
    return 1 if wanting else 0


if __name__ == "__main__":
    raise SystemExit(main())
