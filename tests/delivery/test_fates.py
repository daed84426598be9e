"""What an error says about the call, where the practice server cannot say it: answers nobody can read."""

import pytest
from aiogram.exceptions import ClientDecodeError, TelegramNetworkError
from aiogram.methods import SendMessage
from aiohttp import ClientConnectionResetError, ConnectionTimeoutError, ServerDisconnectedError

from delivery.fates import End, fate_of

METHOD = SendMessage(chat_id=17, text="api failed")


def test_an_answer_without_a_message_id_is_no_receipt() -> None:
    error = ClientDecodeError("cannot be read", ValueError(), {"ok": True, "result": True})

    assert fate_of(error).end is End.NOT_KNOWN


def test_a_message_that_aiogram_cannot_read_has_arrived_all_the_same() -> None:
    answer = {"ok": True, "result": {"message_id": 99, "a_block_of_a_newer_api": {}}}

    fate = fate_of(ClientDecodeError("cannot be read", ValueError(), answer))

    assert (fate.end, fate.message_id) == (End.ARRIVED, 99)


@pytest.mark.parametrize(
    ("cause", "end"),
    [
        (ConnectionTimeoutError("no connection in 10 s"), End.NEVER_LEFT),
        (ServerDisconnectedError(), End.NOT_KNOWN),
        (ClientConnectionResetError("closing transport"), End.NOT_KNOWN),
        (TimeoutError(), End.NOT_KNOWN),
    ],
)
def test_only_a_connection_that_was_never_made_carried_nothing(cause: Exception, end: End) -> None:
    error = TelegramNetworkError(METHOD, "wrapped alike")
    error.__cause__ = cause

    assert fate_of(error).end is end
