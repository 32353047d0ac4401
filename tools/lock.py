"""`make lock`: write requirements/*.txt anew from requirements/*.in, with hashes and no index.

tools/lock.py              keep the versions that still fit
tools/lock.py --upgrade    take the newest of everything
"""

from __future__ import annotations

import argparse
import subprocess

from stages import ROOT, tool

# run first: the other two are held to its versions.
NAMES = ("run", "dev", "bootstrap", "peers")
FLAGS = (
    "--quiet",
    "--universal",
    "--python-version=3.11",
    "--generate-hashes",
    "--no-header",
    "--no-annotate",
    "--no-emit-index-url",
    "--no-emit-find-links",
)


def main() -> int:
    """Write the lock files; 5 if one could not be resolved."""
    parser = argparse.ArgumentParser(description="Write the lock files anew.")
    parser.add_argument("--upgrade", action="store_true", help="take the newest of everything")
    upgrade = ("--upgrade",) if parser.parse_args().upgrade else ()
    for name in NAMES:
        files = (f"requirements/{name}.in", "--output-file", f"requirements/{name}.txt")
        command = tool("uv", "pip", "compile", *FLAGS, *upgrade, *files)
        if subprocess.run(command, cwd=ROOT, check=False).returncode:
            print(f"requirements/{name}.txt could not be written (is a package index reachable?)")
            return 5
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
