"""Particles of German verbs: "ruf Oma an" ends where a day begins, "täglich ab morgen" does not."""

import pytest

from language.corpus import answer_case

NOW = "2027-05-05T14:03:00+02:00"  # a Wednesday


def read(text: str) -> tuple[str, str, str]:
    """Return the kind, the first moment and the task of a sentence typed in Berlin."""
    answer = answer_case({"text": text, "lang": "de", "form": "plain", "tz": "Europe/Berlin", "now": NOW})
    return answer["kind"], answer["fires"][0][:16], answer["task"]


@pytest.mark.parametrize(
    ("text", "task"),
    [
        ("ruf oma an morgen um 8", "ruf oma an"),
        ("hol das paket ab morgen um 8", "hol das paket ab"),
        ("räum die garage auf morgen um 8", "räum die garage auf"),
    ],
)
def test_a_particle_stays_with_its_verb(text: str, task: str) -> None:
    assert read(text) == ("once", "2027-05-06T08:00", task)


def test_a_bound_of_what_repeats_is_no_particle() -> None:
    assert read("hol die post ab freitag täglich um 9") == ("recurring", "2027-05-07T09:00", "hol die post")


def test_days_in_the_dative_are_not_particles() -> None:
    assert read("mach sport an werktagen um 7") == ("recurring", "2027-05-06T07:00", "mach sport")


def test_an_article_behind_it_makes_a_day_of_it() -> None:
    assert read("mach pause an den nächsten 3 freitagen um 7") == (
        "recurring",
        "2027-05-07T07:00",
        "mach pause",
    )


def test_a_verb_of_another_sentence_takes_no_particle() -> None:
    assert read("mach musik. sport ab morgen täglich um 9")[2] == "mach musik. sport"


def test_a_particle_right_behind_its_verb_belongs_to_a_day() -> None:
    assert read("lies ab freitag jeden tag um 9 ein kapitel")[:2] == ("recurring", "2027-05-07T09:00")
