"""The methods of the Bot API that practice mode knows: one module for each group, one line here for each."""

from bot.practice.telegram.methods import callbacks, editing, lookups, marks, menus, polling, sending
from bot.practice.telegram.methods.method import Method

ALL: tuple[Method, ...] = (
    *polling.METHODS,
    *sending.METHODS,
    *editing.METHODS,
    *callbacks.METHODS,
    *marks.METHODS,
    *menus.METHODS,
    *lookups.METHODS,
)

#: Telegram does not mind how a method's name is capitalised.
BY_NAME = {method.name.lower(): method for method in ALL}
