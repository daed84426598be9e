"""A chat: who is in it, its topics, its messages, and why the bot may not write there.

Message ids count for each chat from 1, so that a bot that mixes up chats hits a wrong message soon.
"""

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from bot.practice.telegram.errors import ApiError, bad_request, forbidden, migrated
from bot.practice.telegram.values import Account, Message

#: A supergroup's id is its number with this in front.
SUPERGROUP_OFFSET = -1_000_000_000_000

#: The General topic: always there, and addressed by leaving the thread out.
GENERAL = 1


class ChatKind(StrEnum):
    """What kind of chat it is."""

    PRIVATE = "private"
    GROUP = "group"
    SUPERGROUP = "supergroup"


class Standing(StrEnum):
    """What somebody is in a chat, in Telegram's words."""

    CREATOR = "creator"
    ADMINISTRATOR = "administrator"
    MEMBER = "member"
    LEFT = "left"
    KICKED = "kicked"


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """A topic of a forum; its id is that of the service message that opened it."""

    id: int
    name: str
    closed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """Somebody in a chat."""

    account: Account
    standing: Standing


class Chat:
    """One chat.

    Args:
        chat_id: As Telegram counts: a person's id, or a negative number.
        kind: What kind of chat.
        title: Of a group.
        is_forum: Whether the supergroup has topics.
    """

    def __init__(self, chat_id: int, kind: ChatKind, *, title: str = "", is_forum: bool = False) -> None:
        self.id = chat_id
        self.kind = kind
        self.title = title
        self.is_forum = is_forum
        self.members: dict[int, Member] = {}
        self.messages: dict[int, Message] = {}
        self.topics: dict[int, Topic] = {}
        self.bot_standing = Standing.MEMBER
        self.started = True
        self.migrated_to: int | None = None
        self.deleted = False
        self.deactivated = False
        self.read_only = False
        self._last_id = 0 if kind is ChatKind.PRIVATE else 1  # a group begins with the word that it was made

    @property
    def is_group(self) -> bool:
        """Whether several people may be in it."""
        return self.kind is not ChatKind.PRIVATE

    @property
    def bot_is_in(self) -> bool:
        """Whether the bot can be heard and hears."""
        return self.bot_standing in (Standing.MEMBER, Standing.ADMINISTRATOR)

    @property
    def is_blocked(self) -> bool:
        """Whether the person of a private chat has blocked the bot."""
        return not self.is_group and not self.bot_is_in

    @property
    def person(self) -> Account:
        """The other side of a private chat."""
        return next(iter(self.members.values())).account

    def next_id(self) -> int:
        """Return the id of the next message."""
        self._last_id += 1
        return self._last_id

    def add(self, account: Account, standing: Standing = Standing.MEMBER) -> None:
        """Let somebody in, or change what they are."""
        self.members[account.id] = Member(account=account, standing=standing)

    def put(self, message: Message) -> Message:
        """Store a message, new or changed."""
        self.messages[message.id] = message
        return message

    def close_topic(self, topic_id: int) -> None:
        """Close a topic: only administrators write there."""
        self.topics[topic_id] = replace(self.topics[topic_id], closed=True)

    def as_json(self) -> dict[str, Any]:
        """Return Telegram's `Chat`."""
        value: dict[str, Any] = {"id": self.id, "type": str(self.kind)}
        if self.is_group:
            value["title"] = self.title
        else:
            named = {"first_name": self.person.first_name, "last_name": self.person.last_name}
            value |= {key: item for key, item in (named | {"username": self.person.username}).items() if item}
        return value | ({"is_forum": True} if self.is_forum else {})

    def refuse_unreachable(self) -> None:
        """Refuse what the bot asks about a chat that it is not, or no longer, in."""
        if self.migrated_to is not None:
            raise migrated(self.migrated_to)
        if not self.started:
            raise forbidden("bot can't initiate conversation with a user")
        if (reason := self._why_out()) is not None:
            raise reason

    def refuse_writing(self, thread_id: int | None) -> None:
        """Refuse a new message in this chat, or in this thread of it."""
        self.refuse_unreachable()
        if self.read_only:
            raise bad_request("not enough rights to send text messages to the chat")
        if thread_id is None:
            return
        # The General topic has the number 1 and may not be named by it (tdlib 798).
        topic = self.topics.get(thread_id) if self.is_forum and thread_id != GENERAL else None
        if topic is None:
            raise bad_request("message thread not found")
        if topic.closed and self.bot_standing is not Standing.ADMINISTRATOR:
            raise bad_request("TOPIC_CLOSED")

    def _why_out(self) -> ApiError | None:
        if self.deactivated:
            return forbidden("user is deactivated")
        if self.deleted:
            return forbidden("the group chat was deleted")
        if self.bot_is_in:
            return None
        if not self.is_group:
            return forbidden("bot was blocked by the user")
        if self.bot_standing is Standing.KICKED:
            return forbidden(f"bot was kicked from the {self._kind_in_words} chat")
        return forbidden(f"bot is not a member of the {self._kind_in_words} chat")

    @property
    def _kind_in_words(self) -> str:
        return "group" if self.kind is ChatKind.GROUP else "supergroup"


def standing_json(account: Account, standing: Standing) -> dict[str, Any]:
    """Return Telegram's `ChatMember`."""
    value: dict[str, Any] = {"user": account.as_json(), "status": str(standing)}
    if standing is Standing.CREATOR:
        return value | {"is_anonymous": False}
    if standing is Standing.KICKED:
        return value | {"until_date": 0}
    if standing is Standing.ADMINISTRATOR:
        return (
            value | dict.fromkeys(_ADMINISTRATOR_MAY, True) | {"can_be_edited": False, "is_anonymous": False}
        )
    return value


_RIGHTS = (
    "can_manage_chat can_delete_messages can_manage_video_chats can_restrict_members "
    "can_promote_members can_change_info can_invite_users can_post_stories can_edit_stories "
    "can_delete_stories can_send_welcome_messages can_pin_messages can_manage_topics"
)
_ADMINISTRATOR_MAY = _RIGHTS.split()
