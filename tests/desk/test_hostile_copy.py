"""Copy, names of stories and files, alt texts and imports that would be markup if the desk let them: they are shown as
they were typed, nothing of them runs, nothing is asked of another host."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

import pytest
from browser import drop, opened, until
from working_desk import Working, copy_of, working

MARKUP = "<img src=x onerror=pwned()>"
STORY = "<img/src=x/onerror=pwned()>"
SHOWS = """async (name) => {
  const { desk } = await import("/assets/store.js");
  return desk.issue === name && desk.state !== null && document.querySelector(".sheet .print g") !== null;
}"""
FILE = "<b onfocus=pwned()>#&%20.yaml"
ALL = """() => [...document.querySelectorAll('*')].filter((each) =>
  [...each.attributes].some((one) => /^on/i.test(one.name) || /^\\s*javascript:/i.test(one.value))
  || each.matches('iframe, object, embed, base, img[src="x"], script:not([src])')).map((each) => each.outerHTML)"""


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Working]:
    root = copy_of("xietu", tmp_path_factory.mktemp("hostile") / "xietu")
    issue = root / "2019-07-15.yaml"
    text = issue.read_text("utf-8")
    text = text.replace("没有共产党就没有新中国", f"'没有{MARKUP}</text></svg>中国'")
    text = text.replace("老式居民小区的清晨", f'"><script>pwned()</script>{MARKUP}')
    text = text.replace("banner: 街镇要闻", f"banner: '{MARKUP}'")
    text = text.replace(
        "近日，中央扫黑除恶", f"近日</g><script>pwned()</script>]]>&#x3c;{MARKUP}，约5余件，中央扫黑除恶", 1
    )
    text = text.replace("      blood:\n", f'      blood:\n        nonsense{MARKUP}: x\n        tag: "{MARKUP}"\n')
    text = text.replace("opera", STORY)
    issue.write_text(text, "utf-8")
    (root / FILE).write_text(f'title: "{MARKUP}"\n{text}', "utf-8")
    with working(root) as found:
        yield found


def test_nothing_of_the_copy_runs_or_is_asked_for(desk: Working, chromium: Any) -> None:
    dialogs: list[str] = []
    with opened(chromium, 1440, 900, host=desk.host) as window:
        page = window.page
        page.add_init_script(
            "window.ran = 0; window.pwned = () => { window.ran += 1; }; window.held = [];"
            "document.addEventListener('securitypolicyviolation', (e) => window.held.push(e.violatedDirective));"
        )
        page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
        for name in ("2019-07-15.yaml", FILE):
            page.goto(f"{desk.address}#{urlencode({'issue': name})}")
            until(page, lambda name=name: page.evaluate(SHOWS, name), f"{name} on the table")
            for summary in page.locator("nav button, [role=tab]").all()[:12]:
                if summary.is_visible():
                    summary.click(force=True)
                    page.wait_for_timeout(150)
                    page.keyboard.press("Escape")
            for said in (MARKUP, STORY):
                until(page, lambda said=said: said in page.evaluate("() => document.body.textContent"), said)
            assert page.evaluate(ALL) == []
        page.goto(desk.address)
        page.wait_for_selector(".sheet .print g")
        drop(page, f"{MARKUP}.html", PAGE.encode())
        page.locator("dialog.arriving").wait_for()
        assert MARKUP in page.locator("dialog.arriving").inner_text()
        assert page.evaluate(ALL) == []
        assert page.evaluate("[window.ran, window.held]") == [0, []]
        assert (dialogs, window.elsewhere) == ([], [])


PAGE = (
    "<html><body><h1>&lt;img src=x onerror=pwned()&gt;</h1><p onclick='pwned()'>昨天，街道举行了活动，居民都来参加，"
    "大家非常高兴。<script>pwned()</script><a href='javascript:pwned()'>看</a></p><img src='http://evil.example/x.png' "
    "alt='&lt;img src=x onerror=pwned()&gt;'></body></html>"
)
