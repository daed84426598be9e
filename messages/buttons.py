"""Buttons by their word: the label comes from the catalogue, so that one word is one wording everywhere."""

from domain.report import Action
from messages.sentences import text


def button(language: str, word: str, *, job: str = "", argument: str = "", label: str = "") -> Action:
    """Return the button for a word that the handlers know; `label` where it is data (a zone's name)."""
    return Action(word=word, label=label or text(language, f"button.{word}"), job=job, argument=argument)
