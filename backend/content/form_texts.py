"""The texts of forms: filled in once, at reading, with what the programme and the office say."""

from collections.abc import Collection, Mapping

from backend.content.context import Contexts, known_members, known_names
from backend.content.reader import Reader
from backend.content.templates import Compiler
from backend.content.wording import Wording
from backend.content.yamlfile import Items, Problems, Scalar, Value

_LONGEST = 1200


class FormTexts:
    def __init__(self, *, contexts: Contexts, wordings: Mapping[str, Wording], problems: Problems) -> None:
        self._problems = problems
        self._names: Collection[str] = known_names(contexts.programme, dated=False)
        self._compilers = {code: Compiler(wording, members=known_members(wording), problems=problems) for code, wording in wordings.items()}
        self._contexts = {code: contexts.base(code) for code in wordings}

    def one(self, reader: Reader, key: str) -> Mapping[str, str]:
        """A text in every language."""
        return {code: texts[0] for code, texts in self.several(reader, key, count=1).items()}

    def several(self, reader: Reader, key: str, *, count: int) -> Mapping[str, tuple[str, ...]]:
        """At least `count` wordings in every language, no two alike."""
        if reader.required(key) is None:
            return dict.fromkeys(self._compilers, ("",) * count)
        found: dict[str, tuple[str, ...]] = {}
        for code, value in reader.in_languages(key).items():
            values = value.values if isinstance(value, Items) else (value,)
            texts = tuple(text for one in values if (text := self._text(code, key, one)))
            if len(set(texts)) < count:
                self._problems.add(value.place, f"[{code}] {key} must have {count} different wordings, the second for asking again")
            found[code] = texts or ("",) * count
        return {code: found.get(code, ("",) * count) for code in self._compilers}

    def _text(self, code: str, key: str, value: Value) -> str:
        if not isinstance(value, Scalar) or value.is_null or not value.text.strip():
            self._problems.add(value.place, f"[{code}] {key} must be a text, and not an empty one")
            return ""
        compiled = self._compilers[code].compile(value, names=self._names)
        text = "" if compiled is None else compiled.render(self._contexts[code])
        if len(text) > _LONGEST:
            self._problems.add(value.place, f"[{code}] {key} is longer than {_LONGEST} characters")
        return text
