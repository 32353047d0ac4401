"""Everybody who listens: the form of an event, and clients that do not keep up."""

from __future__ import annotations

import asyncio

from provesafe.adapters.web.serving.hub import GATHER_SECONDS, WAITING_MAX, Hub, event


def test_an_event_keeps_its_lines() -> None:
    """Text of several lines stands in as many data lines, so that none begins another event."""
    said = event("list", "<p>\nevent: stop\n", number=7).decode()
    assert said == "event: list\nid: 7\ndata: <p>\ndata: event: stop\n\n"
    assert event("beat", "") == b"event: beat\ndata: \n\n"


def test_who_does_not_keep_up_is_dropped() -> None:
    """A client that takes nothing is let go; others get every event; the end ends all streams."""

    async def play() -> tuple[list[bytes], int]:
        hub = Hub()
        slow, quick = hub.stream(b"first", whole=True), hub.stream(b"first", whole=False)
        got = [await anext(slow), await anext(quick)]
        for number in range(WAITING_MAX + 1):
            hub.publish(b"whole", short=f"s{number}".encode())
            got.append(await anext(quick))
        listening = hub.listening
        hub.end()
        got += [one async for one in quick]
        return got, listening

    got, listening = asyncio.run(play())
    assert listening == 1
    assert got[2:] == [f"s{n}".encode() for n in range(WAITING_MAX + 1)]


def test_what_comes_in_a_rush_is_told_together() -> None:
    """The first change is told at once, those right behind it in one, as they then stand."""

    async def play() -> list[int]:
        hub = Hub()
        told: list[int] = []
        stands = [0]
        for stands[0] in range(5):
            hub.gather(lambda: told.append(stands[0]))
        while len(told) < 2:
            await asyncio.sleep(GATHER_SECONDS / 4)
        await asyncio.sleep(GATHER_SECONDS)
        stands[0] = 9
        hub.gather(lambda: told.append(stands[0]))
        return told

    assert asyncio.run(play()) == [0, 4, 9]
