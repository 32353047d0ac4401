"""Generate clean days and hold every shipped rulebook to letting them through.

    tools/clean_days.py --days 1000 --seed 0
    tools/clean_days.py --show 17 > day.toml      the day of one seed, for `provesafe rehearse`

Prints what was held up, by rule, with a seed for each; exit 1 if anything was.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from every_rule import every_rule, rules_not_met
from made_days.day import clean_day
from provesafe.service.day import read_day

TELL_EVERY_SECONDS = 2.0


def main() -> int:
    """Play the days asked for."""
    parser = argparse.ArgumentParser(description="Clean days, none of them held up.")
    parser.add_argument("--days", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=0, help="the first seed")
    parser.add_argument(
        "--show", type=int, metavar="SEED", help="print the day of a seed, and stop"
    )
    chosen = parser.parse_args()
    if chosen.show is not None:
        print(clean_day(chosen.show).text)
        return 0
    began = told = time.monotonic()
    requests, held, seeds = Counter[str](), Counter[str](), dict[str, int]()
    happened = Counter[str]()
    for seed in range(chosen.seed, chosen.seed + chosen.days):
        made = clean_day(seed)
        day = read_day(made.tables, source=f"clean day {seed}")
        happened.update(made.happenings)
        requests.update(one.kind for one in day.acts)
        for _, rule, _ in rules_not_met(day):
            held[rule] += 1
            seeds.setdefault(rule, seed)
        if sys.stderr.isatty() and time.monotonic() - told > TELL_EVERY_SECONDS:
            told = time.monotonic()
            print(f"\r{seed - chosen.seed + 1} of {chosen.days} days", end="", file=sys.stderr)
    for rule, count in held.most_common():
        print(f"{rule}: {count} times, first with seed {seeds[rule]}")
    print(
        f"{chosen.days} clean days under {len(every_rule())} rules: {requests['request']} requests "
        f"and {requests['report']} reports, {sum(held.values())} held up or not met, "
        f"{time.monotonic() - began:.0f} s"
    )
    print("on how many days: " + ", ".join(f"{what} {n}" for what, n in happened.most_common()))
    return 1 if held else 0


if __name__ == "__main__":
    raise SystemExit(main())
