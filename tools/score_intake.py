"""How near the intake comes to what careful readers found, with how sure that is.

    tools/score_intake.py                        every set, those of development first
    tools/score_intake.py more --misses          one set, and everything that was not as in the gold
    tools/score_intake.py --damage 5000          read damaged texts: no crash, no bad place

Intervals are 95 %, from drawing whole texts again (the texts are what differs, not the lines of
one), with a fixed seed. The exit is 1 if a damaged text crashes or has a place that does not read
again from the file.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from damage import damaged
from intake_gold import Score, gold_files, gold_text, places_of, score, total
from provesafe.casefile import take_in

SETS = {
    "development": ("known", "more"),
    "development, broad": ("broad",),
    "development, reports": ("reports",),
    "held out, first": ("unseen",),
    "held out, last": ("sealed",),
    "held out, last, by the second annotation": ("sealed-again",),
}
DRAWS = 2000
SECONDS_MAX = 0.5
"""What one article may take."""

Measure = Callable[[Score], float]
MEASURES: tuple[tuple[str, str, Measure], ...] = (
    ("claims F1", "≥ .90", lambda one: one.claims_f1),
    ("exact span", "≥ .90", lambda one: one.share(one.exact, one.claims_matched)),
    ("speaker right", "≥ .88", lambda one: one.share(one.speaker_right, one.claims_matched)),
    ("wrong party", "≤ .04", lambda one: one.share(one.speaker_wrong, one.claims_matched, 0.0)),
    (
        "stated recipients found",
        "all",
        lambda one: one.share(one.recipients_found, one.recipients_gold),
    ),
    ("recipients invented in 8 texts", "≤ 1", lambda one: 8 * one.recipients_invented / one.texts),
    ("EDTF", "≥ .90", lambda one: one.share(one.edtf_right, one.times_gold)),
    ("roles", "≥ .80", lambda one: one.share(one.roles_found, one.roles_gold)),
    (
        "quotations of 5 words listed",
        "all",
        lambda one: one.share(one.quotations_listed, one.quotations),
    ),
)

FLOORS: Mapping[str, tuple[float, ...]] = {
    "development": (0.98, 0.98, 0.96, 0.02, 0.95, 0.2, 0.97, 0.94, 1.0),
    "development, broad": (0.95, 0.94, 0.92, 0.035, 0.94, 0.1, 0.97, 0.88, 0.99),
    "development, reports": (0.95, 0.96, 0.93, 0.03, 0.89, 0.5, 0.95, 0.86, 0.99),
}
"""What the development texts reached, less a little, in the order of the measures: no change may
read them worse."""


def main() -> int:
    """Score the sets asked for; with `--damage`, read damaged texts instead."""
    parser = argparse.ArgumentParser(description="The intake against people who read.")
    parser.add_argument("sets", nargs="*", help="folders of tests/vectors/intake")
    parser.add_argument("--misses", action="store_true", help="say each thing that differs")
    parser.add_argument("--damage", type=int, metavar="N", help="read N damaged texts")
    chosen = parser.parse_args()
    if chosen.damage:
        return _damage(chosen.damage)
    wanted = {name: (name,) for name in chosen.sets} or SETS
    for name, folders in wanted.items():
        scores = [score(path) for folder in folders for path in gold_files(folder)]
        print(table(name, scores))
        if chosen.misses:
            print("\n".join(f"  {miss}" for one in scores for miss in one.misses))
    return 0


def table(name: str, scores: Sequence[Score]) -> str:
    """One set as lines: each measure, its bar, its value, its interval."""
    whole = total(scores)
    draws = _draws(scores)
    lines = [f"{name}: {whole.texts} texts, {whole.claims_gold} claims"]
    for title, bar, measure in MEASURES:
        drawn = sorted(measure(one) for one in draws)
        low, high = drawn[round(0.025 * DRAWS)], drawn[round(0.975 * DRAWS) - 1]
        lines.append(f"  {title:<31}{measure(whole):5.2f}  [{low:4.2f}, {high:4.2f}]  {bar}")
    return "\n".join(lines)


def _draws(scores: Sequence[Score]) -> list[Score]:
    chance = random.Random(2026)  # noqa: S311 (draws, not keys)
    return [total(chance.choices(scores, k=len(scores))) for _ in range(DRAWS)]


def _damage(count: int) -> int:
    """Read `count` damaged texts of all sets in turn; 1 if any crashes or has a bad place."""
    paths = [path for folders in SETS.values() for name in folders for path in gold_files(name)]
    wrong = 0
    slowest = 0.0
    for seed in range(count):
        path = paths[seed % len(paths)]
        text = damaged(gold_text(path), seed)
        began = time.process_time()
        try:
            bad = [one for one in places_of(take_in(text)) if text[one[0] : one[1]] != one[2]]
        except Exception as problem:  # noqa: BLE001 (any crash at all is what is looked for)
            bad = [(0, 0, repr(problem))]
        slowest = max(slowest, time.process_time() - began)
        if bad:
            wrong += 1
            print(f"seed {seed}, {path.stem}: {bad[0]}")
    print(f"{count} damaged texts: {wrong} wrong; the slowest took {slowest:.2f} s of CPU")
    return 1 if wrong or slowest > SECONDS_MAX else 0


if __name__ == "__main__":
    raise SystemExit(main())
