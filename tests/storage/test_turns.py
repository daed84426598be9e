"""Who writes next: people before clocks, and within each whoever came first."""

import asyncio

import pytest

from storage.turns import Rank, Turns
from telemetry.nursery import Nursery

ASKED = (
    ("clock 1", Rank.CLOCKS),
    ("person 1", Rank.PEOPLE),
    ("clock 2", Rank.CLOCKS),
    ("person 2", Rank.PEOPLE),
)


async def rest() -> None:
    for _ in range(5):
        await asyncio.sleep(0)


async def test_people_go_before_clocks_and_each_in_the_order_of_their_coming() -> None:
    turns, went = Turns(), list[str]()

    async def write(name: str, rank: Rank) -> None:
        async with turns.turn(rank):
            went.append(name)
            await asyncio.sleep(0)

    async with Nursery() as nursery:
        async with turns.turn(Rank.CLOCKS):
            for name, rank in ASKED:
                nursery.start(write(name, rank), name=name)
            await rest()
            meanwhile = tuple(went)
        async with turns.turn(Rank.CLOCKS):
            went.append("last")

    assert meanwhile == ()
    assert went == ["person 1", "person 2", "clock 1", "clock 2", "last"]


async def test_whoever_gives_up_waiting_holds_nobody_up() -> None:
    turns, went = Turns(), list[str]()

    async def write(name: str) -> None:
        async with turns.turn(Rank.PEOPLE):
            went.append(name)

    async with Nursery() as nursery:
        async with turns.turn(Rank.CLOCKS):
            first = nursery.start(write("first"), name="first")
            second = nursery.start(write("second"), name="second")
            await rest()
            first.cancel()
            await rest()
        await second

    assert went == ["second"]


async def test_a_turn_given_in_the_moment_of_giving_up_is_passed_on() -> None:
    turns, went = Turns(), list[str]()

    async def write(name: str) -> None:
        async with turns.turn(Rank.PEOPLE):
            went.append(name)

    async with Nursery() as nursery:
        async with turns.turn(Rank.CLOCKS):
            first = nursery.start(write("first"), name="first")
            second = nursery.start(write("second"), name="second")
            await rest()
        first.cancel()  # the turn is its already, it has not run yet
        await second

    assert went == ["second"]


async def test_a_turn_ends_with_its_body_however_that_ends() -> None:
    turns = Turns()

    with pytest.raises(ValueError, match="trip"):
        async with turns.turn(Rank.CLOCKS):
            raise ValueError("trip")

    async with asyncio.timeout(5), turns.turn(Rank.CLOCKS):
        pass
