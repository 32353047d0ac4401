"""Working days of a large production as time-points: many weapons, everything done in order.

Each shooting day has a store opened and counted, a meeting, set-ups with plans and assessments;
in each set-up some of the weapons are drawn, proved, loaded with dummies, shown, called, handed
over and taken back, unloaded and locked away. People and weapons stay the same; set-ups, meetings
and assessments are new each day, so what is remembered of them grows with the record.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from provesafe.custody import Walk, parse_act
from provesafe.rulebook import Fact, TimePoint

START = date(2026, 3, 2)
POINTS = ("muzzle safe", "rounds out", "chambers", "feed path", "bore")
AGENDA = (
    "action",
    "deviations",
    "abort plan",
    "emergency",
    "chain of command",
    "right to refuse",
)
COVERS = ("activity", "hazards", "mitigation", "residual risk", "affected people")
WATCHING = ("basil", "farid")
PAPERS_UNTIL = 20991231
ROUNDS = 100_000

Facts = frozenset[Fact]


@dataclass(slots=True)
class Production:
    """One production at work; `days` gives its acts without end.

    Args:
        weapons: how many weapons are in use.
        performers: how many people use them.
        set_ups: how many set-ups a day has.
    """

    weapons: int = 200
    performers: int = 40
    set_ups: int = 20
    _walk: Walk = field(default_factory=Walk)
    _seconds: int = 1_772_400_000
    _day: int = 0

    def days(self) -> Iterator[TimePoint]:
        """Every act from the first, day after day."""
        yield from self._intake()
        while True:
            yield from self._shooting_day()
            self._day += 1

    def point(self, name: str, **fields: object) -> TimePoint:
        """One act, some seconds after the one before."""
        self._seconds += 3
        return TimePoint(self._seconds, self._facts(name, fields))

    def _facts(self, name: str, fields: dict[str, object]) -> Facts:
        day = self.day_number
        act = parse_act(name, fields, at_ms=self._seconds * 1000, shooting_day=day, date=day)
        return frozenset(Fact(predicate, given) for predicate, given in self._walk.take(act))

    @property
    def day_number(self) -> int:
        """The shooting day as yyyymmdd."""
        return _number(START + timedelta(days=self._day))

    def _intake(self) -> Iterator[TimePoint]:
        crew = {
            "ada": "armorer",
            "dov": "property-master",
            "basil": "first-ad",
            "farid": "director-of-photography",
            "gil": "second-ad",
            "hana": "safety-advisor",
            "ines": "medic",
            "jonas": "producer",
            "kit": "police-officer",
        }
        for person, role in crew.items():
            yield self.point("enrol", person=person, roles=[role])
        for number in range(self.performers):
            yield self.point("enrol", person=performer(number), roles=["performer"])
        for person in ("ada", "dov"):
            yield self.point(
                "permit",
                person=person,
                kind="entertainment-firearms",
                until=PAPERS_UNTIL,
                by="jonas",
            )
            yield self.point(
                "train", person=person, course="firearms-safety", assessed="yes", by="hana"
            )
        yield self.point("name_contact", person="jonas", purpose="firearms", by="jonas")
        yield self.point(
            "hold_production_permit",
            authority="film office",
            kind="weapons",
            until=PAPERS_UNTIL,
            by="jonas",
        )
        yield self.point(
            "receive_lot",
            lot="dummies-1",
            kind="dummy",
            count=ROUNDS,
            factory="yes",
            supplier="a supplier",
            container="blue box",
            calibre="45",
            by="ada",
        )
        for number in range(self.weapons):
            yield from self._received(weapon(number), performer(number % self.performers))

    def _received(self, name: str, user: str) -> Iterator[TimePoint]:
        yield self.point(
            "receive_weapon",
            weapon=name,
            kind="real",
            serial=f"A-{name}",
            action="single",
            chambers=6,
            calibre="45",
            owner="production",
            modified="yes",
            by="ada",
        )
        yield self.point("function_test", weapon=name, by="ada", result="good")
        yield self.point(
            "train",
            person=user,
            course="firearms-safety",
            assessed="yes",
            weapon=name,
            by="ada",
        )

    def _shooting_day(self) -> Iterator[TimePoint]:
        day = self.day_number
        following = _number(START + timedelta(days=self._day + 1))
        for person, role in (("ada", "armorer"), ("dov", "property-master")):
            for number in (day, following):
                yield self.point("schedule", person=person, role=role, day=number, by="jonas")
        yield self.point("notify", authority="police", about="weapons", by="jonas")
        yield self.point("notify", authority="studio-safety", about="weapons", by="jonas")
        yield self.point(
            "issue_call_sheet",
            day=day,
            lists=["weapons", "blank fire", "bulletins", "medic"],
            by="gil",
        )
        self._seconds += 7200
        yield self.point("open_store", place="store", by="ada", second="dov")
        yield self.point("count_weapons", place="store", found=self.weapons, by="ada", second="dov")
        yield self._counted()
        everyone = ["ada", "dov", "farid", "hana", "ines"]
        everyone += [performer(number) for number in range(self.performers)]
        yield self.point(
            "hold_meeting",
            meeting=f"m-{day}",
            kind="safety",
            agenda=list(AGENDA),
            attended=everyone,
            walk_through="yes",
            by="basil",
        )
        yield self.point("place_medic", person="ines", by="basil")
        for number in range(self.set_ups):
            yield from self._set_up(f"{day}-{number}", number)
        yield self._counted()
        yield self.point("wrap", day=day, by="basil")
        yield self.point("lock_store", place="store", by="ada", second="dov")

    def _set_up(self, name: str, number: int) -> Iterator[TimePoint]:
        share = max(1, self.weapons // self.set_ups)
        used = [(number * share + offset) % self.weapons for offset in range(share)]
        for one in used:
            yield self.point(
                "plan",
                set_up=name,
                weapon=weapon(one),
                version=1,
                contents="dummy",
                count=6,
                aim="away",
                muzzle_line="to the left of the lens",
                by="ada",
            )
        for kind in ("general", "firearms"):
            yield self.point(
                "assess_risk",
                set_up=name,
                assessment=f"{kind}-{name}",
                version=1,
                plan_version=1,
                kind=kind,
                covers=list(COVERS),
                endorsed_by=["ada"],
                by="hana",
            )
        yield self.point(
            "consider_alternative", set_up=name, words="the cylinder is seen", by="ada"
        )
        yield self.point("open_set_up", set_up=name, by="basil")
        yield self.point("start", set_up=name, what="rehearsal", by="basil")
        for one in used:
            yield from self._use(weapon(one), performer(one % self.performers))
        yield self.point("close_set_up", set_up=name, by="basil")

    def _use(self, name: str, user: str) -> Iterator[TimePoint]:
        yield self.point("draw", weapon=name, by="ada", place="store", purpose="filming")
        yield self._inspected(name)
        yield self.point(
            "issue_rounds", lot="dummies-1", count=6, by="ada", second="dov", place="store"
        )
        yield self.point(
            "check_rounds",
            weapon=name,
            lot="dummies-1",
            checked=6,
            of=6,
            kind="dummy",
            means="shaken",
            seen_by=["basil", user],
            by="ada",
        )
        yield self.point(
            "load",
            weapon=name,
            by="ada",
            kind="dummy",
            lot="dummies-1",
            count=6,
            in_view=[*WATCHING, user],
        )
        yield self.point(
            "call", weapon=name, by="ada", state="cold", words="cold, six dummies", count=6
        )
        yield self.point("repeat_call", weapon=name, by="basil", state="cold")
        yield self.point("answer", weapon=name, by=user, what="saw it")
        yield self.point("hand_over", weapon=name, by="ada", to=user, in_sight="yes")
        yield self.point("return_weapon", weapon=name, by=user, to="ada")
        yield self.point("unload", weapon=name, by="ada", spent=0, unspent=6)
        yield self.point(
            "return_rounds", lot="dummies-1", count=6, by="ada", second="dov", place="store"
        )
        yield self._inspected(name)
        yield self.point("put_away", weapon=name, by="ada", place="store", locked="yes")

    def _counted(self) -> TimePoint:
        return self.point(
            "count_rounds",
            lot="dummies-1",
            place="store",
            found=ROUNDS,
            by="ada",
            second="dov",
        )

    def _inspected(self, name: str) -> TimePoint:
        return self.point("inspect", weapon=name, by="ada", points=list(POINTS), found="empty")


def weapon(number: int) -> str:
    """The id of a weapon."""
    return f"colt-{number}"


def performer(number: int) -> str:
    """The id of somebody who uses weapons."""
    return f"cleo-{number}"


def _number(day: date) -> int:
    return day.year * 10_000 + day.month * 100 + day.day
