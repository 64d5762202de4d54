"""How often the copy checks cry wolf, how many planted faults they find, and how long they take.

    python bench/proofreading.py FOLDER [--list] [--seed N]

FOLDER: texts (.txt) of clean, edited Chinese copy, a paragraph a line; a short line without a full stop is a head. Each
alarm is printed with --list for a person to judge. Then 200 faults of the kinds the rules are for are planted into the
same copy, one a paragraph, and counted when the rule meant finds them; and 200 slips of an unpractised hand (a mark
dropped or narrowed, a word for one that sounds like it, a character too many), whatever rule finds them. No text comes
with the program: any will do that is well edited.
"""

from __future__ import annotations

import argparse
import random
import re
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

from layout.issue import Block, Copy, Issue, Page, Story
from layout.proofreading import Finding, proofread, remembered
from layout.theme import Forbidden, Leader, Proofreading

PLANTED = 200
MOST_TRIES = 5000  # paragraphs looked at for one that has a place for a fault
LISTS = Proofreading(
    (Leader("沈明远", "县委书记"), Leader("罗慧兰", "县委副书记、县长")),
    (Forbidden("老赖", "失信被执行人"),),
    ("青石桥街道", "望江门小学", "柳如眉"),
)
Planter = Callable[[str, random.Random], str | None]


def issue_of(texts: dict[str, str]) -> Issue:
    """Each text a story: its paragraphs the body, its heads subheads."""
    stories = []
    for name, text in texts.items():
        lines = [line.strip() for line in text.splitlines() if line.strip()]
        body = tuple(Block("paragraph" if is_paragraph(line) else "subhead", Copy(line)) for line in lines)
        stories.append(Story(name, body=body))
    return Issue("bench.yaml", "", None, "", (Page(1, stories=tuple(stories)),))


def is_paragraph(line: str) -> bool:
    return len(line) > 40 or line[-1] in "。！？…”）：；"


def after(pattern: str, text: str, chance: random.Random, put: str) -> str | None:
    """The text with `put` after one of the places where the pattern stands; None where it does not."""
    places = [match.end() for match in re.finditer(pattern, text)]
    if not places:
        return None
    at = chance.choice(places)
    return text[:at] + put + text[at:]


def instead(pattern: str, text: str, chance: random.Random, put: str) -> str | None:
    matches = list(re.finditer(pattern, text))
    if not matches:
        return None
    match = chance.choice(matches)
    return text[: match.start()] + match.expand(put) + text[match.end() :]


def clause(*said: str) -> Planter:
    """One of these said as a sentence of its own between two of the copy's."""
    return lambda text, chance: after("。(?!”)", text, chance, chance.choice(said))


def swap(pattern: str, put: str) -> Planter:
    return lambda text, chance: instead(pattern, text, chance, put)


PLANTERS: dict[str, Planter] = {
    "near-and-more": clause("近300余名居民参加了活动。", "现场近五百多人观看。"),
    "about-and-or-so": clause("大约有二百人左右到场。", "全程约12公里左右。"),
    "over-and-above": clause("参与人数超过3000人以上。"),
    "at-least-and-above": clause("每周至少三次以上。"),
    "about-and-more": clause("发放宣传册约400余份。"),
    "at-most-and-bound": clause("办理时间不超过三天以内。"),
    "less-by-times": clause("投诉量比去年减少了两倍。"),
    "reason-because": clause("主要原因是因为管道老化。"),
    "until-and-end": clause("截至目前为止，已有六十人报名。"),
    "er-for-liang": clause("活动设二个会场。", "来了二名医生。"),
    "mixed-figure": clause("每户补助3千元。"),
    "digits-and-ji": clause("来了20几位老人。"),
    "rough-figure": clause("前后忙了三、四天。", "孩子大约5、6岁。"),
    "range-percent": clause("增幅在5~8%之间。", "投入3-5万元。"),
    "date-zero": clause("活动于2026年05月24日举行。"),
    "no-such-day": clause("截止日期为6月31日。"),
    "wrong-weekday": clause("2026年5月24日（星期五）开幕。"),
    "percent-in-words": clause("满意率提高了百分之5。"),
    "nought-of-year": clause("工程于二零二六年完工。"),
    "doubled-particle": swap("的(?=[^的确士]{2})", "的的"),
    "doubled-word": swap("(进行|通过|举行|表示|我们|开展|提高)", r"\1\1"),
    "doubled-phrase": swap("([\u4e00-\u9fff]{7})", r"\1\1"),
    "de-of-degree": clause("大家都做的很认真。", "小区变的更加整洁。"),
    "di-of-manner": clause("她热情的握着老人的手。"),
    "de-of-attribute": clause("这具有重要地意义。"),
    "wrong-word": clause(
        *("居民迫不急待地报名。", "中心座谈气份热烈。", "既使下雨也照常开放。", "这是老俩口的心愿。", "邻里互肋成风。"),
        *("现场振撼人心。", "工作按排得当。", "有人在公园锻练身体。", "他安祥地坐着。", "学员一愁莫展。"),
    ),
    "variant-word": clause("请核对银行帐户。", "演出十分精采。"),
    "unpaired-mark": lambda text, chance: (
        instead("”", text, chance, "") if text.count("“") == text.count("”") == 1 else instead("》", text, chance, "")
    ),
    "same-quote-twice": lambda text, chance: (
        text.replace("”", "“") if text.count("“") == text.count("”") == 1 and "：“" not in text else None
    ),
    "nested-quotes": clause("他说：“这是“暖心”工程。”", "他获‘优秀’称号。"),
    "nested-titles": clause("会议通过《关于修改《章程》的决定》。"),
    "doubled-mark": swap("，", "，，"),
    "marks-together": swap("。$", "，。"),
    "stop-in-and-out": clause("他说：“谢谢大家。”。"),
    "ellipsis-form": clause("他想了很久...", "大家都笑了。。。"),
    "dash-form": clause("这里是家--温暖的港湾。"),
    "etc-twice": clause("有苹果、梨……等。"),
    "comma-before-and": clause("社工、志愿者、和居民都来了。"),
    "mark-before-etc": clause("社工、志愿者、等30多人参加。"),
    "narrow-comma": swap("(?<=[\u4e00-\u9fff])，", ","),
    "narrow-mark": swap("(?<=[\u4e00-\u9fff])：", ":"),
    "narrow-stop": swap("(?<=[\u4e00-\u9fff])。$", "."),
    "narrow-brackets": clause("负责人(左一)介绍了情况。"),
    "straight-quotes": swap("“([^“”]{2,20})”", r'"\1"'),
    "wide-letters": clause("共有３０人参加。"),
    "wide-time": clause("上午10：30开始。"),
    "blank-in-copy": swap("(?<=[\u4e00-\u9fff]{9})(?=[\u4e00-\u9fff]{9})", " "),
    "blank-at-mark": swap("(?<=[\u4e00-\u9fff]{4})，(?=[\u4e00-\u9fff]{4})", "， "),
    "jiezhi": clause("截止目前，已有六十人报名。"),
    "ordinal-comma": clause("第一、提高认识。"),
    "leader-title": clause("县委副书记沈明远讲话。", "县长沈明远出席。"),
    "leader-order": clause("罗慧兰、沈明远等领导参加。"),
    "forbidden-word": clause("公布一批老赖名单。"),
    "near-name": clause("青石桥街办举行活动。", "望江们小学举行活动。", "柳茹眉获奖。"),
}


def dropped(marks: str) -> Planter:
    return swap(f"[{marks}]", "")


def confused(pairs: str) -> Planter:
    """One of the copy's words for another that sounds or looks like it: right=wrong, …"""
    table = dict(pair.split("=") for pair in pairs.split())
    return lambda text, chance: _confused(table, text, chance)


def _confused(table: dict[str, str], text: str, chance: random.Random) -> str:
    matches = list(re.finditer("|".join(map(re.escape, table)), text))
    if not matches:
        return text
    match = chance.choice(matches)
    return text[: match.start()] + table[match[0]] + text[match.end() :]


SLIPS: dict[str, Planter] = {
    "mark of a pair dropped": dropped("“”《》（）"),
    "half-width mark": lambda text, chance: _confused({"，": ",", "。": ".", "：": ":", "；": ";"}, text, chance),
    "word confused": confused(
        "即将=既将 已经=以经 必须=必需 反映=反应 部署=布署 竞争=竟争 竞赛=竟赛 安排=按排 融洽=融恰 候选=侯选 气候=气侯 "
        "部分=部份 成分=成份 纪录=记录 度假=渡假 培训=陪训 贯彻=惯彻 锻炼=锻练 训练=训炼 振兴=震兴 祥和=详和 时候=时侯 "
        "账户=帐户 图像=图象 急躁=急燥 截至=截止 启事=启示 权利=权力 截至=截止 品位=品味 度过=渡过 震撼=震憾"
    ),
    "character confused": confused("的=地 地=的 得=的 在=再 再=在 做=作 作=做 以=已 已=以 他=她 象=像 像=象 座=坐"),
    "character twice": lambda text, chance: instead("([\u4e00-\u9fff])", text, chance, r"\1\1"),
    "word twice": lambda text, chance: instead("([\u4e00-\u9fff]{2})(?=[的了在和，。])", text, chance, r"\1\1"),
    "blank": swap("(?<=[\u4e00-\u9fff])(?=[\u4e00-\u9fff])", " "),
    "full-width digits": lambda text, chance: instead("[0-9]+", text, chance, "３５"),
    "character dropped": swap("[\u4e00-\u9fff]", ""),
    "amount said twice": lambda text, chance: (
        instead("([0-9]+)多", text, chance, r"近\1多")
        or instead("超过([0-9]+)([个人家名项])", text, chance, r"超过\1\2以上")
    ),
}


def planted(texts: dict[str, str], seed: int, planters: dict[str, Planter]) -> Iterator[tuple[str, str]]:
    """The kind of fault and the paragraph with it, PLANTED of them, all kinds in turn."""
    chance = random.Random(seed)
    lines = [line.strip() for text in texts.values() for line in text.splitlines() if line.strip()]
    paragraphs = [line for line in lines if is_paragraph(line) and len(line) >= 60]
    kinds = dict(planters)
    made = 0
    while made < PLANTED and kinds:
        for kind, plant in planters.items():
            if kind in kinds and made < PLANTED:
                changed = _planted(paragraphs, plant, chance)
                if changed is None:  # the copy has no place for it
                    del kinds[kind]
                    continue
                yield kind, changed
                made += 1


def _planted(paragraphs: list[str], plant: Planter, chance: random.Random) -> str | None:
    for _ in range(MOST_TRIES):
        paragraph = chance.choice(paragraphs)
        changed = plant(paragraph, chance)
        if changed is not None and changed != paragraph:
            return changed
    return None


def seconds(issue: Issue, known: object = None) -> float:
    start = time.perf_counter()
    proofread(issue, LISTS, known)  # type: ignore[arg-type]
    return time.perf_counter() - start


def told(finding: Finding) -> str:
    text, hit = finding.copy.text, finding.hit
    around = f"{text[max(0, hit.start - 12) : hit.start]}【{finding.text}】{text[hit.end : hit.end + 12]}"
    return f"{finding.rule.code} {finding.rule.name}: {around} → {' | '.join(hit.instead)}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--list", action="store_true", help="print every alarm")
    parser.add_argument("--seed", type=int, default=11)
    chosen = parser.parse_args()
    texts = {file.name: file.read_text("utf-8") for file in sorted(chosen.folder.glob("*.txt"))}
    characters = sum(len("".join(text.split())) for text in texts.values())
    issue = issue_of(texts)
    alarms = proofread(issue, LISTS)
    print(f"{characters:,} characters, {len(alarms)} alarms: {len(alarms) / characters * 10_000:.2f} in 10,000")
    for code, count in Counter(finding.rule.name for finding in alarms).most_common():
        print(f"  {count:4} {code}")
    if chosen.list:
        print(*map(told, alarms), sep="\n")
    for planters, what in ((PLANTERS, "faults of the kinds there are rules for"), (SLIPS, "slips of any hand")):
        missed: Counter[str] = Counter()
        made: Counter[str] = Counter()
        for kind, paragraph in planted(texts, chosen.seed, planters):
            found = {finding.rule.name for finding in proofread(issue_of({"planted": paragraph}), LISTS)}
            made[kind] += 1
            missed[kind] += kind not in found if planters is PLANTERS else not found
        count = sum(missed.values())
        whole = made.total()
        print(f"planted {whole} {what}, found {whole - count}: {(whole - count) / max(1, whole):.1%}")
        print(*(f"  missed {number} of {made[kind]}: {kind}" for kind, number in missed.items() if number), sep="\n")
    known = remembered()
    cold = seconds(issue, known)
    warm = min(seconds(issue, known) for _ in range(5))
    share = 66_000 / characters
    print(f"66,000 characters: {cold * share * 1000:.0f} ms, and {warm * share * 1000:.1f} ms again")


if __name__ == "__main__":
    main()
