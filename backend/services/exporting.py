"""An idea as a document to take along: its draft application, or its pitch while there is no draft."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from backend.content import Content
from backend.documents import Document, Section, to_docx, to_odt, to_pdf
from backend.domain.clock import CITY_ZONE
from backend.domain.ideas import IdeaId
from backend.domain.ids import PersonId
from backend.domain.interview.answers import Answer
from backend.domain.interview.form import Question
from backend.domain.refusals import NotFound
from backend.services.ideas.viewing import IdeaView, view_of, whole_text
from backend.services.ports import Unit
from backend.services.rounds import deadline_line
from backend.services.speaking import Voice

FORMATS: Mapping[str, str] = {"pdf": "pdf", "word": "docx", "odt": "odt"}
"""The acts that hand out a document, and its form."""
_MAKERS = {"pdf": to_pdf, "docx": to_docx, "odt": to_odt}
_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "odt": "application/vnd.oasis.opendocument.text",
}
_HEADINGS = "fi"
"""The coordinators read Finnish: so are the headings, whatever the group writes in."""
_LONGEST_NAME = 50


@dataclass(frozen=True, kw_only=True, slots=True)
class Exported:
    name: str
    media_type: str
    data: bytes


def export_draft(unit: Unit, content: Content, *, person: PersonId, idea: IdeaId, form: str, now: datetime) -> Exported:
    """The document as pdf, docx or odt; raises NotFound, also where the idea is another team's or the form is none of these."""
    found = unit.ideas.of_person(idea, person=person)
    if found is None or form not in _MAKERS:
        raise NotFound
    return _exported(content, view_of(unit, content, found), form=form, now=now)


def hand_out(voice: Voice, view: IdeaView, *, form: str) -> None:
    """Sends the document into the chat."""
    made = _exported(voice.content, view, form=form, now=voice.now)
    kept = voice.unit.outbox.keep_document(voice.conversation.id, name=made.name, media_type=made.media_type, data=made.data, now=voice.now)
    voice.tell("idea.document", documents=(kept,), title=view.title(voice.content, voice.language))


def _exported(content: Content, view: IdeaView, *, form: str, now: datetime) -> Exported:
    document = document_of(content, view, now=now)
    name = content.text("export.file", _HEADINGS, title=file_words(view.title(content, _HEADINGS)))
    return Exported(name=f"{name}.{form}", media_type=_TYPES[form], data=_MAKERS[form](document))


def document_of(content: Content, view: IdeaView, *, now: datetime) -> Document:
    """Finnish headings with the group's own language beside them where that is another; the group's words as they are."""
    own = view.idea.language
    languages = (_HEADINGS,) if own == _HEADINGS else (_HEADINGS, own)
    written = view.current
    local = now.astimezone(CITY_ZONE)
    return Document(
        title=view.title(content, own),
        subtitle=" / ".join(content.text(f"export.subtitle.{view.what}", code) for code in languages),
        language=_HEADINGS,
        notices=tuple(notice for code in languages for notice in _notices(content, code, now)),
        sections=tuple(_section(content, view, question, own) for question in written.questions),
        footer=content.text("export.footer", _HEADINGS, programme=content.programme.name),
        made_at=content.text("export.made_at", _HEADINGS, day=local.date(), clock=content.wordings[_HEADINGS].clock(local.time())),
        unshown=content.text("export.unshown", _HEADINGS),
    )


def _notices(content: Content, language: str, now: datetime) -> tuple[str, ...]:
    return (content.text("drafts_page.banner", language), deadline_line(content, language, now), content.text("drafts_page.not_official", language))


def _section(content: Content, view: IdeaView, question: Question, own: str) -> Section:
    text = whole_text(content, view.current, question, own)
    answer = view.current.answers.get(question.id)
    return Section(
        heading=_capital(question.label[_HEADINGS]),
        heading_other="" if own == _HEADINGS else _capital(question.label[content.language(own)]),
        paragraphs=tuple(part.strip() for part in text.split("\n") if part.strip()),
        mark=content.text(f"export.mark.{_mark(answer, text, view)}", _HEADINGS),
        is_missing=not text,
        language=own,
    )


def _mark(answer: Answer | None, text: str, view: IdeaView) -> str:
    if answer is None or not text:
        return "missing"
    return "pitch" if answer.origin == "pitch" or view.draft is None else "group"


def _capital(label: str) -> str:
    return label[:1].upper() + label[1:]


def file_words(title: str) -> str:
    """The title with what no file name may hold left out."""
    kept = "".join(letter if letter.isalnum() or letter in " -" else " " for letter in title)
    return " ".join(kept.split())[:_LONGEST_NAME].strip() or "idea"
