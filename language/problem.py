"""What ends understanding early: a question to ask back, or a reason why it cannot be."""

from typing import Literal

from language.intents import Arguments, Ask, Choice, Refuse
from language.nearby import nearby


class Problem(Exception):  # noqa: N818  # not an error of the program: it becomes an answer
    """Raised inside `language` only; `understand` turns it into an intent."""

    def __init__(
        self,
        kind: Literal["ask", "refuse"],
        key: str,
        *,
        arguments: Arguments = (),
        choices: tuple[Choice, ...] = (),
        examples: tuple[str, ...] = (),
    ) -> None:
        super().__init__(key)
        self.kind = kind
        self.key = key
        self.arguments = arguments
        self.choices = choices
        self.examples = examples

    def beside(self, language: str, task: str = "") -> "Problem":
        """Return a refusal with examples near to what was typed; a question is as it is."""
        if self.kind == "refuse" and not self.examples:
            self.examples = nearby(self.key, language, task)
        return self

    def intent(self) -> Ask | Refuse:
        """Return the intent that says this."""
        if self.kind == "ask":
            return Ask(key=self.key, arguments=self.arguments, choices=self.choices)
        return Refuse(key=self.key, arguments=self.arguments, examples=self.examples)


def ask(key: str, /, **arguments: str | int) -> Problem:
    """Return the question `key`."""
    return Problem("ask", key, arguments=tuple(arguments.items()))


def refuse(key: str, /, **arguments: str | int) -> Problem:
    """Return the refusal `key`."""
    return Problem("refuse", key, arguments=tuple(arguments.items()))
