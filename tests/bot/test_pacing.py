from bot.pacing import Limits, Pacing


class Time:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now

    def pass_(self, seconds: float) -> None:
        self.now += seconds


def sent_at(pacing: Pacing, time: Time, addresses: list[str]) -> list[float]:
    """When each message went, seconds from the start, each sent as early as pacing allows."""
    start = time.now
    moments = []
    for address in addresses:
        while (wait := pacing.reserve(address)) > 0:
            time.pass_(wait)
        moments.append(round(time.now - start, 3))
    return moments


def test_a_chat_gets_three_at_once_and_then_one_a_second() -> None:
    time = Time()

    assert sent_at(Pacing(monotonic=time), time, ["7"] * 6) == [0, 0, 0, 1, 2, 3]


def test_twenty_five_chats_are_served_within_a_second_and_the_next_one_after_it() -> None:
    time = Time()

    moments = sent_at(Pacing(monotonic=time), time, [str(chat) for chat in range(1, 52)])

    assert moments == [0] * 25 + [1] * 25 + [2]


def test_a_group_never_gets_more_than_eighteen_in_any_minute() -> None:
    time = Time()

    moments = sent_at(Pacing(monotonic=time), time, ["-100"] * 60)

    assert max(sum(start <= moment < start + 60 for moment in moments) for start in moments) == 18


def test_without_the_limits_everything_goes_at_once() -> None:
    time = Time()
    unlimited = Limits(in_all_per_second=1000, chat_per_second=1000, chat_burst=1000, group_per_minute=1000)

    assert sent_at(Pacing(monotonic=time, limits=unlimited), time, ["-100"] * 60) == [0] * 60


def test_a_paused_chat_waits_and_no_other_does() -> None:
    time = Time()
    pacing = Pacing(monotonic=time)

    pacing.pause("7", 3)

    assert (pacing.reserve("7"), pacing.reserve("8")) == (3, 0)


def test_a_longer_pause_is_not_shortened_by_a_shorter_one() -> None:
    time = Time()
    pacing = Pacing(monotonic=time)
    pacing.pause("7", 30)
    pacing.pause_all(20)

    pacing.pause("7", 1)
    pacing.pause_all(1)

    assert (pacing.reserve("7"), pacing.reserve("8"), pacing.delay_of_all()) == (30, 20, 20)


def test_what_had_to_wait_was_not_counted() -> None:
    time = Time()
    pacing = Pacing(monotonic=time)
    pacing.pause("7", 1)
    for _ in range(10):
        pacing.reserve("7")
    time.pass_(1)

    assert sent_at(pacing, time, ["7"] * 3) == [0, 0, 0]


def test_ten_thousand_chats_are_forgotten_when_they_are_quiet() -> None:
    time = Time()
    pacing = Pacing(monotonic=time)

    for chat in range(10_000):
        pacing.reserve(str(chat))
        time.pass_(1)

    assert len(pacing._chats) <= 2_001
