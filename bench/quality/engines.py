"""The engines side by side: each sets the same paragraphs with the same font on the same measure, at its own best."""

from __future__ import annotations

import html
import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

HOME = Path(__file__).parent.parent.parent
FONT = HOME / "fonts" / "noto-serif-sc" / "NotoSerifSC_400Regular.ttf"
SIZE, LEADING, LEFT = 9.5, 14.25, 20.0

Engine = Callable[[list[str], float, str, Path], None]


def ours(copy: list[str], measure: float, language: str, target: Path) -> None:
    source = target.with_suffix(".txt")
    source.write_text("\n\n".join(copy), "utf-8")
    command = [sys.executable, "-m", "layout", "galley", str(source), "--measure", f"{measure:g}", "--rows", "60"]
    command += ["--lang", language, "-o", str(target), "--json", str(target.with_suffix(".json"))]
    subprocess.run(command, capture_output=True, cwd=HOME)


def our_gaps(target: Path) -> list[float]:
    """The gap of each line as our own report gives it."""
    told = json.loads(target.with_suffix(".json").read_text("utf-8"))
    return [line["gap"] for file in told["files"] for line in file["lines"]]


def typst(copy: list[str], measure: float, language: str, target: Path) -> None:
    import typst as engine

    lang, region = {"zh-Hans": ("zh", "cn"), "zh-Hant": ("zh", "tw"), "ja": ("ja", "jp")}[language]
    escaped = "\n\n".join("#" + json.dumps(text, ensure_ascii=False) for text in copy)
    source = target.with_suffix(".typ")
    source.write_text(
        f"#set page(width: {2 * LEFT + measure * SIZE}pt, height: 900pt, margin: {LEFT}pt)\n"
        f'#set text(font: "Noto Serif SC", size: {SIZE}pt, lang: "{lang}", region: "{region}")\n'
        "#set par(justify: true, first-line-indent: (amount: 2em, all: true), leading: 4.75pt, spacing: 4.75pt)\n"
        f"{escaped}\n",
        "utf-8",
    )
    engine.compile(source, output=target, font_paths=[FONT.parent], ignore_system_fonts=True)


def _page(copy: list[str], measure: float, language: str) -> str:
    body = "".join(f"<p>{html.escape(text)}</p>" for text in copy)
    return f"""<!DOCTYPE html><html lang="{language}"><meta charset="utf-8"><style>
@font-face {{ font-family: Song; src: url("{FONT.as_uri()}"); }}
@page {{ size: {2 * LEFT + measure * SIZE}pt 900pt; margin: {LEFT}pt; }}
body {{ margin: 0; font: {SIZE}pt/{LEADING}pt Song; width: {measure * SIZE}pt; }}
p {{ margin: 0; text-indent: 2em; text-align: justify; line-break: strict; overflow-wrap: anywhere; hyphens: auto;
    text-autospace: normal; text-wrap: pretty; widows: 1; orphans: 1; }}
</style><body>{body}</body></html>"""


def weasyprint(copy: list[str], measure: float, language: str, target: Path) -> None:
    from weasyprint import HTML

    HTML(string=_page(copy, measure, language)).write_pdf(target)


def chromium(copy: list[str], measure: float, language: str, target: Path) -> None:
    source = target.with_suffix(".html")
    source.write_text(_page(copy, measure, language), "utf-8")
    command = ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer"]
    subprocess.run(
        [*command, f"--print-to-pdf={target}", source.as_uri()], capture_output=True, timeout=120, check=True
    )


def available() -> dict[str, Engine]:
    """Those that are on this machine."""
    found: dict[str, Engine] = {"layout": ours}
    for name, engine in (("typst", typst), ("weasyprint", weasyprint)):
        try:
            __import__(name)
            found[name] = engine
        except ImportError:
            print(f"{name} is not installed")
    if shutil.which("chromium"):
        found["chromium"] = chromium
    return found
