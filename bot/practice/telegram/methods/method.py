"""What a method of the Bot API is: its name, the parameters that it takes, and what it does."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from bot.practice.telegram.arguments import Arguments
from bot.practice.telegram.world import World

Act = Callable[[World, Arguments], Any | Awaitable[Any]]


@dataclass(frozen=True, slots=True)
class Method:
    """One method; `act` returns the `result` of the answer or raises `ApiError`."""

    name: str
    act: Act
    parameters: frozenset[str]


def method(name: str, act: Act, *parameters: str) -> Method:
    """Return a method that takes these parameters and no others."""
    return Method(name, act, frozenset(parameters))
