"""A desk at work on a copy of one of the samples, for tests that look at it with a browser."""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from patience import PATIENCE

from layout.diagnostics import Language

ISSUES = Path(__file__).parents[1] / "issues"


@dataclass
class Working:
    """host: with its port; address: with the key of who may write; reader: of who may not; root: the desk's folder;
    was: its files as they came."""

    host: str
    address: str
    reader: str
    root: Path
    desk: Any

    was: dict[str, bytes]

    def restore(self) -> None:
        """Every file as it came, and no drafts."""
        for name, data in self.was.items():
            path = self.root / name
            if path.read_bytes() != data:
                path.write_bytes(data)
            self.desk.files.drop(name)
            self.desk.maker.want(name)

    def text(self, name: str) -> str:
        return (self.root / name).read_text("utf-8")


def copy_of(sample: str, folder: Path) -> Path:
    """A sample issue's folder, to be written in."""
    shutil.copytree(ISSUES / sample, folder, ignore=shutil.ignore_patterns("*.pdf", "*.plan.json"))
    return folder


@contextmanager
def working(folder: Path, language: Language = "zh") -> Iterator[Working]:
    """The folder's desk on a port of this machine that is free."""
    uvicorn = pytest.importorskip("uvicorn")
    pytest.importorskip("starlette")
    pytest.importorskip("watchfiles")
    from layout import serving
    from layout.desk.desk import Desk
    from layout.desk.server import Reception, fresh_keys
    from layout.desk.watching import watch

    desk, keys = Desk(str(folder), language), fresh_keys()
    listening = serving.listen("127.0.0.1", 0)
    host = f"127.0.0.1:{listening.getsockname()[1]}"
    reception = Reception(desk, serving.address_of(), keys, listening.getsockname()[1])
    server = uvicorn.Server(
        uvicorn.Config(
            reception, ws="none", lifespan="off", log_config=None, access_log=False, timeout_graceful_shutdown=3
        )
    )
    was = {path.name: path.read_bytes() for path in folder.glob("*.yaml")}
    stop = threading.Event()
    threads = [
        threading.Thread(target=server.run, kwargs={"sockets": [listening]}),
        threading.Thread(target=watch, args=(desk.root, desk.changed, stop)),
    ]
    desk.start()
    for thread in threads:
        thread.start()
    try:
        while not server.started:
            time.sleep(0.01)
        yield Working(host, f"http://{host}/?key={keys.writer}", f"http://{host}/?key={keys.reader}", folder, desk, was)
    finally:
        reception.close()
        server.should_exit = True
        stop.set()
        for thread in threads:
            thread.join(PATIENCE)
        desk.end()
        listening.close()
