"""All people and rooms of one practice Telegram."""

import itertools
import re
from typing import Any

from bot.practice.telegram.chats import SUPERGROUP_OFFSET, Chat, ChatKind, Standing
from bot.practice.telegram.people import Person
from bot.practice.telegram.rooms import Room
from bot.practice.telegram.values import Account
from bot.practice.telegram.world import World


class Town:
    """All people and rooms of a world."""

    #: Ids given to people who name none; such as Telegram gives.
    FIRST_PERSON = 1_000_001
    FIRST_GROUP = 4_000_001

    def __init__(self, world: World) -> None:
        self._world = world
        self._people: dict[int, Person] = {}
        self._person_ids = itertools.count(self.FIRST_PERSON)
        self._group_ids = itertools.count(self.FIRST_GROUP)

    @property
    def people(self) -> tuple[Person, ...]:
        """Everybody, in the order of arrival."""
        return tuple(self._people.values())

    def resident(self, person_id: int) -> Person:
        """Return a person by id.

        Raises:
            LookupError: Nobody has it.
        """
        return self._people[person_id]

    @property
    def rooms(self) -> tuple[Room, ...]:
        """All chats, in the order of their making."""
        return tuple(Room(self._world, chat) for chat in self._world.chats.values())

    def person(self, first_name: str, **fields: Any) -> Person:
        """Return a new person; `fields` are those of `Account`, an id and a user name are made up."""
        fields.setdefault("id", next(self._person_ids))
        fields.setdefault("username", re.sub(r"\W", "", first_name).lower())
        fields.setdefault("language_code", "en")
        person = Person(self._world, Account(first_name=first_name, **fields))
        self._people[person.id] = person
        return person

    def private_chat(self, person: Person, *, started: bool = True) -> Room:
        """Return the chat of a person with the bot; it is made when there is none."""
        chat = self._world.chats.get(person.id)
        if chat is None:
            chat = Chat(person.id, ChatKind.PRIVATE)
            chat.add(person.account)
            chat.started = started
            self._world.chats[chat.id] = chat
        return Room(self._world, chat)

    def group(self, title: str, *people: Person, supergroup: bool = False, forum: bool = False) -> Room:
        """Return a new group with the bot in it, founded by the first person; a forum is a supergroup."""
        number = next(self._group_ids)
        large = supergroup or forum
        chat = Chat(
            SUPERGROUP_OFFSET - number if large else -number,
            ChatKind.SUPERGROUP if large else ChatKind.GROUP,
            title=title,
            is_forum=forum,
        )
        for person in people:
            chat.add(person.account, Standing.MEMBER if chat.members else Standing.CREATOR)
        self._world.chats[chat.id] = chat
        return Room(self._world, chat)
