"""Menus of commands and descriptions: what is set is read back, and what a person finds."""

from aiogram import Bot
from aiogram.types import (
    BotCommand,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
    BotCommandScopeChatAdministrators,
)

from bot.practice.telegram.journal import MenuSet
from bot.practice.telegram.people import Person
from bot.practice.telegram.rooms import Room
from bot.practice.telegram.server import BotApi

WATCH = BotCommand(command="watch", description="Watch a rollout")
BEOBACHTE = BotCommand(command="watch", description="Ausrollen beobachten")
LIST = BotCommand(command="list", description="What I do for you")


def words(commands: list[BotCommand]) -> list[str]:
    return [command.description for command in commands]


async def test_a_menu_is_kept_for_its_scope_and_language(bot: Bot, api: BotApi) -> None:
    private = BotCommandScopeAllPrivateChats()

    await bot.set_my_commands([WATCH, LIST], scope=private)
    await bot.set_my_commands([BEOBACHTE], scope=private, language_code="de")

    assert words(await bot.get_my_commands(scope=private)) == ["Watch a rollout", "What I do for you"]
    assert words(await bot.get_my_commands(scope=private, language_code="de")) == ["Ausrollen beobachten"]
    assert await bot.get_my_commands() == []
    assert api.record[-1] == MenuSet(
        at=api.record[-1].at,
        chat_id=0,
        scope="all_private_chats",
        language="de",
        commands=(("watch", "Ausrollen beobachten"),),
    )


async def test_a_person_finds_the_narrowest_menu_in_their_language(
    bot: Bot, api: BotApi, kevin: Person, chat: Room
) -> None:
    group = api.group("Ops", kevin, ada := api.person("Ada"))
    menus = api.world.menus
    await bot.set_my_commands([LIST])
    await bot.set_my_commands([WATCH], scope=BotCommandScopeAllPrivateChats())
    await bot.set_my_commands([BEOBACHTE], scope=BotCommandScopeAllPrivateChats(), language_code="de")
    await bot.set_my_commands([WATCH, LIST], scope=BotCommandScopeChatAdministrators(chat_id=group.id))

    found = [
        menus.shown(chat.chat, kevin.id, "en"),
        menus.shown(chat.chat, kevin.id, "de"),
        menus.shown(group.chat, kevin.id, "en"),
        menus.shown(group.chat, ada.id, "en"),
    ]

    assert [[text for _, text in commands] for commands in found] == [
        ["Watch a rollout"],
        ["Ausrollen beobachten"],
        ["Watch a rollout", "What I do for you"],
        ["What I do for you"],
    ]


async def test_a_deleted_menu_uncovers_the_wider_one(
    bot: Bot, api: BotApi, kevin: Person, chat: Room
) -> None:
    own = BotCommandScopeChat(chat_id=chat.id)
    await bot.set_my_commands([LIST])
    await bot.set_my_commands([WATCH], scope=own)

    await bot.delete_my_commands(scope=own)

    assert api.world.menus.shown(chat.chat, kevin.id, "en") == (("list", "What I do for you"),)
    assert await bot.get_my_commands(scope=BotCommandScopeAllGroupChats()) == []


async def test_descriptions_fall_back_to_those_for_all(bot: Bot) -> None:
    await bot.set_my_description("Hand me work")
    await bot.set_my_short_description("Gib mir Arbeit", language_code="de")

    assert (await bot.get_my_description(language_code="de")).description == "Hand me work"
    assert (await bot.get_my_short_description(language_code="de")).short_description == "Gib mir Arbeit"
    assert (await bot.get_my_short_description()).short_description == ""


async def test_chats_and_members_can_be_looked_up(bot: Bot, api: BotApi, kevin: Person, chat: Room) -> None:
    ada, mallory = api.person("Ada"), api.person("Mallory")
    group = api.group("Ops", kevin, ada)
    api.private_chat(mallory)

    me = await bot.get_me()
    private, public = await bot.get_chat(chat.id), await bot.get_chat(group.id)
    members = [await bot.get_chat_member(group.id, it) for it in (kevin.id, ada.id, mallory.id, me.id)]
    group.promote(ada.account)
    leaders = await bot.get_chat_administrators(group.id)

    assert (me.is_bot, me.username, me.can_read_all_group_messages) == (True, "nightjar_practice_bot", False)
    assert (private.type, private.first_name, public.type, public.title) == (
        "private",
        "Kevin",
        "group",
        "Ops",
    )
    assert [member.status for member in members] == ["creator", "member", "left", "member"]
    assert [(leader.user.first_name, leader.status) for leader in leaders] == [
        ("Kevin", "creator"),
        ("Ada", "administrator"),
    ]
