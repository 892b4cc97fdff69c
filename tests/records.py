"""Briefings and text records of invented, neutral content, for the tests of storing."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from briefings.items import Briefing, Origin, Problem, Turn

if TYPE_CHECKING:
    from pathlib import Path

DOCUMENT = "http://www.scio.gov.cn/xwfbh/gbwxwfbh/xwfbh/wjb/Document/{0}/{0}.htm"

OPENING = "大家下午好。姐妹城市摄影展将于下周开幕。"
QUESTION = "请问跨江大桥的通车仪式何时举行？2024年Q3能否完工？"
ANSWER = "通车仪式将在晴天举行。\n有关Ｈ5页面将及时发布天气消息。"


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def origin(
    content: str = "page", fetched_at: str | None = "2024-05-06T08:00:00Z", **more: Any
) -> Origin:
    return Origin(digest(content), fetched_at, **more)


def turns(answer: str = ANSWER) -> list[Turn]:
    return [
        Turn(1, "statement", "opening", speaker="李明", answer=OPENING),
        Turn(
            2,
            "exchange",
            "session",
            asker_raw="新华社、路透社记者",
            outlets=["xinhua", "reuters"],
            question=QUESTION,
            speaker="李明",
            speaker_raw="李明",
            answer=answer,
        ),
        Turn(
            3,
            "exchange",
            "after",
            asker_raw="会后有记者问及",
            follow_up=True,
            question="明天有雨吗？",
        ),
    ]


def briefing(
    document: str = "900001",
    answer: str = ANSWER,
    capture: Origin | None = None,
    **changes: Any,
) -> Briefing:
    """A record with every kind of value in it; `changes` replaces fields."""
    said = turns(answer)
    body = "\n".join(
        "".join(
            part
            for part in (
                f"{turn.asker_raw}：{turn.question}" if turn.question else None,
                f"\n{turn.speaker_raw}：" if turn.speaker_raw else None,
                turn.answer,
            )
            if part
        )
        for turn in said
    )
    made = Briefing(
        id=f"scio:{document}",
        source="scio",
        url=f"http://www.scio.gov.cn/Document/{document}/{document}.htm",
        language="zh",
        kind="regular",
        title="5月6日外交部发言人李明主持例行记者会",
        original_title=None,
        date="2024-05-06",
        date_basis="title",
        date_certain=True,
        page_date="2024-05-06",
        published_at="2024-05-06T18:26:00+08:00",
        spokesperson="李明",
        spokespeople=["李明", "王芳"],
        spokesperson_raw="外交部发言人李明主持",
        publisher="国务院新闻办公室网站",
        credit="国新网",
        editor=None,
        body=body,
        turns=said,
        problems=[Problem("unanswered", "turn 3")],
        content_hash=digest(body),
        capture=capture or origin(answer, via="http", file="a.warc.gz", offset=77),
        parser_version="0.1.0",
    )
    return replace(made, **changes)


def text_record(folder: Path, number: int, answer: str = "明天晴。") -> Path:
    """Write a text record with two questions into a folder."""
    folder.mkdir(exist_ok=True)
    path = folder / f"{number}.txt"
    day = f"2020年{number % 12 + 1}月{number % 28 + 1}日"
    path.write_text(
        f"title: {day}外交部发言人李明主持例行记者会\n"
        f"url: {DOCUMENT.format(number)}\n"
        "author: 国务院新闻办公室网站\n"
        "content: \n"
        f"原标题：{day}外交部发言人李明主持例行记者会\n"
        "路透社记者：请问跨江大桥何时通车？\n"
        "李明：通车仪式将在下月举行。\n"
        f"新华社记者：第{number}届摄影展的天气如何？\n"
        f"李明：{answer}\n",
        encoding="utf-8",
    )
    return path


def text_records(folder: Path, count: int) -> Path:
    """A folder with the text records 900001 and so on; gives the folder."""
    for number in range(900001, 900001 + count):
        text_record(folder, number)
    return folder


def read_lines(path: Path) -> list[dict[str, Any]]:
    """The objects of a file of JSON lines."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]
