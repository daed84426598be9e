"""The one way to build aiogram's dispatcher: for the product, for tests and for practice mode."""

from dataclasses import replace

from aiogram import Dispatcher

from handlers import buttons, edits, membership, speech
from handlers.commands import COMMANDS
from handlers.middlewares.access import Access
from handlers.middlewares.chat import MeetChat
from handlers.middlewares.mishap import Mishap
from handlers.middlewares.moved import Moved
from handlers.middlewares.transaction import OneTransaction
from handlers.rooms import Rooms


def build_dispatcher(rooms: Rooms) -> Dispatcher:
    """Return a dispatcher that carries each update out in one transaction.

    It keeps no state between updates: questions that wait are rows. Whoever feeds it (`bot.polling`) carries
    updates out one after another and confirms them only then.
    """
    rooms = replace(rooms, menu=COMMANDS)
    dispatcher = Dispatcher(disable_fsm=True)
    for middleware in (OneTransaction(rooms), Moved(), MeetChat(rooms), Access(), Mishap()):
        dispatcher.update.outer_middleware(middleware)
    dispatcher.include_routers(membership.router(), buttons.router(), edits.router(), speech.router())
    return dispatcher
