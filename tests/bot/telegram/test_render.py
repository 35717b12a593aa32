import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.telegram.emulator.entities import parse_html, utf16_units
from bot.telegram.render import MAX_UNITS, Part, render, units


def shown(parts: tuple[Part, ...]) -> list[str]:
    """What Telegram would show of the markup; it raises where the markup is broken."""
    return [parse_html(part.html)[0] for part in parts]


def test_bold_is_marked_and_everything_else_is_shown_as_written() -> None:
    assert render("**Yes**, 5 < 6 & <b>x</b> _*[]()~`>#+-=|{}.!") == (
        Part(html="<b>Yes</b>, 5 &lt; 6 &amp; &lt;b&gt;x&lt;/b&gt; _*[]()~`&gt;#+-=|{}.!", plain="Yes, 5 < 6 & <b>x</b> _*[]()~`>#+-=|{}.!"),
    )


def test_a_lone_pair_of_stars_stays() -> None:
    assert render("2 ** 3 ** 4 and **open") == (Part(html="2 ** 3 ** 4 and **open", plain="2 ** 3 ** 4 and **open"),)


def test_a_link_stays_as_typed() -> None:
    link = "https://example.org/a?b=1&c=_2_"

    assert shown(render(f"See {link}.")) == [f"See {link}."]


def test_the_question_is_quoted_and_its_stars_are_not_ours() -> None:
    assert render("Answer", quote="**who** <me>?") == (Part(html="<blockquote>**who** &lt;me&gt;?</blockquote>\nAnswer", plain="**who** <me>?\nAnswer"),)


def test_a_note_stands_before_all_else() -> None:
    assert render("Answer", quote="Q?", note="Again") == (Part(html="<i>Again</i>\n<blockquote>Q?</blockquote>\nAnswer", plain="Again\nQ?\nAnswer"),)


def test_a_long_question_is_quoted_shortened_at_a_word() -> None:
    (part,) = render("Answer", quote="word " * 200)

    assert part.plain == " ".join(["word"] * 48) + "…\nAnswer"


@pytest.mark.parametrize("nothing", ["", "  \n ", "\t"])
def test_nothing_to_see_is_no_message(nothing: str) -> None:
    assert render(nothing) == ()


def test_a_long_answer_is_split_between_paragraphs() -> None:
    paragraphs = [f"{number} " + "word " * 300 + "end." for number in range(5)]

    parts = shown(render("\n\n".join(paragraphs)))

    assert parts == ["\n\n".join(paragraphs[:2]), "\n\n".join(paragraphs[2:4]), paragraphs[4]]


def test_one_long_paragraph_is_split_between_sentences() -> None:
    sentence = "x" * 98 + "."

    parts = shown(render(" ".join([sentence] * 60)))

    assert parts == [" ".join([sentence] * 40), " ".join([sentence] * 20)]
    assert max(map(len, parts)) <= MAX_UNITS


def test_emoji_count_as_two_and_are_never_torn() -> None:
    parts = shown(render("😀" * 4096))

    assert parts == ["😀" * 2048, "😀" * 2048]
    assert [units(part) for part in parts] == [4096, 4096]


def test_bold_across_a_border_is_closed_and_opened_again() -> None:
    parts = render("**" + "a" * 5000 + "**")

    assert [part.html for part in parts] == ["<b>" + "a" * 4096 + "</b>", "<b>" + "a" * 904 + "</b>"]


def test_exactly_the_limit_is_one_part_and_one_more_unit_is_two() -> None:
    assert (len(render("a" * 4096)), len(render("a" * 4097))) == (1, 2)


@given(st.text(alphabet="ab .\n*😀<&>\u0301", max_size=12_000), st.text(max_size=300), st.sampled_from(["", "note"]))
def test_every_part_is_valid_short_enough_and_nothing_is_lost(text: str, quote: str, note: str) -> None:
    parts = render(text, quote=quote, note=note)

    assert shown(parts) == [part.plain for part in parts]
    assert all(0 < utf16_units(part.plain) <= MAX_UNITS for part in parts)
    without_space_or_stars = re.sub(r"[\s*]", "", text)
    assert re.sub(r"[\s*]", "", "".join(part.plain for part in parts)).endswith(without_space_or_stars)
