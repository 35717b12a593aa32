"""What is made of messages that people wrote while they were asked something, each by a classifier that has not learned from its writer.

`python -m nlu.crossfit`, JSON lines out: the lines of examples/while_asked, with what `nlu.understand` says of a message. From them is fitted
what decides between answers and all else (`make triage`): of lines that were learned by heart every answer would be certain.
"""

import json
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import yaml

from nlu.training_files import NLU, Example, WhileAsked, examples, while_asked
from nlu.understanding.crisis import CrisisPhrases
from nlu.understanding.e5 import E5
from nlu.understanding.kernel import Floats, Settings
from nlu.understanding.reader import Read, Reader, chosen
from nlu.understanding.selection import Scored, Thresholds
from nlu.understanding.spoken import Normaliser
from nlu.understanding.tidied import Tidied, tidied

FOLDS = 4


class _Remembering:
    """The sentence vectors of texts that come again in each fold."""

    def __init__(self, e5: E5) -> None:
        self._e5 = e5
        self._known: dict[str, Floats] = {}

    def encode(self, texts: list[str]) -> Floats:
        new = list(dict.fromkeys(text for text in texts if text not in self._known))
        self._known.update(zip(new, self._e5.encode(new), strict=True))
        return np.stack([self._known[text] for text in texts])


def _config() -> Mapping[str, Any]:
    pipeline = yaml.safe_load((NLU / "config.yml").read_text(encoding="utf-8"))["pipeline"]
    return next(part for part in pipeline if part["name"].endswith("TopicClassifier"))  # type: ignore[no-any-return]  # YAML


def _folds(lines: Sequence[WhileAsked]) -> Mapping[str, int]:
    """Each writer's fold: the longest first, each to the fold that has least."""
    sizes = [0] * FOLDS
    folds: dict[str, int] = {}
    for writer, count in Counter(line.writer for line in lines).most_common():
        folds[writer] = sizes.index(min(sizes))
        sizes[folds[writer]] += count
    return folds


def _told(line: WhileAsked, read: Read, crisis: CrisisPhrases) -> dict[str, Any]:
    def output(scored: Scored) -> dict[str, Any]:
        return {"topic": scored.topic, "confidence": scored.confidence}

    said = {"writer": line.writer, "slot": line.slot, "text": line.text, "outcome": line.outcome, "lang": line.lang}
    found = read.reading
    understood = {"topics": [output(one) for one in found.topics], "candidates": [output(one) for one in found.candidates], "answers": dict(read.answers)}
    return {**said, **understood, "crisis": crisis.found_in(line.text)}


def crossfit() -> Iterator[dict[str, Any]]:
    config, others, lines = _config(), list(examples()), while_asked()
    normaliser = Normaliser.learn([one.text for one in (*others, *(line.example for line in lines)) if one.lang == "fi"])
    crisis, e5 = CrisisPhrases.read(NLU.parent / config["crisis_phrases"]), _Remembering(E5(threads=config["threads"]))

    def tidy(example: Example) -> Tidied:
        return tidied(example.text, example.lang, normaliser)

    folds = _folds(lines)
    for fold in range(FOLDS):
        print(f"  {fold + 1} of {FOLDS}: learning from the writers of the other lines", file=sys.stderr, flush=True)  # noqa: T201  progress belongs on standard error
        learned = [*others, *(line.example for line in lines if folds[line.writer] != fold)]
        reader = Reader.learn(
            [tidy(one) for one in learned],
            [one.label for one in learned],
            settings=chosen(Settings, config),
            limits=chosen(Thresholds, config),
            warmth=float(config["warmth"]),
            e5=e5,
        )
        held_out = [line for line in lines if folds[line.writer] == fold]
        for line, read in zip(held_out, reader.read([tidy(line.example) for line in held_out]), strict=True):
            yield _told(line, read, crisis)


def main() -> None:
    for told in crossfit():
        print(json.dumps(told, ensure_ascii=False))  # noqa: T201  this is the command's result


if __name__ == "__main__":
    main()
