"""Typed refusals: a text key of content/messages and facts, never a sentence."""

from typing import ClassVar


class Refusal(Exception):
    """Something may not be done. `key` names the text that tells a person why."""

    key: ClassVar[str] = "refused"


class NotFound(Refusal):
    """The thing does not exist, or is not this person's: the two are not told apart."""

    key = "not_found"


class StaleFence(Refusal):
    """Somebody else took over the turn; what this worker did late is not kept."""

    key = "stale"


class UnknownReturnCode(Refusal):
    key = "return_code_unknown"


class CaseAlreadyAnswered(Refusal):
    key = "case_already_answered"


class UnfitRound(Refusal):
    """A round that cannot be published. `reason` is ends_first, starts_early, over, long, far or overlaps."""

    key = "unfit_round"

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class NothingWaiting(Refusal):
    """The team has sent nothing of the kind that waits for an answer."""

    key = "nothing_waiting"


class SubmissionAnswered(Refusal):
    key = "submission_answered"


class SubmissionTakenBack(Refusal):
    """The team took back what they had sent."""

    key = "submission_taken_back"


class ChangedMeanwhile(Refusal):
    """Somebody else changed the thing since it was read."""

    key = "changed_meanwhile"
