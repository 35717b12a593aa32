"""What the trained model makes of messages: `python -m nlu.understand --model FILE`, JSON lines in, JSON lines out.

In: {"text", "lang"?}. Out, in order: {"text", "lang", "topic", "confidence", "topics", "candidates", "answers",
"crisis"}; a bad
line gives {"error": ...} and the exit code 1 in the end. Messages take the server's own way through Rasa's graph,
many at a time.
"""

import argparse
import json
import sys
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from backend.domain.text import gate
from nlu import launch

if TYPE_CHECKING:
    from rasa.core.processor import MessageProcessor

BATCH = 500


class BadLineError(ValueError):
    """The line is no message."""

    def __init__(self, *, reason: str) -> None:
        super().__init__(reason)


def _parse(line: str) -> tuple[str, str | None]:
    try:
        data = json.loads(line)
    except ValueError as error:
        raise BadLineError(reason="not JSON") from error
    if not isinstance(data, dict) or not isinstance(data.get("text"), str):
        raise BadLineError(reason="a JSON object with a text is needed")
    language = data.get("lang")
    if language is not None and not isinstance(language, str):
        raise BadLineError(reason="lang must be a text")
    return data["text"], language


def _load(model: Path) -> "MessageProcessor":
    launch.prepare_quietly()
    from rasa.core.lock_store import InMemoryLockStore  # noqa: PLC0415  only after prepare(), as all of Rasa
    from rasa.core.nlg import TemplatedNaturalLanguageGenerator  # noqa: PLC0415
    from rasa.core.processor import MessageProcessor  # noqa: PLC0415
    from rasa.core.tracker_store import InMemoryTrackerStore  # noqa: PLC0415
    from rasa.shared.core.domain import Domain  # noqa: PLC0415

    return MessageProcessor(model, InMemoryTrackerStore(Domain.empty()), InMemoryLockStore(), TemplatedNaturalLanguageGenerator({}))


class Understanding:
    """A loaded model."""

    def __init__(self, model: Path) -> None:
        self._processor = _load(model)

    def of(self, messages: list[tuple[str, str | None]]) -> list[dict[str, Any]]:
        """For pairs of text and hint of language."""
        from rasa.core.channels.channel import UserMessage  # noqa: PLC0415  only after prepare()
        from rasa.engine.constants import PLACEHOLDER_MESSAGE, PLACEHOLDER_TRACKER  # noqa: PLC0415
        from rasa.shared.core.trackers import DialogueStateTracker  # noqa: PLC0415

        target = self._processor.model_metadata.nlu_target
        users = [UserMessage(text=gate(text), metadata={"language": hint} if hint else {}) for text, hint in messages]
        inputs = {PLACEHOLDER_MESSAGE: users, PLACEHOLDER_TRACKER: DialogueStateTracker.from_events("lines", [])}
        results = self._processor.graph_runner.run(inputs=inputs, targets=[target])[target]
        return [_answer(text, result.as_dict(only_output_properties=True)) for (text, _), result in zip(messages, results, strict=True)]


def _answer(text: str, parsed: dict[str, Any]) -> dict[str, Any]:
    topics = parsed["topics"]
    best = (topics or parsed["candidates"])[0]
    return {
        "text": text,
        "lang": parsed["lang"]["code"],
        "topic": topics[0]["topic"] if topics else None,
        "confidence": best["confidence"],
        "topics": topics,
        "candidates": parsed["candidates"],
        "answers": parsed["answers"],
        "crisis": parsed["crisis"],
    }


def _batches(lines: Iterable[str]) -> Iterator[list[str]]:
    lines = iter(lines)
    while batch := list(islice(lines, BATCH)):
        yield batch


def answer(lines: TextIO, out: TextIO, model: Path) -> bool:
    """Whether every line was good."""
    understanding = Understanding(model)
    all_good = True
    for batch in _batches(line for line in lines if line.strip()):
        parsed: list[tuple[str, str | None] | str] = []
        for line in batch:
            try:
                parsed.append(_parse(line))
            except BadLineError as error:
                parsed.append(str(error))
        answers = iter(understanding.of([item for item in parsed if not isinstance(item, str)]))
        for item in parsed:
            result = {"error": item} if isinstance(item, str) else next(answers)
            all_good = all_good and "error" not in result
            print(json.dumps(result, ensure_ascii=False), file=out, flush=True)
    return all_good


def main() -> None:
    parser = argparse.ArgumentParser(prog="nlu.understand", description=__doc__)
    parser.add_argument("--model", type=Path, required=True, metavar="FILE")
    model = parser.parse_args().model
    for stream in (sys.stdin, sys.stdout):
        stream.reconfigure(encoding="utf-8", errors="surrogateescape" if stream is sys.stdin else "replace")  # type: ignore[union-attr]  # both are text wrappers
    sys.exit(0 if answer(sys.stdin, sys.stdout, model) else 1)


if __name__ == "__main__":
    main()
