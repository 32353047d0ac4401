"""Flags as a record leaves them: every time-point followed, one after another."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from provesafe.prover.running.conditions import ALWAYS, Conditions
from provesafe.prover.running.families import Families
from provesafe.prover.running.moment import Flags, Key, Moment
from provesafe.rulebook import Fact, TimePoint

__all__ = ["Track"]


class Track:
    """The flags of some families, after the time-points followed so far."""

    def __init__(self, families: Families) -> None:
        self.families = families
        self.flags: dict[int, Mapping[Key, int]] = {}
        self.seconds = 0
        self._latest: dict[int, dict[Key, int]] = {
            one.number: {} for one in families.listed if one.window is not None
        }
        self._conditions = Conditions()

    def follow(self, points: Iterable[TimePoint]) -> None:
        """Go on over further time-points."""
        for point in points:
            moment = Moment(
                tuple(point.facts), self.at(point.seconds), self.families, self._conditions
            )
            self.flags = {one.number: moment.now(one) for one in self.families.listed}
            self.seconds = point.seconds
            for family in self.families.listed:
                if family.window is not None:
                    latest = self._latest[family.number]
                    for key in moment.set_anew(family):
                        latest[key] = point.seconds

    def at(self, seconds: int) -> Flags:
        """The flags as a time-point at this second finds them: windows may have closed."""
        if not self._latest:
            return self.flags
        found = dict(self.flags)
        for family in self.families.listed:
            if family.window is not None:
                latest = self._latest[family.number]
                found[family.number] = {
                    key: condition
                    for key, condition in self.flags.get(family.number, {}).items()
                    if seconds - latest.get(key, 0) <= family.window
                }
        return found

    def moment(self, facts: Iterable[Fact], seconds: int) -> Moment:
        """A time-point that has not happened, after those followed."""
        return Moment(tuple(facts), self.at(seconds), self.families, self._conditions)

    def is_set(self, family: int, key: Key, seconds: int) -> bool:
        """Whether a flag is set for a time-point at this second."""
        return self.at(seconds).get(family, {}).get(key) == ALWAYS
