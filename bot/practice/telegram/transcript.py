"""What happened in the chats as lines of text, for a terminal and for the documentation.

    you  /watch deployment api
    bot  👁 #7 prod/api: 3/3 ready on 1.4.2
         [Report now] [Cancel]
    bot (edit) 👁 #7 prod/api: rolling out 1.4.3
    bot 🔔 ✅ #7 prod/api: 1.4.3 is there

A bell marks what rings; an edit never does.
"""

from bot.practice.telegram.chats import Chat
from bot.practice.telegram.journal import (
    Answered,
    Corrected,
    Deed,
    Deleted,
    Edited,
    Heard,
    Pressed,
    Sent,
)
from bot.practice.telegram.people import Person
from bot.practice.telegram.values import Account, Message
from bot.practice.telegram.world import World
from messages.sentences import text

#: Lines of a document that are shown.
FILE_LINES = 6

INDENT = " " * 5


class Transcript:
    """Turns deeds into lines.

    Args:
        world: Where the chats and files are.
        you: Who is called "you".
        language: Of the words around what was said.
    """

    def __init__(self, world: World, *, you: Person, language: str) -> None:
        self._world = world
        self._you = you
        self._language = language

    def lines(self, deed: Deed) -> list[str]:
        """Return the lines of one deed; none for what nobody sees."""
        chat = self._world.chats.get(deed.chat_id)
        if chat is None:
            return []
        match deed:
            case Heard(message=message) if not message.service:
                return self._said(self._person(message.sender, chat), message)
            case Pressed():
                return [f"{self._person(deed.person, chat)}  [{deed.label}]"]
            case Corrected(after=message):
                return self._said(f"{self._person(message.sender, chat)} {self._word('edit')}", message)
        return self._by_bot(deed, self._bot(chat))

    def _by_bot(self, deed: Deed, bot: str) -> list[str]:
        match deed:
            case Sent():
                return self._said(f"{bot} 🔔" if deed.rings else bot, deed.message)
            case Edited():
                return self._said(f"{bot} {self._word('edit')}", deed.after)
            case Deleted():
                return [f"{bot} {self._word('deleted')} {deed.message.text.partition(chr(10))[0]}"]
            case Answered() if deed.text:
                return [f"{bot}  {text(self._language, 'script.short', text=deed.text)}"]
        return []

    def _said(self, who: str, message: Message) -> list[str]:
        words = message.text.splitlines()
        if message.location is not None:
            words.append(text(self._language, "script.place", place="{}, {}".format(*message.location)))
        words += self._file(message)
        words += [" ".join(f"[{button.label}]" for button in row) for row in message.keyboard]
        if message.tray is not None:
            words += [" ".join(f"({key.label})" for key in row) for row in message.tray.keys]
        first, *rest = words or [""]
        gap = "  " if " " not in who else " "
        return [f"{who}{gap}{first}", *(f"{INDENT}{line}" for line in rest)]

    def _file(self, message: Message) -> list[str]:
        if message.document is None:
            return []
        content = self._world.files.find(message.document.file_id)[1].decode("utf-8", "replace").splitlines()
        head = text(self._language, "script.file", name=message.document.name, lines=len(content))
        shown = [f"┆ {line}" for line in content[:FILE_LINES]]
        left = len(content) - FILE_LINES
        more = [f"┆ {text(self._language, 'script.more', left=left)}"] if left > 0 else []
        return [head, *shown, *more]

    def _person(self, account: Account, chat: Chat) -> str:
        who = self._word("you") if account.id == self._you.id else account.name
        return text(self._language, "script.in", who=who, chat=chat.title) if chat.is_group else who

    def _bot(self, chat: Chat) -> str:
        who = self._word("bot")
        if chat.is_group:
            return text(self._language, "script.in", who=who, chat=chat.title)
        if chat.id == self._you.id:
            return who
        return text(self._language, "script.to", who=who, name=chat.person.name)

    def _word(self, name: str) -> str:
        return text(self._language, f"script.{name}")
