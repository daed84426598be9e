"""The commands, one module each; the order is that of /help and the menus."""

from handlers.command import Command
from handlers.commands import (
    allow,
    at,
    cancel,
    cron,
    every,
    help_,
    history,
    in_,
    list_,
    mute,
    pause,
    resume,
    run,
    settings,
    skip,
    start,
    timezone,
    watch,
)

COMMANDS: tuple[Command, ...] = (
    watch.COMMAND,
    every.COMMAND,
    at.COMMAND,
    in_.COMMAND,
    cron.COMMAND,
    list_.COMMAND,
    cancel.COMMAND,
    pause.COMMAND,
    mute.COMMAND,
    resume.COMMAND,
    skip.COMMAND,
    run.COMMAND,
    history.COMMAND,
    settings.COMMAND,
    timezone.COMMAND,
    allow.COMMAND,
    help_.COMMAND,
    start.COMMAND,
)
