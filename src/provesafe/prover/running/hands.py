"""What is done with the weapon and entered nowhere: holding out, looking, aiming, firing.

And what may go wrong that no entry tells of: a live round among the others, one put in while nobody
watches, somebody walking into the line, a shot nobody meant.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from provesafe.prover.protocols.model import Failure, Hazard, Needs, State, Step, Trust
from provesafe.prover.running.deeds import AS_PLANNED, LIVE, NOTHING, guessed, heart_chance
from provesafe.prover.running.scene import Scene

__all__ = ["hands_failures", "hands_states", "hands_steps", "hands_trusts", "hazards"]

INSIDE = (NOTHING, AS_PLANNED, LIVE)
WEAPON = "weapon"
ENDS_PRESENTING = ("put-down", "put-away", "draw", "inspect", "load", "unload", "hand-over")
ENDS_THE_LOOK = ("put-down", "put-away", "draw", "inspect", "load", "unload", "give-back")


def hands_states(scene: Scene, *, inside: str, looked: bool, steps: set[str]) -> Iterator[State]:
    """What is so, and what those there have seen, begun as things stand.

    Args:
        scene: whom and what it is about.
        inside: what is in the weapon, as far as anybody knows.
        looked: whether the performer has looked and it has not been out of sight since.
        steps: the ids of the steps that there are.
    """
    yield State(id="line", kind="so", values=("nobody", "somebody"))
    yield State(id="box", kind="so", of=WEAPON, values=INSIDE)
    yield State(id="inside", kind="so", of=WEAPON, values=INSIDE, begins=inside)
    yield _ended("presented", ENDS_PRESENTING, steps)
    if scene.cast.floor:
        yield _ended("floor_looked", ENDS_PRESENTING, steps)
    seen = _ended("performer_looked", ENDS_THE_LOOK, steps)
    yield replace(seen, begins="yes" if looked else "no")
    yield State(id="aim", kind="seen", of=WEAPON, values=("down", "along the line", "at a person"))
    yield State(id="found", kind="seen", of=WEAPON, stops=True)
    yield State(
        id="fired",
        kind="seen",
        of=WEAPON,
        values=("no", "along the line", "at a person"),
        stops=True,
    )


def _ended(name: str, by: tuple[str, ...], steps: set[str]) -> State:
    ends = tuple(one for one in by if one in steps)
    return State(id=name, kind="believed", of=WEAPON, expires_on=ends)


def hands_steps(scene: Scene) -> Iterator[Step]:
    """What hands and eyes do."""
    found = {"found": "yes"}
    live = {"inside": (LIVE,)}
    in_care, playing = {"holder": ("armorer",)}, {"holder": ("performer",)}
    if scene.lot:
        yield _step("supply", "supplier", "delivers the rounds", {"box": (NOTHING,)},
                    {"box": AS_PLANNED})  # fmt: skip
    yield _step(
        "present",
        "armorer",
        "opens the weapon and presents every chamber",
        {**in_care, "presented": ("no",)},
        {"presented": "yes"},
        detects=live,
        finds=found,
    )
    if scene.cast.floor:
        yield _step(
            "floor-looks",
            "floor",
            "looks into every chamber",
            {**in_care, "presented": ("yes",), "floor_looked": ("no",)},
            {"floor_looked": "yes"},
            detects=live,
            finds=found,
        )
    yield _step(
        "performer-looks",
        "performer",
        "asks to be shown, and looks",
        {**playing, "performer_looked": ("no",)},
        {"performer_looked": "yes"},
        detects=live,
        finds=found,
    )
    ready = {**playing, "performer_looked": ("yes",)}
    yield _step("aim-along", "performer", "aims along the planned line",
                {**ready, "aim": ("down",)}, {"aim": "along the line"})  # fmt: skip
    yield _step("lower", "performer", "lowers the weapon",
                {**playing, "aim": ("along the line", "at a person")}, {"aim": "down"})  # fmt: skip
    if _at_person(scene):
        yield _step("aim-at", "performer", "aims towards a person, as planned",
                    {**ready, "aim": ("down",)}, {"aim": "at a person"})  # fmt: skip
        yield _step("fire-at", "performer", "pulls the trigger, as the scene has it",
                    {**ready, "aim": ("at a person",)}, {"fired": "at a person"})  # fmt: skip
    yield _step("fire", "performer", "pulls the trigger, as the scene has it",
                {**ready, "aim": ("along the line",)}, {"fired": "along the line"})  # fmt: skip


def _at_person(scene: Scene) -> bool:
    return scene.plan is not None and scene.plan.aim in ("at-person", "near-person")


def _step(
    id_: str,
    by: str,
    say: str,
    needs: Needs,
    does: dict[str, str],
    *,
    detects: Needs | None = None,
    finds: dict[str, str] | None = None,
) -> Step:
    return Step(
        id=id_,
        by=by,
        say=say,
        needs=needs,
        does=does,
        detects=detects or {},
        finds=finds or {},
        of=WEAPON,
    )


def hands_failures(scene: Scene) -> Iterator[Failure]:
    """What goes wrong without an entry."""
    playing = {"holder": ("performer",)}
    if scene.lot:
        yield _failure("live-in-box", "act", "delivers a live round among the others", "D",
                       by="supplier", needs={"box": (NOTHING,)}, does={"box": LIVE},
                       guess=(0.0001, 10))  # fmt: skip
    yield _failure("cart-left-alone", "act",
                   "puts a live round into the weapon while nobody watches it", "D",
                   by="outsider", needs={"holder": ("nobody",), "kept": ("out", "in")},
                   does={"inside": LIVE}, guess=(0.001, 10))  # fmt: skip
    yield _failure("not-opened-to-show", "skip", "lifts the weapon up and does not open it", "E",
                   at="present")  # fmt: skip
    if scene.cast.floor:
        yield _failure("floor-does-not-look", "skip", "does not look into every chamber", "D",
                       at="floor-looks")  # fmt: skip
    yield _failure("takes-it-unseen", "skip", "takes the weapon without having been shown", "D",
                   at="performer-looks")  # fmt: skip
    yield _failure("walk-in", "act", "walks into the line", "D", by="crew",
                   needs={"line": ("nobody",)}, does={"line": "somebody"}, of="",
                   guess=(0.01, 5))  # fmt: skip
    if not _at_person(scene):
        yield _failure("aims-at-a-person", "act", "aims at a person", "E", by="performer",
                       needs={**playing, "aim": ("down", "along the line")},
                       does={"aim": "at a person"})  # fmt: skip
    yield _failure("goes-off", "act", "lets the weapon go off, not meaning to", "F",
                   by="performer", needs={**playing, "aim": ("at a person",)},
                   does={"fired": "at a person"})  # fmt: skip
    if scene.others_out:
        yield _failure("wrong-one-taken", "act",
                       "takes another weapon for this one, with what is in that one", "F",
                       by="armorer", needs={"holder": ("armorer",)},
                       does={"inside": LIVE})  # fmt: skip


def _failure(
    id_: str,
    kind: str,
    say: str,
    task: str,
    *,
    at: str = "",
    by: str = "",
    of: str = WEAPON,
    needs: Needs | None = None,
    does: dict[str, str] | None = None,
    guess: tuple[float, float] | None = None,
) -> Failure:
    return Failure(
        id=id_,
        kind="skip" if kind == "skip" else "act",
        say=say,
        by=by,
        at=at,
        of=of,
        needs=needs or {},
        does=does or {},
        chance=guessed(*guess) if guess else heart_chance(task),
    )


def hands_trusts(scene: Scene) -> Iterator[Trust]:
    """Who looks less because somebody has: one crew, minutes apart."""
    if scene.cast.floor:
        yield Trust(earlier="not-opened-to-show", later="floor-does-not-look", level="high")


def hazards() -> tuple[Hazard, ...]:
    """What must not happen."""
    return (
        Hazard(
            id="fired-into-the-line",
            say="a live round is fired along the line, and somebody stands in it",
            when={"fired": ("along the line",), "line": ("somebody",), "inside": (LIVE,)},
        ),
        Hazard(
            id="fired-at-a-person",
            say="a live round is fired at a person",
            when={"fired": ("at a person",), "inside": (LIVE,)},
        ),
    )
