import pytest

from bot.deliveries import RecentKeys, delivery_key, is_answered_once


class Clock:
    def __init__(self):
        self.now = 1_700_000_000.0

    def __call__(self):
        return self.now


def test_a_key_is_new_once():
    keys = RecentKeys()
    assert [keys.first_time("a"), keys.first_time("a"), keys.first_time("b")] == [True, False, True]


def test_a_key_is_new_again_after_its_time():
    clock = Clock()
    keys = RecentKeys(seconds=600, clock=clock)
    keys.first_time("a")
    clock.now += 599
    assert not keys.first_time("a")
    clock.now += 1
    assert keys.first_time("a")


def test_keys_whose_time_is_up_take_no_room():
    clock = Clock()
    keys = RecentKeys(seconds=10, clock=clock)
    for number in range(100):
        keys.first_time(str(number))
    clock.now += 11
    keys.first_time("new")
    assert len(keys) == 1


def test_the_oldest_key_gives_way_when_there_are_too_many():
    keys = RecentKeys(at_most=3)
    for key in "abcd":
        assert keys.first_time(key)
    assert len(keys) == 3
    assert keys.first_time("a")
    assert not keys.first_time("d")


def test_a_forgotten_key_is_new():
    keys = RecentKeys()
    keys.first_time("a")
    keys.forget("a")
    keys.forget("never there")
    assert keys.first_time("a")


@pytest.mark.parametrize(
    ("payload", "key"),
    [
        ({"type": "event_callback", "event_id": "Ev1", "trigger_id": "x"}, "event_id:Ev1"),
        ({"type": "block_actions", "trigger_id": "1.2.c"}, "trigger_id:1.2.c"),
        ({"type": "view_submission", "trigger_id": "1.2.d"}, "trigger_id:1.2.d"),
        ({"type": "view_submission"}, None),
        ({"type": "block_actions", "trigger_id": ["a"]}, None),
    ],
)
def test_the_id_that_slack_repeats_is_the_key(payload, key):
    assert delivery_key(payload) == key


@pytest.mark.parametrize(
    ("payload", "once"),
    [
        ({"type": "event_callback"}, True),
        ({"type": "block_actions"}, True),
        ({"type": "view_submission"}, True),
        ({"type": "url_verification"}, False),
        ({"command": "/units", "trigger_id": "1.2.e"}, False),
    ],
)
def test_events_and_presses_are_answered_once_and_commands_every_time(payload, once):
    assert is_answered_once(payload) is once
