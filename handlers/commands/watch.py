"""/watch: report when something in the cluster is through, or goes wrong."""

from handlers.acts import looking
from handlers.command import Command
from handlers.meaning import mean
from handlers.phrase import Phrase
from handlers.turn import Turn
from language.intents import TargetPhrase, Watch


async def handle(turn: Turn, phrase: Phrase) -> None:
    """Watch what is named; without a name what there is, the only one or one of several buttons."""
    if not phrase.text:
        await looking.watch(turn, Watch(targets=(TargetPhrase(),)))
        return
    await mean(turn, phrase.of_form("watch"))


COMMAND = Command(name="watch", handle=handle, in_groups=True)
