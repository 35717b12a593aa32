"""What an adviser wrote down at a meeting: one text, in which each task for the group is a line with a box before it.

It stays one text because it is the person's own data: they get it as it was written.
"""

from collections.abc import Sequence

_BOX = "☐"


def with_tasks(notes: str, tasks: Sequence[str]) -> str:
    lines = [notes.strip(), *(f"{_BOX} {' '.join(task.split())}" for task in tasks if task.strip())]
    return "\n".join(line for line in lines if line)


def tasks_in(notes: str) -> tuple[str, ...]:
    return tuple(task for line in notes.split("\n") if _is_task(line) and (task := line.strip().removeprefix(_BOX).strip()))


def without_tasks(notes: str) -> str:
    return "\n".join(line for line in notes.split("\n") if not _is_task(line)).strip()


def _is_task(line: str) -> bool:
    return line.strip().startswith(_BOX)
