"""Use cases: one function, one transaction each. Front ends call these and nothing below them."""
