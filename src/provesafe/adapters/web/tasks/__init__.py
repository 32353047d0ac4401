"""Task pages: what a set does in a day, each with as few presses as the record allows."""

from __future__ import annotations

from starlette.routing import Route

from provesafe.adapters.web.house import House
from provesafe.adapters.web.tasks.books import in_force
from provesafe.adapters.web.tasks.building import Task
from provesafe.adapters.web.tasks.cards import CardPages
from provesafe.adapters.web.tasks.morning import morning, people
from provesafe.adapters.web.tasks.own import OwnPages
from provesafe.adapters.web.tasks.pages import TaskPages
from provesafe.adapters.web.tasks.paper import PaperPages, SealPages
from provesafe.adapters.web.tasks.plan import planning
from provesafe.adapters.web.tasks.rounds import loading
from provesafe.adapters.web.tasks.scribe import noting
from provesafe.adapters.web.tasks.setups import calls, shooting
from provesafe.adapters.web.tasks.squad import batches, squad
from provesafe.adapters.web.tasks.store import counting, locker, wrap_up
from provesafe.adapters.web.tasks.timeline import timeline
from provesafe.adapters.web.tasks.trouble import first_hour, line_of_fire, misfires, resuming

__all__ = ["TASKS", "routes"]

_BEFORE, _CART, _SET, _WRONG, _AFTER = (
    "Before the day",
    "Locker and cart",
    "On set",
    "When something is not as it should be",
    "Looking back",
)

TASKS: tuple[Task, ...] = (
    Task(
        name="morning",
        title="Morning check",
        group=_BEFORE,
        build=morning,
        acts=("permit", "train", "place_medic", "notify"),
    ),
    Task(
        name="people",
        title="Roles, papers, training",
        group=_BEFORE,
        build=people,
        acts=("enrol", "assign", "permit", "train"),
    ),
    Task(
        name="plan",
        title="Plan and direction",
        group=_BEFORE,
        build=planning,
        acts=("plan", "assess_risk", "direct", "measure"),
    ),
    Task(
        name="books",
        title="Rulebooks in force",
        group=_BEFORE,
        build=in_force,
        acts=("adopt",),
    ),
    Task(
        name="locker",
        title="Locker: out and away",
        group=_CART,
        build=locker,
        acts=("draw", "put_away", "open_store", "issue_rounds"),
    ),
    Task(
        name="count",
        title="Counting",
        group=_CART,
        build=counting,
        acts=("count_rounds", "count_weapons", "count_cases"),
    ),
    Task(
        name="load",
        title="Loading and unloading",
        group=_CART,
        build=loading,
        acts=("load", "unload", "check_rounds", "count_cases"),
    ),
    Task(
        name="squad",
        title="Squads: many at once",
        group=_CART,
        build=squad,
        acts=("hand_over", "return_weapon", "wear_rounds"),
        template="squad.html",
    ),
    Task(
        name="wrap",
        title="Lock-up and wrap",
        group=_CART,
        build=wrap_up,
        acts=("put_away", "lock_store", "wrap"),
    ),
    Task(
        name="shoot",
        title="Set-up, rehearsal, take, cut",
        group=_SET,
        build=shooting,
        acts=("open_set_up", "start", "roll", "cut", "clear_line"),
    ),
    Task(
        name="calls",
        title="Calls and repeats",
        group=_SET,
        build=calls,
        acts=("call", "repeat_call"),
    ),
    Task(
        name="scribe",
        title="Note what is said",
        group=_SET,
        build=noting,
        acts=("show", "answer", "hand_over"),
    ),
    Task(
        name="line",
        title="Somebody is in the line of fire",
        group=_WRONG,
        build=line_of_fire,
        acts=("in_line", "leave_line", "clear_line"),
    ),
    Task(
        name="misfire",
        title="A shot did not come",
        group=_WRONG,
        build=misfires,
        acts=("misfire", "wait_out", "open_misfire", "log_cause"),
    ),
    Task(
        name="resume",
        title="Work goes on",
        group=_WRONG,
        build=resuming,
        acts=("resume", "stop"),
    ),
    Task(
        name="hour",
        title="The first hour",
        group=_WRONG,
        build=first_hour,
        acts=("freeze", "notify", "seal", "hand_to_police"),
    ),
    Task(
        name="timeline",
        title="Timeline",
        group=_AFTER,
        build=timeline,
        acts=("amend", "void"),
        wide=True,
    ),
)


def routes(house: House) -> list[Route]:
    """The routes of these pages."""
    pages = TaskPages(house, TASKS, batches=batches)
    return [
        *CardPages(house).routes(),
        *OwnPages(house).routes(),
        *PaperPages(house).routes(),
        *SealPages(house).routes(),
        *pages.routes(),
    ]
