"""A chat as people and tests see it, and what can happen to it."""

from bot.practice.telegram.chats import Chat, Standing
from bot.practice.telegram.values import Account, Message
from bot.practice.telegram.world import World


class Room:
    """A chat as a test sees it."""

    def __init__(self, world: World, chat: Chat) -> None:
        self.world = world
        self.chat = chat

    @property
    def id(self) -> int:
        """The chat's id."""
        return self.chat.id

    @property
    def messages(self) -> tuple[Message, ...]:
        """All messages as they are now, oldest first."""
        return tuple(self.chat.messages[number] for number in sorted(self.chat.messages))

    @property
    def from_bot(self) -> tuple[Message, ...]:
        """The bot's messages as they are now."""
        return tuple(message for message in self.messages if message.sender.id == self.world.me.id)

    @property
    def last(self) -> Message:
        """The newest message of the bot."""
        return self.from_bot[-1]

    def find(self, text: str, *, after: Message | None = None) -> Message | None:
        """Return the bot's newest message that contains `text` now, newer than `after`."""
        floor = 0 if after is None else after.id
        found = (it for it in reversed(self.from_bot) if it.id > floor and text.lower() in it.text.lower())
        return next(found, None)

    async def wait_for_text(
        self, text: str, seconds: float = 5.0, *, after: Message | None = None
    ) -> Message:
        """Return the bot's message that contains `text`, new or edited, within so many real seconds."""
        return await self.world.journal.wait_for(lambda: self.find(text, after=after), seconds=seconds)

    # --- what happens to a chat

    def close_topic(self, thread_id: int) -> None:
        """Close a topic."""
        self.chat.close_topic(thread_id)

    def delete_topic(self, thread_id: int) -> None:
        """Delete a topic with all that was said in it."""
        del self.chat.topics[thread_id]
        for message in self.messages:
            if message.in_topic and message.thread_id == thread_id:
                del self.chat.messages[message.id]

    def promote(self, account: Account) -> None:
        """Make somebody an administrator."""
        self.chat.add(account, Standing.ADMINISTRATOR)

    def restrict(self, *, read_only: bool = True) -> None:
        """Forbid the bot to write, or allow it again."""
        self.chat.read_only = read_only

    def delete(self) -> None:
        """Delete the group."""
        self.chat.deleted = True
