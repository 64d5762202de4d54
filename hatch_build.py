"""Builds `layout._speed`, the compiled loops, where there is a C compiler;
without one the package is built without them.

`pip install .` comes here by itself; `python hatch_build.py` builds the module in a checkout. With LAYOUT_PURE=1 it is
left out. The module keeps to the stable ABI, so that one build serves CPython 3.11 and all after it.
"""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
import sysconfig
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from hatchling.builders.hooks.plugin.interface import BuildHookInterface

    Hook = BuildHookInterface[Any]
else:
    try:
        from hatchling.builders.hooks.plugin.interface import BuildHookInterface as Hook
    except ImportError:  # a checkout whose interpreter has no hatchling
        Hook = object

HOME = Path(__file__).parent
SOURCE = "layout/_speed.c"
BUILT = "layout/_speed.abi3.so"
# Sums must come out bit for bit as in Python: no fused multiply-add, and nothing that fast-math would reorder.
FLAGS = ("-O2", "-fPIC", "-ffp-contract=off", "-DPy_LIMITED_API=0x030B0000", "-DNDEBUG", "-Wall")
LINKED = {"darwin": ("-bundle", "-undefined", "dynamic_lookup")}


class CustomBuildHook(Hook):
    """Puts the module into a wheel, and says so in its tag."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        built = compiled()
        if built is None:
            return
        platform = sysconfig.get_platform().replace("-", "_").replace(".", "_")
        build_data["pure_python"] = False
        build_data["tag"] = f"cp311-abi3-{platform}"
        if version != "editable":  # which finds the module in the checkout
            build_data["force_include"][str(built)] = BUILT


def compiled() -> Path | None:
    """The module, built in place; None where it cannot be, or LAYOUT_PURE=1 asks for none."""
    if os.environ.get("LAYOUT_PURE") == "1" or sys.platform == "win32" or sys.implementation.name != "cpython":
        return None
    if sysconfig.get_config_var("Py_GIL_DISABLED"):  # has no stable ABI yet
        return None
    compiler = shlex.split(os.environ.get("CC") or sysconfig.get_config_var("CC") or "cc")
    architectures = ("-arch", "arm64", "-arch", "x86_64") if sysconfig.get_platform().endswith("universal2") else ()
    target = HOME / BUILT
    part = target.with_suffix(f".{os.getpid()}.tmp")
    command = [*compiler, *FLAGS, *architectures, *LINKED.get(sys.platform, ("-shared",))]
    command += [f"-I{sysconfig.get_path('include')}", str(HOME / SOURCE), "-o", str(part), "-lm"]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            return None
        part.replace(target)  # whole or not at all, whoever else builds or runs
    except OSError:
        return None
    finally:
        part.unlink(missing_ok=True)
    return target


if __name__ == "__main__":
    print(compiled() or "no compiled loops: no C compiler, no headers of Python, or LAYOUT_PURE=1")
