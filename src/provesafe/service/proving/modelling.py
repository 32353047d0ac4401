"""The prover's model of an open production: its rules, its record so far, its people and plan."""

from __future__ import annotations

from provesafe.errors import invariant
from provesafe.prover import (
    Distances,
    Rules,
    Running,
    Scene,
    System,
    Track,
    ground,
    made_of,
    read_rules,
    scene_of,
)
from provesafe.service.production import Production

__all__ = ["Prover", "planned_weapons", "weapons_out"]


class Prover:
    """The rules in force as guards, and their flags as the record leaves them.

    Rules are compiled again only when others are adopted; time-points are followed once each; the
    model of a weapon is made again only when something changed that it cannot change itself.
    """

    def __init__(self, production: Production) -> None:
        self.production = production
        self._books: tuple[str, ...] = ()
        self._rules: Rules | None = None
        self._track: Track | None = None
        self._followed = 0
        self._models: dict[tuple[str, str], Running] = {}
        self._distances: dict[tuple[str, str], Distances] = {}

    @property
    def rules(self) -> Rules:
        """The rules in force, compiled."""
        books = self.production.books
        in_force = (*(one.digest for one in books.adopted), *sorted(books.watched))
        if self._rules is None or in_force != self._books:
            self._rules = read_rules(books.rules, watched=books.watched)
            self._track = Track(self._rules.families)
            self._books, self._followed = in_force, 0
            self._models, self._distances = {}, {}
        return self._rules

    def catch_up(self) -> Track:
        """The flags after every entry there is."""
        track = (
            self._track if self.rules and self._track is not None else Track(self.rules.families)
        )
        trace = self.production.trace
        track.follow(trace[at] for at in range(self._followed, len(trace)))
        self._followed = len(trace)
        return track

    def scene(self, weapon: str, *, now_ms: int, pair: str = "") -> Scene:
        """Whom and what the model of a weapon is about.

        Raises:
            ProtocolError: the weapon is not known, or nobody handles or takes weapons.
        """
        production, now = self.production, self.production.now(now_ms)
        return scene_of(
            production.state,
            weapon,
            at_ms=now,
            shooting_day=production.times.shooting_day_of(now),
            date=production.times.date_of(now),
            pair=pair,
        )

    def model(self, weapon: str, *, now_ms: int, pair: str = "") -> Running:
        """The model of one weapon, begun as things stand.

        Args:
            weapon: its id.
            now_ms: the laptop's clock.
            pair: another weapon that might be taken for it; empty for none.

        Raises:
            ProtocolError: as for `scene`.
            TooLargeError: the weapon can stand in too many ways.
        """
        scene = self.scene(weapon, now_ms=now_ms, pair=pair)
        now = self.catch_up().at(scene.at_ms // 1000)
        known = self._models.get((weapon, pair))
        if known is None or not known.fits(scene, now):
            known = self._models[weapon, pair] = made_of(scene, self.rules, now)
            self._distances.pop((weapon, pair), None)
            return known
        return known.begun(scene, now)

    def worked_out(
        self, weapon: str, *, now_ms: int, pair: str = ""
    ) -> tuple[Running, System, Distances]:
        """The model, its table begun as things stand, and its distances, which stay the same.

        Args:
            weapon: its id.
            now_ms: the laptop's clock.
            pair: as for `model`.

        Raises:
            ProtocolError: as for `model`.
            TooLargeError: as for `model`, or the distances outgrew their budget.
        """
        model = self.model(weapon, now_ms=now_ms, pair=pair)
        system = ground(model.protocol)
        distances = self._distances.get((weapon, pair))
        if distances is None:
            distances = self._distances[weapon, pair] = Distances(system)
        invariant(distances.system.rows == system.rows, "a model begun later has the same rows")
        return model, system, distances


def weapons_out(production: Production) -> tuple[str, ...]:
    """The firearms that are out of their locked places, by id."""
    weapons = production.state.weapons.values()
    return tuple(sorted(one.id for one in weapons if one.out and one.is_firearm))


def planned_weapons(production: Production) -> tuple[str, ...]:
    """The firearms that some plan has, or that are out, by id."""
    state = production.state
    planned = {weapon for _, weapon in state.plans}
    return tuple(
        sorted(
            one.id
            for one in state.weapons.values()
            if one.is_firearm and (one.out or one.id in planned)
        )
    )
