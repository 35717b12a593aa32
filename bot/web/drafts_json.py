"""Ideas and drafts as the page's script gets them: every text in the page's language already."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from backend.content import Content
from backend.services.draft_page import DraftPage, Field, ListedIdea
from backend.services.draft_words import author_text, complete_text, mark_text, share, state_text
from backend.services.ideas.viewing import IdeaView


def listed_json(content: Content, listed: ListedIdea, language: str) -> Mapping[str, Any]:
    idea = listed.view.idea
    return {
        "id": idea.id,
        "number": idea.number,
        "title": listed.view.title(content, language),
        "state": idea.state,
        "pitch_state": idea.pitch_state,
        "draft_state": idea.draft_state,
        "state_text": state_text(content, idea, listed.submissions, language),
        "complete": complete_json(content, listed.view, language),
        "touched_at": idea.touched_at.isoformat(),
    }


def page_json(content: Content, page: DraftPage, language: str, *, now: datetime) -> Mapping[str, Any]:
    return {
        **listed_json(content, ListedIdea(view=page.view, submissions=page.submissions), language),
        "is_open": page.is_open,
        "deadline": page.deadline,
        "missing": missing_json(page, language),
        "fields": [field_json(content, field, language, now=now) for field in page.fields],
    }


def saved_json(content: Content, page: DraftPage, field: str, language: str, *, now: datetime) -> Mapping[str, Any]:
    """The field as it was kept, and what the rest of the page shows of the whole."""
    kept = page.field(field)
    return {
        **field_json(content, kept, language, now=now),
        "saved_at": now.isoformat(),
        "complete": complete_json(content, page.view, language),
        "missing": missing_json(page, language),
    }


def field_json(content: Content, field: Field, language: str, *, now: datetime) -> Mapping[str, Any]:
    return {
        "id": field.question.id,
        "text": field.text,
        "version": field.version,
        "state": field.mark,
        "mark": mark_text(content, field, language, now=now),
        **theirs_json(content, field, language),
    }


def theirs_json(content: Content, field: Field, language: str) -> Mapping[str, Any]:
    """What stands in the field, and whose it is."""
    author = author_text(content, field, language) if field.at is not None else ""
    return {"text": field.text, "author": author, "at": None if field.at is None else field.at.isoformat(), "version": field.version}


def complete_json(content: Content, view: IdeaView, language: str) -> Mapping[str, Any]:
    """How much of what is to be told is there, of the draft or before it of the pitch."""
    given, wanted = share(view.current)
    return {"given": given, "wanted": wanted, "percent": view.current.percent, "text": complete_text(content, view, language)}


def missing_json(page: DraftPage, language: str) -> list[Mapping[str, str]]:
    written = page.view.draft
    return [] if written is None else [{"field": question.id, "label": label_of(question.label[language])} for question in written.missing]


def label_of(label: str) -> str:
    """Labels are written to stand within a sentence."""
    return label[:1].upper() + label[1:]
