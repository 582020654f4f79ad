from amcenter.accounts.attempts import wait_s


def test_nobody_waits_longer_than_five_minutes() -> None:
    assert [wait_s(failures) for failures in (4, 5, 6, 7, 13, 14, 1000)] == [
        *(0, 1, 2, 4),
        256,  # 2^8
        300,
        300,
    ]
