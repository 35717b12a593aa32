"""Values as people write them in messages, in Finnish and English: amounts, days, times, people, e-mail and phone."""

from backend.domain.values.finding import FoundValue, find_values
from backend.domain.values.forms import KINDS, Value
from backend.domain.values.reading import read_value

__all__ = ["KINDS", "FoundValue", "Value", "find_values", "read_value"]
