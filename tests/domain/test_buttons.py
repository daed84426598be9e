import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.buttons import MOST_BYTES, Press, number_in, pack, unpack

words = st.text(st.characters(exclude_characters=":", exclude_categories=["Cs"]), max_size=9)


@given(words.filter(bool), words, words)
def test_what_was_packed_is_unpacked_within_telegrams_limit(word: str, job: str, argument: str) -> None:
    try:
        data = pack(word, job, argument)
    except ValueError:
        assert len(f"j1:{word}:{job}:{argument}".encode()) > MOST_BYTES
    else:
        assert len(data.encode()) <= MOST_BYTES
        assert unpack(data) == Press(word, job, argument)


def test_a_colon_would_shift_the_fields_and_is_refused() -> None:
    with pytest.raises(ValueError, match="not a button"):
        pack("logs", "abc123", "a:b")


@pytest.mark.parametrize(
    "data", [None, "", "j0:logs:abc123:", "j1:logs", "j1:a:b:c:d", "j1::abc123:", "logs"]
)
def test_buttons_of_other_versions_and_strangers_are_not_ours(data: str | None) -> None:
    assert unpack(data) is None


@pytest.mark.parametrize(
    ("argument", "number"),
    [("7", 7), ("9" * 18, 10**18 - 1), ("9" * 19, None), ("", None), ("-7", None), ("٧", None), ("7a", None)],
)
def test_a_number_in_a_button_is_one_that_a_row_can_have(argument: str, number: int | None) -> None:
    assert number_in(argument) == number
