"""Texts as templates: compiled and tried out at start, so that a wrong placeholder never meets a person."""

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from jinja2 import StrictUndefined, Template, TemplateError, TemplateSyntaxError, meta, nodes
from jinja2.sandbox import SandboxedEnvironment

from backend.content.reader import did_you_mean
from backend.content.wording import Wording
from backend.content.yamlfile import Place, Problems, Scalar

# Both are slips of the pen: nothing here is shown as HTML, and a placeholder has two braces.
_HTML = re.compile(r"</?[A-Za-z][^>]*>")
_ONE_BRACE = re.compile(r"(?<![{%])\{(\w+)\}(?!\})")


@dataclass(frozen=True, slots=True)
class Text:
    """One wording in one language, ready to be filled in. `names` are those it uses."""

    template: Template
    place: Place
    names: frozenset[str] = frozenset()

    def render(self, context: Mapping[str, Any]) -> str:
        return self.template.render(context).strip()


class Compiler:
    """Makes templates of one language. `members` names what may stand after the dot of a known name."""

    def __init__(self, wording: Wording, *, members: Mapping[str, Collection[str]], problems: Problems) -> None:
        self._environment = SandboxedEnvironment(undefined=StrictUndefined, autoescape=False, trim_blocks=True, lstrip_blocks=True)
        self._environment.filters.update(wording.filters())
        self._members = members
        self._problems = problems
        self.language = wording.code

    def compile(self, scalar: Scalar, *, names: Collection[str]) -> Text | None:
        """The template; None, and a problem for each thing wrong with it, where it cannot be used."""
        source = scalar.text.strip()
        for found in _HTML.finditer(source):
            self._complain(scalar, source[: found.start()].count("\n"), f"[{self.language}] {found[0]} is HTML: texts are plain")
        for found in _ONE_BRACE.finditer(source):
            self._complain(scalar, source[: found.start()].count("\n"), f"[{self.language}] {found[0]} is no placeholder: it is written {{{{ {found[1]} }}}}")
        try:
            tree = self._environment.parse(source)
            template = self._environment.from_string(source)
        except TemplateSyntaxError as error:
            self._complain(scalar, error.lineno - 1, f"[{self.language}] {error.message}")
            return None
        return Text(template, scalar.place, frozenset(meta.find_undeclared_variables(tree))) if self._knows_all(scalar, tree, names) else None

    def _knows_all(self, scalar: Scalar, tree: nodes.Template, names: Collection[str]) -> bool:
        unknown = meta.find_undeclared_variables(tree) - set(names) - set(self._environment.globals)
        for node in tree.find_all(nodes.Name):
            if node.name in unknown:
                self._complain(scalar, node.lineno - 1, f"[{self.language}] unknown placeholder {node.name}{did_you_mean(node.name, names)}")
        return all(self._knows_member(scalar, node) for node in tree.find_all(nodes.Getattr)) and not unknown

    def _knows_member(self, scalar: Scalar, node: nodes.Getattr) -> bool:
        known = self._members.get(node.node.name) if isinstance(node.node, nodes.Name) else None
        if known is None or node.attr in known:
            return True
        reason = f"[{self.language}] unknown placeholder {node.node.name}.{node.attr}{did_you_mean(node.attr, known)}"  # type: ignore[attr-defined]  # known only for a Name
        self._complain(scalar, node.lineno - 1, reason)
        return False

    def _complain(self, scalar: Scalar, lines_down: int, reason: str) -> None:
        line = scalar.place.line + lines_down + scalar.is_block
        self._problems.add(Place(scalar.place.file, line), reason)


def try_out(text: Text, contexts: Iterable[Mapping[str, Any]], *, problems: Problems, language: str) -> None:
    """Renders the text in each context; what goes wrong, and an empty result, is a problem."""
    for context in contexts:
        reason = _failure(partial(text.render, context))
        if reason is not None:
            problems.add(text.place, f"[{language}] {reason}")
            return


def _failure(attempt: Callable[[], str]) -> str | None:
    try:
        rendered = attempt()
    except TemplateError as error:
        return error.message or "cannot be rendered"
    except (TypeError, ValueError, AttributeError, ArithmeticError) as error:
        return f"cannot be rendered: {error}"
    return None if rendered else "renders to nothing"
