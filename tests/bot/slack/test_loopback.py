import pytest

from bot.loopback import is_loopback


@pytest.mark.parametrize(
    ("address", "here"),
    [
        ("http://127.0.0.1:3000/api/", True),
        ("http://127.8.8.8", True),
        ("ws://localhost:80/link", True),
        ("http://[::1]:3000/", True),
        ("https://slack.com/api/", False),
        ("https://localhost.example.com/", False),
        ("http://10.0.0.1/", False),
        ("http://[broken", False),
        ("", False),
    ],
)
def test_only_addresses_of_this_machine_are_its_own(address, here):
    assert is_loopback(address) is here
