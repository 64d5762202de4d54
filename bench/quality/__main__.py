"""Chinese setting beside other engines: `python bench/quality [--measures 13,14,15,16] [--keep FOLDER]`.

Each engine sets each text of copy/ on each measure; the finished PDFs are measured (measure.py) and the figures printed
as the table of docs/quality.md, with the fewest loose lines that any legal breaking has (floor.py). Our own report is
held against the same PDFs. Needs bench/requirements.txt and, for Chromium, Debian's package.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from engines import LEFT, SIZE, available, our_gaps
from floor import fewest_loose
from measure import figures, hard_faults, lines_of

from layout.fontset import open_book
from layout.text.paragraph import Typesetter
from layout.theme import TextStyle

LOOSE = 0.1005
TEXTS = {"news": "zh-Hans", "quotes": "zh-Hans", "latin": "zh-Hans", "hant": "zh-Hant", "ja": "ja"}
COPY = Path(__file__).parent / "copy"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--measures", default="13,14,15,16")
    parser.add_argument("--engines", default="")
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--faults", action="store_true", help="also print every hard fault of ours")
    chosen = parser.parse_args()
    folder = chosen.keep or Path(tempfile.mkdtemp())
    folder.mkdir(parents=True, exist_ok=True)
    engines = {name: engine for name, engine in available().items() if not chosen.engines or name in chosen.engines}
    print("| text | em | engine | lines | gap mean | worst | over .10 | ragged | hard faults | isolated | ends ≥ 3 |")
    print("|---|---|---|---|---|---|---|---|---|---|---|")
    furthest = 0.0
    floors: list[str] = []
    setter = Typesetter(open_book())
    for text, language in TEXTS.items():
        copy = [
            part.replace("\n", "") for part in (COPY / f"{text}.txt").read_text("utf-8").split("\n\n") if part.strip()
        ]
        for measure in [float(each) for each in chosen.measures.split(",")]:
            for name, engine in engines.items():
                target = folder / f"{text}-{measure:g}-{name}.pdf"
                engine(copy, measure, language, target)
                lines = lines_of(target, SIZE, LEFT, measure, copy)
                got = figures(lines)
                print(
                    f"| {text} | {measure:g} | {name} | {got.lines} | {got.mean:.4f} | {got.worst:.3f} | {got.loose}"
                    f" | {got.ragged} | {got.faults} | {got.isolated} | {got.ends:.0%} |",
                    flush=True,
                )
                if name == "layout":
                    told = our_gaps(target)
                    assert len(told) == len(lines), (len(told), len(lines))
                    off = [abs(a - b.gap) for a, b in zip(told, lines, strict=True) if b.gap or a < 0.005]
                    furthest = max(furthest, *off)
                    loose = sum(line.gap > LOOSE or line.short > 0.05 for line in lines if not line.last)
                    if loose:
                        style = TextStyle(indent=2, language=language)
                        fewest = sum(fewest_loose(setter, text, style, measure) for text in copy)
                        floors.append(f"| {text} | {measure:g} | {loose} | {fewest} |")
                    if chosen.faults:
                        print("\n".join(hard_faults(lines)))
    print("\n| text | em | lines over .10 or short | fewest that any legal breaking has |\n|---|---|---|---|")
    print("\n".join(floors))
    print(f"\nOur own report stands {furthest:.4f} em or less from the glyphs.")


if __name__ == "__main__":
    main()
