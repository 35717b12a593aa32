from bot.web.limits import Limiter
from bot.web.settings import Rate


class Seconds:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_bucket_refills_evenly() -> None:
    seconds = Seconds()
    limiter = Limiter(Rate(count=2, seconds=60), monotonic=seconds)
    assert [limiter.take("alice") for _ in range(3)] == [0.0, 0.0, 30.0]
    seconds.now = 15
    assert limiter.take("alice") == 15.0
    seconds.now = 30
    assert [limiter.take("alice") for _ in range(2)] == [0.0, 30.0]


def test_a_bucket_left_alone_is_full_and_never_more_than_full() -> None:
    seconds = Seconds()
    limiter = Limiter(Rate(count=2, seconds=60), monotonic=seconds)
    limiter.take("alice")
    seconds.now = 10_000
    assert [limiter.take("alice") for _ in range(3)] == [0.0, 0.0, 30.0]


def test_each_has_a_bucket_of_its_own() -> None:
    limiter = Limiter(Rate(count=1, seconds=60), monotonic=Seconds())
    assert (limiter.take("alice"), limiter.take("bob"), limiter.take("alice")) == (0.0, 0.0, 60.0)
