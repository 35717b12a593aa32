"""The texts of forms: filled in once, at reading, with what the programme and the office say."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from backend.content.context import Contexts, known_members, known_names
from backend.content.reader import Reader
from backend.content.templates import Compiler, Text, try_out
from backend.content.wording import Wording
from backend.content.yamlfile import Items, Problems, Scalar, Value

_LONGEST = 1200


@dataclass(frozen=True, slots=True)
class FormTemplate:
    """A text that is filled in when it is said. `names` are those it uses, those of the programme among them."""

    text: Text
    context: Mapping[str, Any]

    @property
    def names(self) -> frozenset[str]:
        return self.text.names

    def fill(self, words: Mapping[str, str]) -> str:
        return self.text.render({**self.context, **words})


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

    def templates(self, reader: Reader, key: str, *, names: Collection[str]) -> Mapping[str, tuple[FormTemplate, ...]]:
        """The templates in every language, at least one; each may use `names` beside what the programme and the office say."""
        values = {code: value.values if isinstance(value, Items) else (value,) for code, value in reader.in_languages(key).items()}
        return {code: tuple(made for one in values.get(code, ()) if (made := self._template(code, key, one, names)) is not None) for code in self._compilers}

    def _template(self, code: str, key: str, value: Value, names: Collection[str]) -> FormTemplate | None:
        if not isinstance(value, Scalar) or value.is_null or not value.text.strip():
            self._problems.add(value.place, f"[{code}] {key} must be a text, and not an empty one")
            return None
        text = self._compilers[code].compile(value, names=(*self._names, *names))
        if text is None:
            return None
        context = {name: fact for name, fact in self._contexts[code].items() if name not in names}
        try_out(text, [{**context, **dict.fromkeys(names, "x")}], problems=self._problems, language=code)
        return FormTemplate(text, context)

    def _text(self, code: str, key: str, value: Value) -> str:
        if not isinstance(value, Scalar) or value.is_null or not value.text.strip():
            self._problems.add(value.place, f"[{code}] {key} must be a text, and not an empty one")
            return ""
        compiled = self._compilers[code].compile(value, names=self._names)
        text = "" if compiled is None else compiled.render(self._contexts[code])
        if len(text) > _LONGEST:
            self._problems.add(value.place, f"[{code}] {key} is longer than {_LONGEST} characters")
        return text
