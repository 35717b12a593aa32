import pytest

from backend.failpoints import FailpointReached, Failpoints, UnknownFailpoint, hit, parse_failpoints


class Recorder:
    def __init__(self) -> None:
        self.happened: list[str] = []

    def kill(self) -> None:
        self.happened.append("killed")

    def pause(self, seconds: float) -> None:
        self.happened.append(f"paused {seconds}")


def armed(spec: str, recorder: Recorder) -> Failpoints:
    return Failpoints(parse_failpoints(spec), kill=recorder.kill, pause=recorder.pause)


def test_nothing_happens_where_nothing_was_ordered() -> None:
    recorder = Recorder()

    armed("", recorder).hit("after_receive_commit")
    hit("after_receive_commit")

    assert recorder.happened == []


def test_a_kill_comes_at_the_passing_it_was_ordered_for_and_at_no_other() -> None:
    recorder = Recorder()
    points = armed("after_receive_commit:kill:3, before_receive_commit:pause:0.5", recorder)

    for _ in range(4):
        points.hit("after_receive_commit")
        points.hit("before_receive_commit")
        recorder.happened.append("-")

    assert recorder.happened == ["paused 0.5", "-", "paused 0.5", "-", "killed", "paused 0.5", "-", "paused 0.5", "-"]


def test_a_kill_without_a_number_comes_at_the_first_passing() -> None:
    recorder = Recorder()

    armed("after_delivery_send:kill", recorder).hit("after_delivery_send")

    assert recorder.happened == ["killed"]


def test_an_error_is_raised() -> None:
    with pytest.raises(FailpointReached):
        armed("after_delivery_claim:error", Recorder()).hit("after_delivery_claim")


@pytest.mark.parametrize(
    "spec", ["nowhere:kill", "after_delivery_send", "after_delivery_send:explode", "after_delivery_send:pause", "after_delivery_send:kill:often"]
)
def test_an_order_that_cannot_be_carried_out_is_refused(spec: str) -> None:
    with pytest.raises(UnknownFailpoint):
        parse_failpoints(spec)


def test_a_failpoint_that_is_not_registered_is_refused_even_where_nothing_is_armed() -> None:
    with pytest.raises(UnknownFailpoint):
        hit("nowhere")
