"""The task pages: one address each, built anew from the record whenever it is looked at.

/tasks            every task, by what it is for
/task/{name}      one of them; `?told=` says what the press before it was answered
/why/{act}        which rules in force ask about an act, and where they come from
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from provesafe import custody
from provesafe.adapters.saying import catalogue
from provesafe.adapters.web.house import House
from provesafe.adapters.web.names import act_name
from provesafe.adapters.web.pages import fragment, go, message, nothing_to_enter, page
from provesafe.adapters.web.tasks.building import Block, Scene, Task
from provesafe.adapters.web.visitors import Visitor
from provesafe.rulebook import Rule, render
from provesafe.service import Production

__all__ = ["TaskPages", "rules_about"]


class TaskPages:
    """The task pages of one house."""

    def __init__(
        self,
        house: House,
        tasks: Sequence[Task],
        *,
        batches: Callable[[Scene], Sequence[object]],
    ) -> None:
        """
        Args:
            house: what is served.
            tasks: in the order in which they are listed.
            batches: what can be done with many at once, for the page of squads.
        """
        self.house = house
        self.batches = batches
        self.tasks = {one.name: one for one in tasks}

    def routes(self) -> list[Route]:
        """The routes of these pages."""
        return [
            Route("/tasks", self.all_tasks),
            Route("/task/{name}", self.task),
            Route("/why/{act}", self.why),
        ]

    async def all_tasks(self, request: Request) -> Response:
        """Every task, by what it is for."""
        visitor = await self.house.visitor(request)
        if not visitor.person:
            return go("/badge?next=/tasks")
        groups: dict[str, list[tuple[str, str]]] = {}
        for one in self.tasks.values():
            groups.setdefault(one.group, []).append((f"/task/{one.name}", one.title))
        return page(self.house, request, "tasks.html", visitor, groups=groups)

    async def task(self, request: Request) -> Response:
        """One task."""
        visitor = await self.house.visitor(request)
        task = self.tasks.get(request.path_params["name"])
        if task is None:
            return message(
                self.house,
                request,
                visitor,
                status=404,
                heading="No such task",
                words="the tasks there are stand on the page before",
                links=[("/tasks", "Tasks")],
            )
        if not visitor.person:
            return go(f"/badge?next=/task/{task.name}")
        query = {name: value[:80] for name, value in request.query_params.items()}
        blocks, many = await self.house.do(lambda p, now: self._built(task, p, now, visitor, query))
        told = self._told(query.get("told", ""))
        context: dict[str, Any] = {
            "task": task,
            "blocks": blocks,
            "batches": many,
            "told": told,
            "back": _back(task, query),
            "why": [(one, act_name(one)) for one in task.acts],
        }
        if query.get("part"):
            return Response(
                fragment(self.house, "_task.html", visitor, **context), media_type="text/html"
            )
        return page(self.house, request, task.template, visitor, **context)

    def _built(
        self,
        task: Task,
        production: Production,
        now_ms: int,
        visitor: Visitor,
        query: Mapping[str, str],
    ) -> tuple[Sequence[Block], Sequence[object]]:
        scene = Scene(
            house=self.house, production=production, now_ms=now_ms, visitor=visitor, query=query
        )
        many = self.batches(scene) if task.name == "squad" else ()
        return task.build(scene), many

    def _told(self, once: str) -> dict[str, Any] | None:
        """What the press before this page was answered."""
        words = self.house.desk.told(once) if once else ""
        if not words:
            return None
        told: dict[str, Any] = json.loads(words)
        return {"words": told["words"], "points": told["points"], "link": f"/done/{once}"}

    async def why(self, request: Request) -> Response:
        """Why am I asked this? The rules in force about an act, each with its source."""
        visitor = await self.house.visitor(request)
        asked_for = request.path_params["act"]
        # The viewers' device is nobody's, and asks for answers.
        if visitor.standing == "guest" and asked_for != "answer":
            return go("/look")
        act = custody.VOCABULARY.get(request.path_params["act"])
        if act is None:
            return nothing_to_enter(self.house, request, visitor)
        asked, needed = await self.house.do(lambda p, _now: rules_about(p, act))
        return page(
            self.house,
            request,
            "why.html",
            visitor,
            said=act_name(act.name),
            sentence=catalogue(visitor.language)[f"act.{act.name}"]
            .replace("[", "")
            .replace("]", ""),
            asked=asked,
            needed=needed,
        )


def rules_about(
    production: Production, act: custody.ActType
) -> tuple[list[dict[str, str]], list[dict[str, str]]]:
    """The rules in force that are asked when an act is done, and those that it helps to meet."""
    facts = [f"{one.predicate}(" for one in act.fact_types]
    asked, needed = [], []
    for rule in production.books.rules:
        told = _told_rule(production, rule)
        if any(fact in render(rule.on) for fact in facts):
            asked.append(told)
        elif any(fact in render(rule.require) for fact in facts):
            needed.append(told)
    return asked, needed


def _told_rule(production: Production, rule: Rule) -> dict[str, str]:
    return {
        "name": rule.name,
        "title": rule.title,
        "source": ", ".join(one for one in (rule.source.document, rule.source.section) if one),
        "weight": rule.weight,
        "watched": "watched" if rule.rulebook in production.books.watched else "",
    }


def _back(task: Task, query: Mapping[str, str]) -> str:
    """The page's own address, with what was picked on it, for presses to come back to."""
    kept = urlencode({name: query[name] for name in ("pick", "day") if name in query})
    return f"/task/{task.name}?{kept}" if kept else f"/task/{task.name}"
