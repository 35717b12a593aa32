"""What the model is trained from, and the fingerprint that says whether a model still fits it."""

import hashlib
import json
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from nlu.understanding.labels import ELSEWHERE, UNCLEAR, answer_to

NLU = Path(__file__).parent
ROOT = NLU.parent
EXAMPLES = NLU / "examples"
ANSWER = "answer"
LANGUAGES = ("fi", "en", "sv", "ru")
_MINIMAL_DOMAIN = {"version": "3.1", "actions": ["action_turn"], "session_config": {"session_expiration_time": 0}}


def topics() -> list[str]:
    return sorted({path.stem for language in LANGUAGES for path in (EXAMPLES / language).glob("*.yml")})


def examples_of(path: Path) -> list[str]:
    """The lines of one file of examples."""
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    lines = data["nlu"][0]["examples"].splitlines()
    return [line.removeprefix("- ").strip() for line in lines if line.strip()]


def elsewhere() -> Iterator[tuple[str, str]]:
    """Language and sentence from domains that are not ours."""
    for line in (EXAMPLES / ELSEWHERE / "massive.txt").read_text(encoding="utf-8").splitlines():
        language, _, text = line.partition("\t")
        yield language, text


@dataclass(frozen=True)
class Example:
    label: str
    lang: str
    text: str


@dataclass(frozen=True)
class WhileAsked:
    """What somebody wrote while we asked for `slot`: `outcome` is `answer`, or the topic of what they said instead."""

    writer: str
    slot: str
    lang: str
    text: str
    outcome: str

    @property
    def example(self) -> Example:
        return Example(answer_to(self.slot) if self.outcome == ANSWER else self.outcome, self.lang, self.text)


def while_asked() -> list[WhileAsked]:
    files = sorted((EXAMPLES / "while_asked").glob("*.jsonl"))
    return [WhileAsked(writer=file.stem, **json.loads(line)) for file in files for line in file.read_text(encoding="utf-8").splitlines()]


def examples() -> Iterator[Example]:
    """All but those that were written while something was asked."""
    for language in LANGUAGES:
        yield from (Example(path.stem, language, text) for path in sorted((EXAMPLES / language).glob("*.yml")) for text in examples_of(path))
        yield from (Example(UNCLEAR, language, text) for text in examples_of(EXAMPLES / UNCLEAR / f"{language}.yml"))
    yield from (Example(ELSEWHERE, language, text) for language, text in elsewhere())


def _intent(name: str, language: str, texts: list[str]) -> dict[str, Any]:
    """One block of text: Rasa checks every entry of a list against a schema, which takes minutes."""
    return {"intent": name, "metadata": {"lang": language}, "examples": "".join(f"- {text}\n" for text in texts)}


def _nlu_data() -> dict[str, Any]:
    texts: dict[tuple[str, str], list[str]] = defaultdict(list)
    for example in (*examples(), *(line.example for line in while_asked())):
        texts[example.label, example.lang].append(example.text)
    return {"version": "3.1", "nlu": [_intent(label, language, said) for (label, language), said in texts.items()]}


def _domain() -> dict[str, Any]:
    path = NLU / "domain.yml"
    domain: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8")) if path.exists() else dict(_MINIMAL_DOMAIN)
    named = {intent if isinstance(intent, str) else next(iter(intent)) for intent in domain.get("intents", [])}
    labels = dict.fromkeys([*topics(), ELSEWHERE, UNCLEAR, *(line.example.label for line in while_asked())])
    domain["intents"] = domain.get("intents", []) + [name for name in labels if name not in named]
    return domain


def _rules() -> dict[str, Any]:
    """Whatever is asked, our own action answers it."""
    rules = [{"rule": f"{topic} is answered", "steps": [{"intent": topic}, {"action": "action_turn"}]} for topic in topics()]
    return {"version": "3.1", "rules": rules}


def story_files() -> list[Path]:
    return sorted((ROOT / "stories").glob("*.yml"))


def write_to(folder: Path) -> tuple[Path, list[Path]]:
    """Writes Rasa's input; answers with the domain and the training files."""
    for name, data in (("domain.yml", _domain()), ("nlu.yml", _nlu_data()), ("rules.yml", _rules())):
        (folder / name).write_text(yaml.safe_dump(data, allow_unicode=True, sort_keys=False), encoding="utf-8")
    return folder / "domain.yml", [folder / "nlu.yml", folder / "rules.yml", *story_files()]


def fingerprint() -> str:
    """Changes with anything that the trained model depends on."""
    code = [path for path in (*NLU.glob("*.py"), *(NLU / "understanding").iterdir()) if path.is_file()]
    settings = [NLU / "config.yml", NLU / "domain.yml", NLU / "uv.lock", ROOT / "content" / "crisis.yml"]
    data = [path for path in EXAMPLES.rglob("*") if path.is_file()]
    digest = hashlib.sha256(f"{sys.version_info.major}.{sys.version_info.minor}".encode())
    for path in sorted({*code, *settings, *data, *story_files()}):
        if path.exists():
            digest.update(path.relative_to(ROOT).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()
