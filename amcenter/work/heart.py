"""The thread that renews a worker's lease, and ends the process when the lease is lost."""

import logging
import os
import time
from threading import Event, Thread

from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError

from amcenter.db import transaction
from amcenter.work.lease import renew_lease
from amcenter.work.pace import Pace

log = logging.getLogger(__name__)

FENCED = 75
"""Exit status of a worker that was taken for dead."""


class Heart:
    """Beats in a thread of its own: everything else may have to wait for the database."""

    def __init__(self, engine: Engine, executor: str, pace: Pace) -> None:
        self._engine = engine
        self._executor = executor
        self._pace = pace
        self._last_beat = time.time()
        self._judges_from = 0.0
        self._stopped = Event()

    def start(self) -> None:
        Thread(target=self._beat_for_ever, name="heart", daemon=True).start()

    def stop(self) -> None:
        """Beat no more: from here on the lease may end without this worker being dead."""
        self._stopped.set()

    def may_judge(self) -> bool:
        """Whether this worker has been awake long enough to take others for dead.

        After a sleep of the whole machine everybody's lease has run out, and everybody is alive.
        """
        moment = time.time()
        return moment >= self._judges_from and moment - self._last_beat < self._pace.lease_s / 2

    def _beat_for_ever(self) -> None:
        while not self._stopped.wait(self._pace.heartbeat_s):
            try:
                self._beat()
            except OperationalError:
                log.warning("the database does not answer; the heartbeat is tried again")
            except BaseException:
                log.exception("the heart of the worker stopped")
                os._exit(1)

    def _beat(self) -> None:
        with transaction(self._engine) as session:
            alive = renew_lease(session, self._executor)
        if not alive and not self._stopped.is_set():
            log.error("this worker was taken for dead: it ends, its work is with others")
            os._exit(FENCED)  # at once, children included: every further step would be wasted
        moment = time.time()
        if moment - self._last_beat > self._pace.lease_s / 2:
            self._judges_from = moment + self._pace.lease_s
        self._last_beat = moment
