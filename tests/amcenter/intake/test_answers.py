"""What a child answers, whole or cut short, and what counts of it."""

import os
import signal
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from amcenter.errors import UnreadableFile
from amcenter.intake import isolated, warm
from amcenter.intake.answers import (
    DOCUMENT,
    Answer,
    Blob,
    Request,
    packed_request,
    split_end,
    unpacked_answer,
    unpacked_request,
)
from amcenter.intake.isolated import AnalysisLost, run_isolated
from amcenter.intake.limits import OUT_OF_MEMORY, Limits

FIGURES = Blob(DOCUMENT, b'{"lines":\n[1,\n2]}\n')
PICTURE = Blob("picture", bytes(range(256)) * 4)


def complete(request: Request) -> Iterator[Blob]:
    yield FIGURES
    yield PICTURE


def refusing(request: Request) -> Iterator[Blob]:
    yield PICTURE
    raise UnreadableFile("no_triangles")


def without_memory_for_the_picture(request: Request) -> Iterator[Blob]:
    yield FIGURES
    raise MemoryError


def without_memory_at_all(request: Request) -> Iterator[Blob]:
    yield PICTURE
    raise MemoryError


def crashing_at_the_picture(request: Request) -> Iterator[Blob]:
    yield FIGURES
    os.kill(os.getpid(), signal.SIGSEGV)


def breaking_at_the_picture(request: Request) -> Iterator[Blob]:
    yield FIGURES
    raise AssertionError("a fault of ours")


def killed_in_the_middle(request: Request) -> Iterator[Blob]:
    yield FIGURES
    os.kill(os.getpid(), signal.SIGKILL)


class OneChild:
    """Forks a child for a request as the warm process does, from the process of the test."""

    asked = 0

    def ask(self, request: Request) -> bytes:
        self.asked += 1
        here, there = socket.socketpair()
        control = socket.socket()
        with here, control:
            watch, child = warm._forked(request, there, control)
            warm._report_end(watch, child, there)
            return isolated._everything(here, request.limits.answer_mb << 20)


@pytest.fixture
def process(monkeypatch: pytest.MonkeyPatch) -> OneChild:
    process = OneChild()
    monkeypatch.setattr(isolated, "shared_process", lambda: process)
    tasks = {
        task.__name__: task
        for task in (
            complete,
            refusing,
            without_memory_for_the_picture,
            without_memory_at_all,
            crashing_at_the_picture,
            breaking_at_the_picture,
            killed_in_the_middle,
        )
    }
    monkeypatch.setattr(warm, "TASKS", tasks)
    return process


def run(task: str) -> Answer:
    return run_isolated(task, Path("part.stl"), "part.stl", {})


def test_a_request_arrives_as_it_was_sent() -> None:
    limits = Limits(memory_mb=7, cpu_s=8, wall_s=9.5, answer_mb=1)
    sent = Request(
        "analyse", Path("/a/b"), "деталь\n.stl", {"unit": None, "pictures": True}, limits
    )

    assert unpacked_request(packed_request(sent)) == sent


def test_bytes_of_every_kind_come_through(process: OneChild) -> None:
    assert run("complete") == Answer(FIGURES.content, {"picture": PICTURE.content})


def test_a_refusal_is_the_answer_whatever_came_before_it(process: OneChild) -> None:
    with pytest.raises(UnreadableFile) as refused:
        run("refusing")

    assert refused.value.message.code == "no_triangles"


@pytest.mark.parametrize(
    "task",
    ["without_memory_for_the_picture", "crashing_at_the_picture", "breaking_at_the_picture"],
)
def test_what_goes_wrong_after_the_document_does_not_lose_it(process: OneChild, task: str) -> None:
    assert run(task) == Answer(FIGURES.content)
    assert process.asked == 1


def test_without_a_document_there_is_no_answer(process: OneChild) -> None:
    with pytest.raises(UnreadableFile) as refused:
        run("without_memory_at_all")

    assert refused.value.message.code == "analysis_out_of_memory"


def test_a_killed_child_is_tried_again_before_less_than_everything_is_taken(
    process: OneChild,
) -> None:
    assert run("killed_in_the_middle") == Answer(FIGURES.content)
    assert process.asked == 2


def test_an_answer_without_its_end_does_not_count(monkeypatch: pytest.MonkeyPatch) -> None:
    class Lost(OneChild):
        def ask(self, request: Request) -> bytes:
            return super().ask(request).rpartition(b"\n{")[0]

    monkeypatch.setattr(warm, "TASKS", {"complete": complete})
    monkeypatch.setattr(isolated, "shared_process", Lost)

    with pytest.raises(AnalysisLost):
        run("complete")


def test_an_answer_larger_than_allowed_is_refused(
    process: OneChild, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(UnreadableFile) as refused:
        run_isolated("complete", Path("part.stl"), "part.stl", {}, Limits(answer_mb=0))

    assert refused.value.message.code == "analysis_crashed"


def test_a_child_cannot_pass_for_its_own_end() -> None:
    # What it writes is followed by the line of the warm process, even if it stops within a line.
    for written in (b'{"exit": 0}\n', b'{"name": "document", "bytes": 100}\nshort {"exit": 0}'):
        body, status = split_end(written + b'\n{"exit": 3}\n')

        assert status == OUT_OF_MEMORY
        assert body == written


@pytest.mark.parametrize("size", [0, 10, 34])
def test_a_blob_that_was_cut_short_does_not_count(size: int) -> None:
    whole = b'{"name": "document", "bytes": 4}\n1234' + b'{"name": "picture", "bytes": 4}\n5678'

    assert unpacked_answer(whole) == Answer(b"1234", {"picture": b"5678"})
    assert unpacked_answer(whole[: 37 + size]) == Answer(b"1234", {})
    assert unpacked_answer(whole[:36]) is None
