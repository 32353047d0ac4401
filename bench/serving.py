"""Serving a long record: from the command to the list on screen, and how much memory that takes.

    python -m bench.serving                    100,000 acts under all shipped rulebooks
    python -m bench.serving --made DIR         a record that was made before, or is made there now

`provesafe serve` is started as people start it, a process of its own, and asked for the list until
it answers. The floor is the same program on a production with its first acts only, so that the
ratio is what a hundred thousand acts cost; floor and subject in turn, five times, medians. Then
one is left alone until what is old has been fetched, as it is some minutes into a day, and its
memory is read again. Bars: the list within 2 s of wall time where nothing else is at work (its CPU
stands beside it, for machines that are busy), 250 MiB.
"""

from __future__ import annotations

import argparse
import os
import re
import signal
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from bench import opening

BAR_SECONDS = 2.0
BAR_MIB = 250
TURNS = 5
FLOOR_ACTS = 100
WAIT_SECONDS = 120.0
WARM_SECONDS = 150.0
"""A hundred thousand time-points are fetched a thousand a second."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """What one start took, up to the list."""

    wall: float
    cpu: float
    mib: float


class Serving:
    """`provesafe serve` on a folder, in a process of its own."""

    def __init__(self, folder: Path) -> None:
        """
        Args:
            folder: a production whose keys have no passphrase.
        """
        program = Path(sys.executable).with_name("provesafe")
        self._began = time.perf_counter()
        self.process = subprocess.Popen(
            [str(program), "serve", str(folder), "--host=127.0.0.1", "--port=0"],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "PROVESAFE_PASSPHRASE": ""},
        )

    def until_listed(self) -> Served:
        """Wait for the list; what it took.

        Raises:
            SystemExit: it was not to be had.
        """
        said = self.process.stdout or ()
        link = next((one.split()[-1] for one in said if one.startswith("crew, the list")), "")
        if not link:
            raise SystemExit("not served")
        # The link leads on to the list itself, with the crew's cookie.
        opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
        with opener.open(link, timeout=WAIT_SECONDS) as answer:
            page = answer.read().decode()
        wall = self.seconds
        if "weapon" not in page:
            raise SystemExit("something else than the list was answered")
        return Served(wall=wall, cpu=self.cpu(), mib=self.mib())

    @property
    def seconds(self) -> float:
        """Since it was started."""
        return time.perf_counter() - self._began

    def cpu(self) -> float:
        """The processor time it has taken."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(") ")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def mib(self) -> float:
        """The most memory it ever held."""
        text = Path(f"/proc/{self.process.pid}/status").read_text()
        found = re.search(r"^VmHWM:\s+(\d+) kB", text, re.MULTILINE)
        return int(found[1]) / 1024 if found else 0.0

    def end(self) -> None:
        """Stop it as Ctrl-C does."""
        self.process.send_signal(signal.SIGINT)
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(20)
        self.process.kill()
        self.process.wait()
        if self.process.stdout is not None:
            self.process.stdout.close()


def served(folder: Path) -> Served:
    """Start it, wait for the list, stop it."""
    serving = Serving(folder)
    try:
        return serving.until_listed()
    finally:
        serving.end()


def warmed(folder: Path, seconds: float) -> float:
    """Its memory after it was left alone, listed, until its CPU stands still."""
    serving = Serving(folder)
    try:
        serving.until_listed()
        until, last = time.monotonic() + seconds, 0.0
        while time.monotonic() < until and serving.cpu() - last > 0.1:
            last = serving.cpu()
            time.sleep(5)
        return serving.mib()
    finally:
        serving.end()


def median(turns: list[Served]) -> Served:
    """The middle of each figure."""
    return Served(
        wall=statistics.median(one.wall for one in turns),
        cpu=statistics.median(one.cpu for one in turns),
        mib=statistics.median(one.mib for one in turns),
    )


def main() -> int:
    """Measure, print, and exit 1 if a bar is missed."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--acts", type=int, default=100_000)
    parser.add_argument("--made", type=Path, help="a record that was made before, or is made there")
    parser.add_argument("--turns", type=int, default=TURNS)
    parser.add_argument("--warm", type=float, default=WARM_SECONDS, help="seconds; 0 leaves it out")
    given, _ = parser.parse_known_args()
    with tempfile.TemporaryDirectory() as place:
        short, long = Path(place) / "short", given.made or Path(place) / "long"
        for folder, acts in ((short, FLOOR_ACTS), (long, given.acts)):
            if not folder.exists():
                opening.make(folder, acts)
            # The first opening reads all of it, and keeps where it stands.
            served(folder)
        floors, subjects = [], []
        for _ in range(given.turns):
            floors.append(served(short))
            subjects.append(served(long))
        full = warmed(long, given.warm) if given.warm else 0.0
    floor, subject = median(floors), median(subjects)
    print(f"load of this machine: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    for words, one in ((f"{FLOOR_ACTS} acts", floor), (f"{given.acts} acts", subject)):
        print(f"{words:<14} list after {one.wall:.2f} s, {one.cpu:.2f} s CPU, {one.mib:.0f} MiB")
    print(f"ratio          {subject.wall / floor.wall:.2f} x wall, {subject.cpu / floor.cpu:.2f} x")
    if full:
        print(f"after a while  {full:.0f} MiB, with all its time-points at hand")
    fast = subject.wall < BAR_SECONDS
    return 0 if fast and max(subject.mib, full) <= BAR_MIB else 1


if __name__ == "__main__":
    raise SystemExit(main())
