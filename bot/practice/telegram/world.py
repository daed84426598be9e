"""The whole state of the practice Telegram: accounts, chats, files, pressed buttons, and what was done.

Everything that changes it is synchronous: a call is applied whole or not at all, whatever happens to its
connection.
"""

import itertools
import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.practice.telegram.arguments import Arguments
from bot.practice.telegram.chats import GENERAL, Chat, Standing, standing_json
from bot.practice.telegram.errors import bad_request, message_not_found, query_too_old
from bot.practice.telegram.files import Files
from bot.practice.telegram.journal import Heard, Journal, Membership
from bot.practice.telegram.menus import Menus
from bot.practice.telegram.pace import Pace
from bot.practice.telegram.polls import Polls
from bot.practice.telegram.updates import UpdateQueue
from bot.practice.telegram.values import Account, Message
from domain.clock import Clock


@dataclass(slots=True, kw_only=True)
class Query:
    """A pressed button that waits for its answer."""

    id: str
    person: Account
    chat_id: int
    at: datetime
    answered: bool = False


class World:
    """All chats of one bot.

    Args:
        clock: Gives every date.
        me: The bot.
        limits: Whether Telegram's limits of pace apply.
        query_life_s: How long a pressed button may be answered.
    """

    def __init__(self, clock: Clock, *, me: Account, limits: bool, query_life_s: float) -> None:
        self.clock = clock
        self.me = me
        self.query_life_s = query_life_s
        self.journal = Journal()
        self.updates = UpdateQueue()
        self.files = Files()
        self.menus = Menus()
        self.pace = Pace(on=limits)
        self.polls = Polls(limits=limits)
        self.chats: dict[int, Chat] = {}
        self.webhook_url = ""
        #: Telegram's default: in groups the bot hears commands and replies to itself.
        self.privacy = True
        self._queries: dict[str, Query] = {}
        self._query_ids = itertools.count(4_300_000_000_000_001)

    # --- chats and messages

    def chat(self, chat_id: int) -> Chat:
        """Return a chat by its id."""
        return self.chats[chat_id]

    def chat_named(self, arguments: Arguments) -> Chat:
        """Return the chat that a call is about.

        Raises:
            ApiError: None is named, or no such chat is known.
        """
        if not arguments.has("chat_id"):
            raise bad_request("chat_id is empty")
        named = arguments.text("chat_id")
        if not named.removeprefix("-").isdigit() or int(named) not in self.chats:
            raise bad_request("chat not found")
        return self.chats[int(named)]

    def message_named(self, chat: Chat, arguments: Arguments, *, use: str) -> Message:
        """Return the message that a call is about; `use` words the refusal when it is not there."""
        message = chat.messages.get(arguments.integer("message_id") or 0)
        if message is None:
            raise message_not_found(use)
        return message

    def message_json(self, message: Message) -> dict[str, Any]:
        """Return Telegram's `Message`, with what it replies to one level deep."""
        chat = self.chats[message.chat_id]
        target = message.reply_to
        if target is None and message.in_topic and message.thread_id != message.id:
            target = message.thread_id  # what is said in a topic "replies" to the message that opened it
        replied = chat.messages.get(target) if target is not None else None
        shown = None if replied is None else replied.as_json(chat.as_json(), None)
        return message.as_json(chat.as_json(), shown)

    # --- what people do

    def hear(self, message: Message) -> Message:
        """Store what a person said and tell the bot, if it may hear it."""
        chat = self.chats[message.chat_id]
        chat.put(message)
        self.journal.write(Heard(at=message.sent_at, chat_id=chat.id, message=message))
        if self.hears(chat, message):
            self.tell("message", self.message_json(message))
        return message

    def hears(self, chat: Chat, message: Message) -> bool:
        """Say whether this message reaches the bot."""
        if not chat.bot_is_in or chat.migrated_to is not None:
            return False
        if not chat.is_group or not self.privacy or chat.bot_standing is Standing.ADMINISTRATOR:
            return True
        if message.service:
            return True
        replied = chat.messages.get(message.reply_to or 0)
        if replied is not None and replied.sender.id == self.me.id:
            return True
        command = message.text.split(" ")[0]
        _, _, addressee = command.partition("@")
        return message.text.startswith("/") and addressee.lower() in ("", self.me.username.lower())

    def announce(self, chat: Chat, sender: Account, service: dict[str, Any]) -> Message:
        """Put a service message into a chat."""
        return self.hear(
            Message(
                id=chat.next_id(),
                chat_id=chat.id,
                sender=sender,
                sent_at=self.clock.now(),
                service=json.dumps(service, ensure_ascii=False),
            )
        )

    def stand(self, chat: Chat, standing: Standing, *, by: Account) -> None:
        """Change what the bot is in a chat, and tell it (`my_chat_member`)."""
        before, now = chat.bot_standing, self.clock.now()
        chat.bot_standing = standing
        content = {
            "chat": chat.as_json(),
            "from": by.as_json(),
            "date": int(now.timestamp()),
            "old_chat_member": standing_json(self.me, before),
            "new_chat_member": standing_json(self.me, standing),
        }
        self.journal.write(Membership(at=now, chat_id=chat.id, before=str(before), after=str(standing)))
        self.tell("my_chat_member", content)

    def thread_of(
        self, chat: Chat, *, thread_id: int | None, reply_to: int | None
    ) -> tuple[int | None, bool]:
        """Return the thread that a message of a person carries, and whether it is a topic.

        A reply outside topics carries a thread as well, which is no topic (tdlib 447): a trap worth keeping.
        """
        if thread_id not in (None, GENERAL):
            return thread_id, True
        if chat.kind != "supergroup" or reply_to is None:
            return None, False
        replied = chat.messages.get(reply_to)
        return (replied.thread_id if replied and replied.thread_id else reply_to), False

    def tell(self, kind: str, content: dict[str, Any]) -> None:
        """Queue an update and wake the poll that waits."""
        self.updates.put(kind, content, now=self.clock.now())
        self.journal.announce()

    # --- pressed buttons

    def ask(self, person: Account, chat_id: int) -> Query:
        """Open a callback query."""
        query = Query(id=str(next(self._query_ids)), person=person, chat_id=chat_id, at=self.clock.now())
        self._queries[query.id] = query
        return query

    def settle(self, query_id: str) -> Query:
        """Close a callback query.

        Raises:
            ApiError: It is unknown, answered, or too old.
        """
        query = self._queries.get(query_id)
        if query is None or query.answered:
            raise query_too_old()
        if (self.clock.now() - query.at).total_seconds() > self.query_life_s:
            raise query_too_old()
        query.answered = True
        return query
