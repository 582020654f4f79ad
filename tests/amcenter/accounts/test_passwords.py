import pytest
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

from amcenter.accounts import passwords
from amcenter.errors import BadInput, TooMany


@pytest.mark.parametrize("password", ["", "eleven char", "x" * 201])
def test_a_password_has_12_to_200_characters(password: str) -> None:
    with pytest.raises(BadInput) as refusal:
        passwords.hashed(password)

    assert refusal.value.message.code == "password_length"


def test_a_password_is_stored_as_argon2id() -> None:
    assert passwords.hashed("twelve chars").startswith("$argon2id$")


def test_the_same_letters_typed_another_way_are_the_same_password() -> None:
    # й as one character and as и + combining breve; the ligature fi and the letters f, i
    stored = passwords.hashed("одна ста\u0439на\u044f \ufb01n")

    assert passwords.verify("одна ста\u0438\u0306на\u044f fin", stored) == (True, None)


def test_an_account_without_a_password_lets_nobody_in() -> None:
    assert passwords.verify("nobody has this password", None) == (False, None)


def test_a_hash_of_an_older_cost_is_renewed(monkeypatch: pytest.MonkeyPatch) -> None:
    stored = passwords.hashed("twelve chars")
    dearer = Argon2Hasher(time_cost=2, memory_cost=16, parallelism=1)
    monkeypatch.setattr(passwords, "_hashing", PasswordHash((dearer,)))

    right, renewed = passwords.verify("twelve chars", stored)

    assert right
    assert renewed is not None
    assert "m=16,t=2,p=1" in renewed


def test_at_most_two_passwords_are_hashed_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords, "PATIENCE_S", 0.0)

    with passwords._slot(), passwords._slot(), pytest.raises(TooMany):
        passwords.hashed("twelve chars")

    assert passwords.hashed("twelve chars")
