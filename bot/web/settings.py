"""What the web part is told by whoever starts it."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, slots=True)
class Rate:
    """At most `count` at once, refilled evenly over `seconds`."""

    count: int
    seconds: float


@dataclass(frozen=True, kw_only=True, slots=True)
class Probe:
    """The part called `name` works where `url` answers 200."""

    name: str
    url: str


@dataclass(frozen=True, kw_only=True, slots=True)
class WebSettings:
    """`public_url` is the https address people reach, empty where there is none.

    `parts` are those whose heartbeat must say ok and not be older than `silent_after` seconds.
    A request from one of `trusted_proxies` counts as coming from the last address of its X-Forwarded-For.
    """

    public_url: str = ""
    probes: tuple[Probe, ...] = ()
    parts: tuple[str, ...] = ("bot", "courier")
    silent_after: float = 20.0
    trusted_proxies: frozenset[str] = frozenset({"127.0.0.1", "::1"})
    is_loopback_limited: bool = False
    messages_per_session: Rate = Rate(count=30, seconds=60)
    other_posts_per_session: Rate = Rate(count=120, seconds=60)
    documents_per_session: Rate = Rate(count=12, seconds=60)
    sessions_per_address: Rate = Rate(count=20, seconds=600)
    return_codes_per_address: Rate = Rate(count=10, seconds=600)
    calendars_per_address: Rate = Rate(count=60, seconds=600)
    streams_per_session: int = 4
    streams: int = 2_000
    heartbeat: float = 15.0
    body_timeout: float = 10.0

    @property
    def is_https(self) -> bool:
        return self.public_url.startswith("https://")
