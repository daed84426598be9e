"""People: the side of the practice Telegram that no Bot API has.

A test, the chat page and the script player all act through this. Everything here happens at once; what the
bot then does is waited for with `Room.wait_for_text` or `BotApi.wait_for`.
"""

import re
from dataclasses import replace
from typing import Any

from bot.practice.telegram import formatting
from bot.practice.telegram.chats import SUPERGROUP_OFFSET, Chat, ChatKind, Standing, Topic
from bot.practice.telegram.formatting import TEXT_LIMIT, Formatted
from bot.practice.telegram.journal import Corrected, Pressed
from bot.practice.telegram.rooms import Room
from bot.practice.telegram.values import Account, Button, Message
from bot.practice.telegram.world import World


class Person:
    """Somebody with a phone."""

    def __init__(self, world: World, account: Account) -> None:
        self.world = world
        self.account = account

    @property
    def id(self) -> int:
        """The person's id, which is that of their private chat as well."""
        return self.account.id

    @property
    def name(self) -> str:
        """The name as chats show it."""
        return self.account.name

    def say(
        self,
        room: Room,
        text: str,
        *,
        reply_to: Message | int | None = None,
        thread: int | None = None,
    ) -> Message:
        """Write a text; `thread` is a topic of a forum."""
        if not text.strip() or len(text) > TEXT_LIMIT:
            raise ValueError("a message holds between 1 and 4096 characters")
        shown = formatting.with_detected(formatting.trimmed(Formatted(text=text)))
        message = self._message(room, reply_to=reply_to, thread=thread)
        return self.world.hear(replace(message, text=shown.text, entities=shown.entities))

    def edit(self, message: Message, text: str) -> Message:
        """Change an own message; the bot is told of it."""
        chat = self.world.chat(message.chat_id)
        before, now = chat.messages[message.id], self.world.clock.now()
        if before.sender.id != self.id:
            raise ValueError("only one's own messages can be edited")
        shown = formatting.with_detected(formatting.trimmed(Formatted(text=text)))
        after = replace(
            before,
            text=shown.text,
            entities=shown.entities,
            edited_at=now,
            earlier=(*before.earlier, before.text),
        )
        chat.put(after)
        self.world.journal.write(Corrected(at=now, chat_id=chat.id, before=before, after=after))
        if self.world.hears(chat, after):
            self.world.tell("edited_message", self.world.message_json(after))
        return after

    def send_location(
        self,
        room: Room,
        latitude: float,
        longitude: float,
        *,
        reply_to: Message | int | None = None,
        thread: int | None = None,
    ) -> Message:
        """Share a place."""
        message = self._message(room, reply_to=reply_to, thread=thread)
        return self.world.hear(replace(message, location=(latitude, longitude)))

    def send_document(self, room: Room, name: str, content: bytes, *, caption: str = "") -> Message:
        """Send a file."""
        document = self.world.files.store(name, content)
        message = self._message(room, reply_to=None, thread=None)
        return self.world.hear(replace(message, document=document, text=caption))

    def press(self, message: Message, button: str) -> str:
        """Press a button of a message, as it is now, and return the query's id.

        Args:
            message: Under which the button is.
            button: Its label, a part of the label, or a word of its callback data.

        Raises:
            LookupError: There is no such button, or it does nothing that the bot would hear of.
        """
        current = self.world.chat(message.chat_id).messages[message.id]
        found = find_button(current, button)
        if found is None or not found.data:
            raise LookupError(f"no button {button!r} among {current.labels}")
        return self.send_callback(current, found.data, label=found.label)

    def send_callback(self, message: Message, data: str, *, label: str = "") -> str:
        """Send callback data that may not be under the message any more, as an old screen does."""
        query = self.world.ask(self.account, message.chat_id)
        self.world.journal.write(
            Pressed(
                at=query.at,
                chat_id=message.chat_id,
                person=self.account,
                message_id=message.id,
                label=label or data,
                data=data,
                query_id=query.id,
            )
        )
        content: dict[str, Any] = {"id": query.id, "from": self.account.as_json(), "data": data}
        content |= {"chat_instance": str(message.chat_id * 7), "message": self.world.message_json(message)}
        self.world.tell("callback_query", content)
        return query.id

    # --- what a person does to the bot

    def block(self) -> None:
        """Block the bot in the private chat."""
        self.world.stand(self.world.chat(self.id), Standing.KICKED, by=self.account)

    def unblock(self) -> None:
        """Take the bot back in the private chat."""
        self.world.stand(self.world.chat(self.id), Standing.MEMBER, by=self.account)

    def delete_account(self) -> None:
        """Leave Telegram."""
        self.world.chat(self.id).deactivated = True

    # --- what a person does to a group

    def open_topic(self, room: Room, name: str) -> int:
        """Open a topic in a forum and return its thread id."""
        created = self.world.announce(
            room.chat, self.account, {"forum_topic_created": {"name": name, "icon_color": 7322096}}
        )
        room.chat.put(replace(created, thread_id=created.id, in_topic=True))
        room.chat.topics[created.id] = Topic(id=created.id, name=name)
        return created.id

    def remove_bot(self, room: Room, *, kick: bool = True) -> None:
        """Throw the bot out of a group (or see it leave)."""
        self.world.stand(room.chat, Standing.KICKED if kick else Standing.LEFT, by=self.account)

    def add_bot(self, room: Room, *, administrator: bool = False) -> None:
        """Let the bot into a group, or make it an administrator."""
        was_in = room.chat.bot_is_in
        standing = Standing.ADMINISTRATOR if administrator else Standing.MEMBER
        self.world.stand(room.chat, standing, by=self.account)
        if not was_in:
            self.world.announce(room.chat, self.account, {"new_chat_members": [self.world.me.as_json()]})

    def migrate(self, room: Room) -> Room:
        """Turn a group into a supergroup, which gets another id, and return that."""
        old = room.chat
        chat = Chat(SUPERGROUP_OFFSET + old.id, ChatKind.SUPERGROUP, title=old.title)
        chat.members, chat.bot_standing = dict(old.members), old.bot_standing
        self.world.chats[chat.id] = chat
        self.world.announce(old, self.account, {"migrate_to_chat_id": chat.id})
        self.world.announce(chat, self.account, {"migrate_from_chat_id": old.id})
        old.migrated_to = chat.id
        return Room(self.world, chat)

    def _message(self, room: Room, *, reply_to: Message | int | None, thread: int | None) -> Message:
        chat = room.chat
        if self.id not in chat.members:
            raise ValueError(f"{self.name} is not in this chat")
        if chat.is_blocked:
            raise ValueError("who has blocked the bot must unblock it before writing")
        chat.started = True
        target = reply_to.id if isinstance(reply_to, Message) else reply_to
        thread_id, in_topic = self.world.thread_of(chat, thread_id=thread, reply_to=target)
        return Message(
            id=chat.next_id(),
            chat_id=chat.id,
            sender=self.account,
            sent_at=self.world.clock.now(),
            reply_to=target,
            thread_id=thread_id,
            in_topic=in_topic,
        )


def find_button(message: Message, name: str) -> Button | None:
    """Return the button with this label, this in its label, or this word in its callback data."""
    wanted = name.strip().lower()
    tests = (
        lambda button: button.label.lower() == wanted,
        lambda button: wanted in button.label.lower(),
        lambda button: wanted in (button.data.lower(), *re.split(r"[:|/ ]", button.data.lower())),
    )
    for test in tests:
        for button in message.buttons:
            if test(button):
                return button
    return None
