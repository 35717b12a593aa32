"""How a command ends: 0 good, 1 failed, 2 wrong usage, 78 wrong configuration."""

from collections.abc import Sequence

FAILED = 1
WRONG_USAGE = 2
WRONG_CONFIGURATION = 78


class Failed(Exception):
    """The command could not do its work; the text is for the person at the terminal."""


class WrongConfiguration(Exception):
    """Something that was set or written by hand is wrong; one line for each thing."""

    def __init__(self, lines: Sequence[str]) -> None:
        super().__init__("\n".join(lines))
        self.lines = tuple(lines)
