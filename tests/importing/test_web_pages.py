"""Saved web pages of several shapes, and Markdown: the article is found, the rest told, every character somewhere."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from accounts import assert_accounted, bare, copy_of, imported
from wordfiles import PNG

from layout.importing import Imported

BODY = (
    "<p>本报讯（记者 王五）5月6日上午，望江街道办组织开展消防演练，"
    "<strong>两百余名居民</strong>参加，现场秩序井然。</p>"
    "<p>演练模拟居民楼起火，志愿者引导居民用湿毛巾捂住口鼻，弯腰沿安全通道撤离，全程用时三分钟。</p>"
    "<p>下一步，街道还将走进学校、商铺，普及消防知识，提高居民的自救能力。</p>"
)
PAGES = {
    "a content system's": (
        "<!DOCTYPE html><html><head><meta charset='utf-8'><title>望江街道办开展消防演练_望江网</title>"
        "<style>p{margin:0}</style></head><body>"
        "<div id=header><ul><li><a href=/>首页</a><li><a href=/n>新闻</a></ul></div>"
        "<div class=crumb>您的位置：<a href=/>首页</a> &gt; 新闻</div><h1>望江街道办开展消防演练</h1>"
        "<div class=info>来源：望江网　2024-05-06</div><div class=content>" + BODY + "<div class=share>分享到："
        "<a href=#>微信</a></div></div><div class=related><h2>相关新闻</h2>"
        "<ul><li><a href=/1>另一条很长很长的新闻标题</a></ul></div>"
        "<div id=footer>版权所有 望江网，未经许可不得转载，违者必究，谢谢合作。</div>"
        "<script>var a='正文';</script>"
    ),
    "of HTML 5": (
        "<!doctype html><title>消防演练 - 站点</title><nav><a href=/>首页</a></nav><main><article><header>"
        "<h1>望江街道办开展消防演练</h1></header>"
        + BODY
        + "</article></main><aside><p>广告文字，很长的一段，带着逗号，"
        "却不是正文。</p></aside><footer><p>联系我们，电话见上，地址见下。</p></footer>"
    ),
    "a chat program's": (
        "<html><head><title>望江街道办开展消防演练</title></head><body><div id='js_article' class='rich_media'>"
        "<h2 class='rich_media_title'>望江街道办开展消防演练</h2><div class='rich_media_content'>"
        + BODY.replace("<p>", "<section><span>").replace("</p>", "</span></section>")
        + "</div></div><div class='qrcode'>微信扫一扫关注该公众号</div></body></html>"
    ),
    "of tables and breaks": (
        "<html><head><title>望江街道办开展消防演练</title></head><body>"
        "<table><tr><td><a href=/>首页</a></td><td><a href=/b>动态</a></td></tr></table>"
        "<table><tr><td><div><font size=5>望江街道办开展消防演练</font></div><div>"
        + BODY.replace("<p>", "").replace("</p>", "<br><br>")
        + "</div></td></tr></table></body></html>"
    ),
    "without any heading": (
        "<html><head><title>望江街道办开展消防演练</title></head><body><div>" + BODY + "</div></body></html>"
    ),
}


class Texts(HTMLParser):
    """All text of a page, by Python's own parser."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []

    def handle_data(self, data: str) -> None:
        self.found.append(data)


def characters_of(page: str) -> str:
    texts = Texts()
    texts.feed(page)
    texts.close()
    return bare("".join(texts.found))


def lines(made: Imported) -> list[str]:
    return [block.passage.text for story in made.manuscript.stories for block in story.body]


@pytest.mark.parametrize("shape", PAGES)
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_the_article_is_found_and_the_rest_is_told(shape: str, encoding: str) -> None:
    page = PAGES[shape].replace("utf-8", encoding)
    made = imported("page.html", page.encode(encoding))
    assert_accounted(made, characters_of(page))
    (story,) = made.manuscript.stories
    assert ["".join(line.text for line in story.headline), story.dateline and story.dateline.text] == [
        "望江街道办开展消防演练",
        "本报讯（记者 王五）",
    ]
    assert [line[:6] for line in lines(made)] == ["5月6日上午", "演练模拟居民", "下一步，街道"]
    assert "**两百余名居民**" in made.text


def test_lists_tables_pictures_and_ruby_of_an_article() -> None:
    page = (
        "<article><h1>夏令服务</h1>" + BODY + "<ol start=3><li>带身份证<li>带户口簿</ol>"
        "<figure><img src='a/b.jpg' alt='现场'><figcaption>图为演练现场。</figcaption></figure>"
        "<table><tr><th>小区<th>人数</tr><tr><td>江南<td>120</tr></table>"
        "<p><ruby>汉<rp>(</rp><rt>hàn</rt><rp>)</rp></ruby>字，"
        "<a href='https://a.example/x'>链接</a>，10<sup>3</sup>。</p></article>"
    )
    made = imported("page.html", page.encode(), {"a/b.jpg": PNG})
    assert_accounted(made, characters_of(page))
    (story,) = made.manuscript.stories
    assert lines(made)[-3:] == ["3. 带身份证", "4. 带户口簿", "汉字，链接，103。"]
    assert "{汉|hàn}字，[链接](https://a.example/x)，10^3^。" in made.text
    assert [[cell.text for cell in row] for row in story.tables[0].rows] == [["小区", "人数"], ["江南", "120"]]
    assert made.pictures == (("images/b.jpg", PNG),)
    assert story.pictures[0].caption is not None


def test_a_reading_stays_where_what_stands_before_it_cannot_be_set_high() -> None:
    page = (
        "<h1>题</h1><p><sup>甲</sup><ruby>乙<rt>丙</rt></ruby></p>"  # nothing stands before 甲, above which it would be
    )
    made = imported("page.html", page.encode())
    assert_accounted(made, characters_of(page))
    assert "甲{乙|丙}" in made.text


@pytest.mark.parametrize("address", ["../secret.jpg", "/etc/a.jpg", "file:///etc/a.jpg", "a/../../b.jpg", "..\\b.jpg"])
def test_no_picture_is_read_from_outside_the_pages_folder(address: str) -> None:
    page = f"<article><h1>标题在此</h1>{BODY}<img src='{address}'></article>"
    files = dict.fromkeys(("secret.jpg", "../secret.jpg", "/etc/a.jpg", "b.jpg", "../b.jpg"), b"\xff\xd8\xff secret")
    assert imported("page.html", page.encode(), files).pictures == ()


MARKDOWN = r"""---
title: 头信息
---
# 广场**夜跑**团成立

本报讯（记者 周舟）昨晚，**望江夜跑团**在
文化广场成立，[报名](https://run.example/a_b)同日开放。3*4*5 与 2^10^ 是算式，C:\\temp 也在。A &amp; B，*斜体*，\*星\*。

## 怎么跑

1. 先热身
2. 再慢跑
   分两段

- 带水
- 带灯

![夜跑团员在广场热身](img/run.jpg "标题")

| 日期 | 人数 |
| --- | ---: |
| 6月1日 | 30 |
| 6月8日 | |

```
代码 **不动**
```

<div>html块</div>

---

# 第二篇

正文在此，只有一句。
"""


def test_markdown_keeps_its_words_and_lists_its_signs() -> None:
    made = imported("a.md", MARKDOWN.encode())
    assert_accounted(made, MARKDOWN)
    first, second = made.manuscript.stories
    assert ["".join(line.text for line in story.headline) for story in (first, second)] == ["广场夜跑团成立", "第二篇"]
    copy = bare(copy_of(made))
    for words in ("3*4*5", "2^10^", "C:\\temp", "A&B", "斜体，*星*", "1.先热身", "2.再慢跑分两段", "代码**不动**"):
        assert words in copy, words
    assert [block.kind for block in first.body] == [
        "paragraph",
        "subhead",
        *["paragraph"] * 2,
        "item",
        "item",
        "paragraph",
    ]
    assert [[cell.text for cell in row] for row in first.tables[0].rows] == [
        ["日期", "人数"],
        ["6月1日", "30"],
        ["6月8日", ""],
    ]
    assert first.pictures[0].caption is not None
    assert first.pictures[0].caption.text == "夜跑团员在广场热身"


@pytest.mark.parametrize(
    "text",
    [
        "普通一段。\n\n又一段。\n",
        "标题\n===\n\n正文 `代码` 和 <b>标签</b>。\n",
        "> 引用一段，\n> 接着说。\n\n正文。\n",
        "1) 甲\n2) 乙\n\n* * *\n\n[引用]: https://a.example 'x'\n\n见[引用]。\n",
        "# 只有标题\n",
        "- 一\n  - 二\n    - 三\n",
        "~~~\n代码\n~~~\n正文&#8212;&copy;。\n",
        "| 甲 | 乙 |\n|---|---|\n| `a|b` | c \\| d |\n",
    ],
)
def test_every_shape_of_markdown_is_accounted_for(text: str) -> None:
    assert_accounted(imported("a.md", text.encode()), text)


@pytest.mark.parametrize("charset", ["undefined", "idna", "no-such", "utf-8"])
def test_a_page_that_says_nonsense_of_its_encoding_is_read_all_the_same(charset: str) -> None:
    page = f"<!doctype html><meta charset='{charset}'><h1>望江街道办开展消防演练</h1><article>{BODY}</article>"
    made = imported("a.html", page.encode())
    assert "本报讯" in made.text or "两百余名居民" in made.text
