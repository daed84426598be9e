"""What can be made to go wrong between the bot and Telegram, for a given method and number of calls.

Seconds here are real ones: a slow network does not hurry because a clock is scaled.
"""

from dataclasses import dataclass

from bot.practice.telegram import errors
from bot.practice.telegram.errors import ApiError


@dataclass(frozen=True, slots=True)
class Refuse:
    """Answer with an error, nothing is applied."""

    code: int
    description: str
    retry_after: int | None = None

    def error(self) -> ApiError:
        """Return the answer."""
        return ApiError(self.code, self.description, retry_after=self.retry_after)


@dataclass(frozen=True, slots=True)
class BadGateway:
    """Answer 502 with a page of HTML, as a proxy in front of Telegram does; nothing is applied."""


@dataclass(frozen=True, slots=True)
class Hollow:
    """Answer "ok" with nothing in it; nothing is applied."""


@dataclass(frozen=True, slots=True)
class Drop:
    """Break the connection: before the call is applied, or after (it took effect, the answer is lost)."""

    applied: bool = False


@dataclass(frozen=True, slots=True)
class Hang:
    """Never answer: the call took effect when `applied`."""

    applied: bool = False


@dataclass(frozen=True, slots=True)
class Delay:
    """Answer later than usual, with the right answer."""

    seconds: float


Fault = Refuse | BadGateway | Hollow | Drop | Hang | Delay


def too_many(seconds: int) -> Refuse:
    """A 429 that asks for a pause."""
    return Refuse(429, errors.too_many(seconds).description, seconds)


def server_error(text: str = "sent by a fault") -> Refuse:
    """A 500 in JSON; with the word "restart" it is what a restarting server says."""
    return Refuse(500, errors.server_error(text).description)


def unauthorized() -> Refuse:
    """A 401: the token was revoked."""
    return Refuse(401, errors.unauthorized().description)


def conflict() -> Refuse:
    """A 409: somebody else polls."""
    return Refuse(409, errors.terminated_poll().description)


@dataclass(slots=True, kw_only=True)
class _Planned:
    fault: Fault
    method: str
    chat_id: int | None
    skip: int
    left: int | None


class Faults:
    """The faults that are switched on, in the order in which they were added."""

    def __init__(self) -> None:
        self._planned: list[_Planned] = []

    def add(
        self,
        fault: Fault,
        *,
        method: str = "*",
        count: int | None = 1,
        chat_id: int | None = None,
        skip: int = 0,
    ) -> None:
        """Let the next `count` calls (None: all) of a method go wrong, after `skip` that do not.

        Args:
            fault: What happens.
            method: "*" for every method.
            count: How many calls.
            chat_id: Only calls about this chat.
            skip: How many matching calls are left alone first.
        """
        self._planned.append(
            _Planned(fault=fault, method=method.lower(), chat_id=chat_id, skip=skip, left=count)
        )

    def clear(self) -> None:
        """Switch all faults off."""
        self._planned.clear()

    @property
    def left(self) -> int:
        """How many planned faults have not run out."""
        return len(self._planned)

    def take(self, method: str, *, chat_id: int | None) -> Fault | None:
        """Return the fault that this call meets, and count it."""
        for planned in self._planned:
            if planned.method not in ("*", method.lower()) or planned.chat_id not in (None, chat_id):
                continue
            if planned.skip:
                planned.skip -= 1
                continue
            if planned.left is not None:
                planned.left -= 1
                if planned.left <= 0:
                    self._planned.remove(planned)
            return planned.fault
        return None
