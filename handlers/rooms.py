"""What the composition root hands to the handlers: the rooms they write to and the settings they obey."""

from dataclasses import dataclass

from domain.clock import Clock
from language.context import KUBECTL_KINDS
from storage.database import Writer
from telemetry.nursery import Nursery


@dataclass(frozen=True, slots=True, kw_only=True)
class MenuEntry:
    """A command as menus and /help see it.

    Its sentences are `command.NAME.usage` and `command.NAME.summary` of the catalogue.

    Attributes:
        in_private, in_groups: Whether the menus of such chats show it; it works everywhere.
        owner_only: Whether only the owner's help shows it.
    """

    name: str
    in_private: bool = True
    in_groups: bool = False
    owner_only: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Rooms:
    """The house as the handlers see it.

    Attributes:
        username: The bot's own, without "@"; asked once by whoever builds the bot.
        owner_id: From the settings; None where the one-time link decides.
        max_jobs: How many active jobs one person may have.
        clusters, namespaces: Globs of what any chat may see; names without a wildcard are offered in
            /settings.
        kinds: (alias, kind) pairs of what can be watched, from the registry of the watchers.
        menu: All commands; filled in by `build_dispatcher` from its registry.
    """

    writer: Writer
    clock: Clock
    nursery: Nursery
    username: str
    owner_id: int | None = None
    max_jobs: int = 50
    clusters: tuple[str, ...] = ()
    namespaces: tuple[str, ...] = ("*",)
    kinds: tuple[tuple[str, str], ...] = KUBECTL_KINDS
    menu: tuple[MenuEntry, ...] = ()
