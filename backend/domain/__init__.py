"""Frozen dataclasses, enums and pure functions: no input or output, no clock."""
