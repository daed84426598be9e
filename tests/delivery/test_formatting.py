from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from delivery.formatting import MOST_ENTITIES, entities, formatted, width
from domain.report import Span, Style

MOMENT = datetime(2026, 11, 30, 8, 0, tzinfo=UTC)

texts = st.text(st.one_of(st.characters(), st.sampled_from("\n\t\r 🚀é_`*[]\x00\x1b\ud83d")), max_size=40)
spans = st.builds(
    Span,
    texts,
    st.sampled_from(list(Style)),
    st.sampled_from([None, "https://example.org/a_b", "javascript:x", "news.html"]),
    st.sampled_from([None, MOMENT]),
)


def covered(text: str, offset: int, length: int) -> str:
    units = text.encode("utf-16-le")
    return units[offset * 2 : (offset + length) * 2].decode("utf-16-le")


@given(st.lists(spans, max_size=30))
def test_entities_stay_inside_the_text_in_order_and_off_the_white_space_that_is_trimmed(
    given_spans: list[Span],
) -> None:
    message = formatted(given_spans)

    found = entities(message)

    assert message.text == message.text.strip()
    assert len(found) <= MOST_ENTITIES
    end = 0
    for entity in found:
        assert entity.offset >= end
        end = entity.offset + entity.length
        assert covered(message.text, entity.offset, entity.length).strip() != ""
    assert end <= width(message.text)


@given(st.lists(spans, max_size=30))
def test_what_is_sent_can_be_encoded_and_keeps_every_visible_character(given_spans: list[Span]) -> None:
    message = formatted(given_spans)

    message.text.encode("utf-8")

    seen = [char for char in message.text if not char.isspace() and char != "\N{REPLACEMENT CHARACTER}"]
    given_text = "".join(span.text for span in given_spans)
    meant = [char for char in given_text if not char.isspace() and char.isprintable()]
    assert [char for char in seen if char.isprintable()] == [char for char in meant if char != "\ufffd"]


def test_underscores_and_backticks_are_letters() -> None:
    name = "api_7d9f`*_[x](http://y)<b>&amp;"

    message = formatted([Span("pod "), Span(name, Style.CODE), Span(" stopped")])

    assert message.text == f"pod {name} stopped"
    (entity,) = entities(message)
    assert (entity.type, covered(message.text, entity.offset, entity.length)) == ("code", name)


def test_offsets_count_utf16_units() -> None:
    message = formatted([Span("🚀🚀 "), Span("done", Style.BOLD)])

    (entity,) = entities(message)

    assert (entity.offset, entity.length) == (5, 4)


def test_neighbours_of_one_style_are_one_entity_and_empty_ones_none() -> None:
    message = formatted(
        [Span("a", Style.BOLD), Span("", Style.CODE), Span("b", Style.BOLD), Span("  ", Style.ITALIC)]
    )

    assert [(entity.type, entity.offset, entity.length) for entity in entities(message)] == [("bold", 0, 2)]


def test_a_short_quotation_is_open_and_a_long_one_folds() -> None:
    short = formatted([Span("KeyError: 'DATABASE_URL'", Style.QUOTE)])
    long = formatted([Span("\n".join(f"line {number}" for number in range(10)), Style.QUOTE)])

    assert [entity.type for entity in entities(short)] == ["blockquote"]
    assert [entity.type for entity in entities(long)] == ["expandable_blockquote"]


def test_indentation_inside_a_log_is_kept() -> None:
    message = formatted([Span("\nTraceback:\n"), Span("    at main\n    at run\n", Style.PRE), Span("\nbye")])

    (entity,) = entities(message)

    assert covered(message.text, entity.offset, entity.length) == "    at main\n    at run"


@pytest.mark.parametrize("url", ["javascript:alert(1)", "", None, "file:///etc/passwd"])
def test_a_link_that_telegram_would_refuse_is_plain_text(url: str | None) -> None:
    message = formatted([Span("news", Style.LINK, url)])

    assert message.text == "news"
    assert entities(message) == []


def test_a_clock_time_is_shown_in_the_readers_zone_and_a_word_as_it_is_said() -> None:
    message = formatted(
        [
            Span("Mon 30 Nov 09:00", Style.INSTANT, at=MOMENT),
            Span(" "),
            Span("Tuesday", Style.INSTANT, at=MOMENT),
        ]
    )

    first, second = entities(message)

    assert (first.type, first.unix_time, first.date_time_format) == ("date_time", 1796025600, "wDt")
    assert (second.type, second.unix_time, second.date_time_format) == ("date_time", 1796025600, None)


def test_at_most_a_hundred_entities_are_sent() -> None:
    message = formatted([Span("x", style) for _ in range(80) for style in (Style.BOLD, Style.CODE)])

    assert len(message.marks) == 160
    assert len(entities(message)) == MOST_ENTITIES
