from __future__ import annotations

import pytest

from handlers.imports.decoding import Undecodable
from handlers.imports.findings import Findings
from handlers.imports.page import read_page
from handlers.imports.page_lines import page_lines
from handlers.imports.page_options import PageOptions
from handlers.imports.project_page import ProjectPage
from tests.imports.desk import page_text, read_project

HTML = page_text("full.html")


def lines(html: str) -> list[tuple[int, str]]:
    return list(page_lines("page.html", html.encode()))


def read_bytes(name: str, content: bytes) -> ProjectPage:
    found = Findings()
    page = read_page(page_lines(name, content), PageOptions(), found)
    assert found.refused == []
    assert isinstance(page, ProjectPage)
    return page


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp874", "utf-16"])
@pytest.mark.parametrize("name", ["full.txt", "full.html"])
def test_a_page_reads_the_same_in_every_encoding(name: str, encoding: str) -> None:
    assert read_bytes(name, page_text(name).encode(encoding)) == read_bytes(
        name, page_text(name).encode()
    )


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_the_ends_of_lines_may_be_those_of_any_system(end: str) -> None:
    text = page_text("full.txt")
    assert read_bytes("a.txt", text.replace("\n", end).encode()) == read_project(text)


@pytest.mark.parametrize(
    "content", [b"\xc3\x28\xff\xfe", b"a\0b", b"\x89PNG\r\n\x1a\n\0\0", b"\xff\xfea"]
)
def test_bytes_that_are_no_text_are_refused(content: bytes) -> None:
    with pytest.raises(Undecodable):
        page_lines("page.txt", content)


def test_a_saved_page_says_what_its_reader_sees() -> None:
    page = read_bytes("full.html", HTML.encode("cp874"))
    assert page.head.name == "โครงการลานกีฬา & สวนหย่อม"
    assert page.responsible == "ฝ่ายพัฒนาชุมชนและสวัสดิการสังคม\nโทร. 5119"
    assert page.rationale == "ชุมชนมีผู้สูงอายุ เพิ่มขึ้นทุกปี\nจึงต้องมีลานกีฬา"
    assert [one.score for one in page.evaluations] == [95]
    assert page.strategy == ("ด้านที่ ๓ - มหานครสุขภาพดี", "มิติที่ ๓.๑ - การส่งเสริมสุขภาพ")
    assert [one.content.percent for one in page.log] == [75]
    assert page.indicators[0].level == "ตัวชี้วัดระดับผลผลิต (output)"


def test_html_under_the_name_of_a_text_is_known_by_its_beginning() -> None:
    assert read_bytes("saved.txt", HTML.encode()) == read_bytes("saved.html", HTML.encode())


def test_the_numbers_are_those_of_the_lines_in_the_file() -> None:
    source = HTML.split("\n")
    numbered = {text: number for number, text in lines(HTML)}
    for text, part in {
        "โครงการลานกีฬา & สวนหย่อม : 50990000-3700": "โครงการลานกีฬา &amp;",
        "ชุมชนมีผู้สูงอายุ เพิ่มขึ้นทุกปี": "  ชุมชนมีผู้สูงอายุ",
        "จึงต้องมีลานกีฬา": "เพิ่มขึ้นทุกปี<br/>",
        "** ปัญหาของโครงการ :ไม่มี": "** ปัญหา",
        "(ตัวชี้วัดระดับผลผลิต (output))": "(ตัวชี้วัดระดับ",
    }.items():
        assert part in source[numbered[text] - 1]


def test_scripts_styles_comments_and_the_title_are_not_seen() -> None:
    html = (
        "<html><head><title>ก</title><style>ข</style></head><body><!-- ค\n -->"
        "<script>ง</script><noscript>จ</noscript>ฉ</body></html>"
    )
    assert [text for _, text in lines(html)] == ["ฉ"]


def test_cells_paragraphs_and_breaks_end_a_line_and_spans_do_not() -> None:
    cells = "<table><tr><td>จ</td><td>ฉ&nbsp;&lt;&#3594;&gt;</td></tr></table>"
    html = f"<p>ก<b>ข</b>ค<br>ง</p>{cells}ซ<div>ฌ</div>"
    assert [text for _, text in lines(html)] == ["กขค", "ง", "จ", "ฉ <ช>", "ซ", "ฌ"]


@pytest.mark.parametrize("html", ["", " ", "<", "<!--", "<!-- ก", "<html>", "<![x[", "<?xml"])
def test_broken_html_is_at_worst_empty(html: str) -> None:
    assert [text for _, text in lines(html)] in ([], ["<"])


@pytest.mark.parametrize("tag", ["font", "div"])
def test_of_tags_that_nobody_closed_all_is_read(tag: str) -> None:
    html = "<html><body>" + "".join(f"<p><{tag}>บรรทัด {number}" for number in range(400))
    assert [text for _, text in lines(html)] == [f"บรรทัด {number}" for number in range(400)]


def test_what_is_too_deep_to_be_read_whole_is_refused() -> None:
    with pytest.raises(Undecodable):
        lines("<html><body>ก" + "<div>" * 5000 + "ข")
