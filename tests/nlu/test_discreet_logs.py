import logging

from nlu.discreet_logs import Discreet, keep_static_fields, outline


def caught(text: str) -> RuntimeError:
    """An error with a cause, both of which quote the text."""
    try:
        try:
            raise ValueError(text)  # noqa: TRY301 - the traceback is what is tested
        except ValueError as cause:
            raise RuntimeError(text) from cause
    except RuntimeError as error:
        return error


def record(level: int, *, error: BaseException | None = None) -> logging.LogRecord:
    exc_info = None if error is None else (type(error), error, error.__traceback__)
    return logging.LogRecord("rasa.core", level, __file__, 1, "running %s failed", ("action_turn",), exc_info)


def formatted(made: logging.LogRecord) -> str | None:
    return logging.Formatter("%(message)s").format(made) if Discreet().filter(made) else None


def test_a_traceback_becomes_types_and_places() -> None:
    line = formatted(record(logging.ERROR, error=caught("alice")))

    assert line is not None
    assert ("running action_turn failed [RuntimeError at " in line, "from ValueError at " in line, "alice" in line) == (True, True, False)


def test_without_the_filter_the_traceback_quotes_the_person() -> None:
    """Negative control of the test above."""
    assert "alice" in logging.Formatter("%(message)s").format(record(logging.ERROR, error=caught("alice")))


def test_a_traceback_that_was_formatted_already_is_dropped_too() -> None:
    made = record(logging.ERROR, error=caught("alice"))
    logging.Formatter().format(made)

    assert "alice" not in str(formatted(made))


def test_debug_records_which_hold_texts_are_dropped() -> None:
    assert [formatted(record(level)) for level in (logging.DEBUG, logging.INFO)] == [None, "running action_turn failed"]


def test_structured_records_keep_only_what_is_static() -> None:
    event = {"event": "processor.message.parse", "parse_data_text": "alice", "exc_info": True, "event_info": "Parsed."}

    assert keep_static_fields(None, "warning", event) == {"event": "processor.message.parse", "event_info": "Parsed."}


def test_an_outline_of_causes_that_go_in_a_circle_ends() -> None:
    error = caught("alice")
    error.__cause__ = error

    assert outline(error).count("RuntimeError") == 10
