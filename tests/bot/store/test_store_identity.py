import re
from concurrent.futures import ThreadPoolExecutor

import pytest

from bot.store import Hasher, load_secret

SECRET = b"a secret that is long enough to be one"
FROM_THE_FILE = """
import sys
from pathlib import Path
from bot.store import load_secret
sys.stdin.readline()
print(load_secret(None, Path(sys.argv[1])).value.decode())
"""


def test_a_person_is_always_the_same_32_hex_characters():
    name = Hasher(SECRET).user("T024BE7LD", "U2147483697")
    assert re.fullmatch("[0-9a-f]{32}", name)
    assert Hasher(SECRET).user("T024BE7LD", "U2147483697") == name


def test_no_two_things_share_a_hash():
    ours, others = Hasher(SECRET), Hasher(b"another secret, as long as the first one")
    hashes = [
        ours.user("T1", "U1"),
        ours.user("T1", "U2"),
        ours.user("T2", "U1"),
        ours.user("T1U", "1"),
        ours.user("", "T1U1"),
        ours.user(None, "T1U1"),
        ours.user(None, "U1"),
        ours.delivery("U1"),
        ours.delivery("2:T1U1"),
        others.user("T1", "U1"),
        others.delivery("U1"),
    ]
    assert len(set(hashes)) == len(hashes)


def test_a_delivery_is_always_the_same_32_hex_characters():
    name = Hasher(SECRET).delivery("13345224609.738474920.8088930838d88f008e0")
    assert re.fullmatch("[0-9a-f]{32}", name)
    assert Hasher(SECRET).delivery("13345224609.738474920.8088930838d88f008e0") == name


def test_an_id_that_is_no_proper_text_is_hashed_all_the_same():
    assert len(Hasher(SECRET).user("T1", "U\udcff")) == 32


def test_the_secret_of_the_settings_comes_first_and_leaves_no_file(tmp_path):
    secret = load_secret("from the settings", tmp_path / "unitwise.db")
    assert secret.value == b"from the settings"
    assert secret.fault is None
    assert list(tmp_path.iterdir()) == []


def test_a_secret_is_made_once_and_kept_for_its_owner_alone(tmp_path):
    first = load_secret(None, tmp_path / "unitwise.db")
    (file,) = tmp_path.iterdir()
    assert file.name == "unitwise.db.secret"
    assert file.stat().st_mode & 0o777 == 0o600
    assert first.fault is None
    assert len(first.value) >= 32
    assert load_secret(None, tmp_path / "unitwise.db") == first


def test_two_databases_have_two_secrets(tmp_path):
    assert load_secret(None, tmp_path / "a.db").value != load_secret(None, tmp_path / "b.db").value


def test_moving_the_secret_from_its_file_to_the_settings_changes_no_hash(tmp_path):
    kept = load_secret(None, tmp_path / "unitwise.db")
    text = (tmp_path / "unitwise.db.secret").read_text().strip()
    moved = load_secret(text, tmp_path / "unitwise.db")
    assert Hasher(moved.value).user("T1", "U1") == Hasher(kept.value).user("T1", "U1")


def test_threads_that_start_at_once_agree_on_one_secret(tmp_path):
    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(lambda _: load_secret(None, tmp_path / "unitwise.db"), range(32)))
    assert len({secret.value for secret in made}) == 1
    assert not any(secret.fault for secret in made)
    assert [file.name for file in tmp_path.iterdir()] == ["unitwise.db.secret"]


def test_processes_that_start_at_once_agree_on_one_secret(tmp_path, start):
    processes = [start(FROM_THE_FILE, tmp_path / "unitwise.db") for _ in range(3)]
    for process in processes:
        process.stdin.write("go\n")
        process.stdin.flush()
    assert len({process.communicate()[0] for process in processes}) == 1


def break_by_folder(file):
    file.mkdir()


def break_by_emptiness(file):
    file.write_bytes(b"")


def break_by_cutting(file):
    file.write_bytes(b"0123456789abcdef\n")


@pytest.mark.parametrize("break_it", [break_by_folder, break_by_emptiness, break_by_cutting])
def test_a_secret_that_cannot_be_used_is_named_and_left_as_it_is(tmp_path, break_it):
    file = tmp_path / "unitwise.db.secret"
    break_it(file)
    before = file.read_bytes() if file.is_file() else None
    first, second = (load_secret(None, tmp_path / "unitwise.db") for _ in range(2))
    assert str(file) in first.fault
    assert "UNITWISE_SECRET" in first.fault
    assert len(first.value) >= 32
    assert first.value != second.value
    assert (file.read_bytes() if file.is_file() else None) == before


def test_a_secret_that_cannot_be_kept_is_named(tmp_path):
    secret = load_secret(None, tmp_path / "no" / "such" / "unitwise.db")
    assert "cannot be read or made (No such file or directory)" in secret.fault
    assert list(tmp_path.iterdir()) == []


def test_a_printed_secret_shows_nothing(tmp_path):
    secret = load_secret("from the settings", tmp_path / "unitwise.db")
    assert "settings" not in repr(secret)
    assert "settings" not in str(secret)
