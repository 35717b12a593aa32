"""The one place where ids and tokens are made. Every id is opaque to people and to front ends."""

import secrets
import uuid
from typing import NewType

PersonId = NewType("PersonId", str)
ConversationId = NewType("ConversationId", str)
LinkId = NewType("LinkId", str)
TurnId = NewType("TurnId", str)
OutboxId = NewType("OutboxId", str)
DeliveryId = NewType("DeliveryId", str)
CaseId = NewType("CaseId", str)
ButtonToken = NewType("ButtonToken", str)

# No 0/O, 1/I/L, U: a code is read aloud on the phone and copied by hand.
_CODE_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
_CODE_LENGTH = 12


def new_id() -> str:
    """A random 128-bit id as 32 hex digits."""
    return uuid.uuid4().hex


def new_token() -> ButtonToken:
    """22 URL-safe characters, 128 random bits: fits into Telegram's 64 bytes of callback data."""
    return ButtonToken(secrets.token_urlsafe(16))


def new_secret() -> str:
    """43 URL-safe characters, 256 random bits, for sessions and shared secrets."""
    return secrets.token_urlsafe(32)


def new_return_code() -> str:
    """A code of 12 characters (58 bits) in groups of four, as a person copies it: ABCD-EFGH-JKMN."""
    letters = "".join(secrets.choice(_CODE_ALPHABET) for _ in range(_CODE_LENGTH))
    return "-".join(letters[i : i + 4] for i in range(0, _CODE_LENGTH, 4))


def normalise_return_code(typed: str) -> str:
    """The code as stored, from what a person typed: case, spaces and dashes do not matter."""
    letters = "".join(c for c in typed.upper() if c.isascii() and c.isalnum())
    return "-".join(letters[i : i + 4] for i in range(0, len(letters), 4))
