"""Small answers: none, the same, yes, no, done, and whether a narrative says work goes on."""

import re
from enum import StrEnum

from handlers.thai.lexicon import Lexicon
from handlers.thai.text import comparable


class _Word(StrEnum):
    KEY = "key"
    """Makes the answer what it is; at least one must be there."""
    EXTRA = "extra"
    """May stand beside a key word and changes nothing."""
    ALONE = "alone"
    """A key word only as the whole answer."""


# Bare nouns that could be what is lacking (money, project, work) must never be EXTRA here.
_NONE = Lexicon(
    {
        _Word.KEY: """
            ไม่_มี ไมมี ไม่มึ ไม่พบ ไม่ติดขัด ไม่ติดปัญหา ไม่ประสบปัญหา ไม่ปรากฏ
            - – — none n/a n.a na nil nothing nothing_to_report
            no_problem no_problems no_obstacle no_obstacles no_issue no_issues
        """,
        _Word.ALONE: "ไม่ เปล่า no",
        _Word.EXTRA: """
            ปัญหา อุปสรรค ข้อขัดข้อง ข้อติดขัด ปัญหาอุปสรรค และ หรือ / ใด ใด_ๆ ๆ อะไร สิ่งใด ยัง ยังคง หรอก
            เลย แล้ว ทั้งสิ้น แต่อย่างใด เดือนนี้ ในเดือนนี้ ตอนนี้ ขณะนี้ ปัจจุบัน ณ_ปัจจุบัน ช่วงนี้ ในช่วงนี้
            ในการดำเนินงาน ในการดำเนินการ ในการดำเนินโครงการ ของโครงการ
            ในระหว่างดำเนินการ ระหว่างดำเนินการ เหมือนเดิม เช่นเดิม and or this_month so_far
        """,
    }
)

SAME_WORDS = """
    เหมือนเดิม เท่าเดิม เช่นเดิม คงเดิม ตามเดิม ไม่เปลี่ยนแปลง
    เท่าเดือนก่อน เท่าเดือนที่แล้ว เท่าครั้งก่อน เท่าครั้งที่แล้ว
    เท่ากับเดือนก่อน เท่ากับเดือนที่แล้ว เท่ากับครั้งก่อน เท่ากับครั้งที่แล้ว
    เหมือนเดือนก่อน เหมือนเดือนที่แล้ว เหมือนครั้งก่อน เหมือนครั้งที่แล้ว
    เหมือนกับเดือนก่อน เหมือนกับเดือนที่แล้ว เหมือนกับครั้งก่อน เหมือนกับครั้งที่แล้ว
    เช่นเดียวกับเดือนก่อน เช่นเดียวกับเดือนที่แล้ว เช่นเดียวกับครั้งก่อน เช่นเดียวกับครั้งที่แล้ว
    same same_as_last_month same_as_last_time same_as_before unchanged no_change ditto
"""
_SAME = Lexicon(
    {
        _Word.KEY: f"{SAME_WORDS} ปัญหาเดิม อุปสรรคเดิม",
        _Word.EXTRA: "ยัง ยังคง ปัญหา อุปสรรค และ / ทุกอย่าง เดือนนี้ เลย ๆ still the",
    }
)
_YES = Lexicon(
    {
        _Word.KEY: """
            ใช่ ใช่แล้ว ใช่เลย ถูก ถูกต้อง ถูกแล้ว ถูกต้องแล้ว ตกลง โอเค ยืนยัน ได้ ได้เลย อืม อือ
            ok okay yes y yep yeah sure correct right confirm 👍 👌 ✅ ✔
        """,
        _Word.EXTRA: "ๆ",
    }
)
_POLITE_YES = {"ครับ", "ครับผม", "ค่ะ", "จ้า", "จ้ะ"}
_NO = Lexicon(
    {
        _Word.KEY: """
            ไม่ ไม่ใช่ ไม่ถูก ไม่ถูกต้อง ผิด ไม่เอา ไม่ตกลง ไม่ยืนยัน ไม่โอเค ไม่_ok ไม่ได้ ยังไม่ใช่ เปล่า
            no no_thanks nope n wrong ❌ 👎
        """,
        _Word.EXTRA: "ๆ",
    }
)
_DONE = Lexicon(
    {
        _Word.KEY: """
            เสร็จ เสร็จแล้ว จบ จบแล้ว หมด หมดแล้ว แค่นี้ เท่านี้ แค่นี้ก่อน เท่านี้ก่อน
            พอ พอแล้ว ครบ ครบแล้ว เรียบร้อย เรียบร้อยแล้ว
            done finished that's_all that_is_all end
        """,
        _Word.EXTRA: "มี",
    }
)

_NOTHING_THAT = "ไม่มี(?:งาน|ส่วน|รายการ|กิจกรรม|โครงการ|อะไร)?(?:ใด)?(?:ที่)?(?:ยัง)?"
_GOING_ON = re.compile(
    rf"(?P<denied>{_NOTHING_THAT}|(?:ไม่ได้|มิได้|ไม่ใช่|ไม่|มิ|ตั้ง|not|no longer) ?)?"
    r"(?:อย[ูุ]่ ?(?:ใน)?ระห?ว่าง(?! ?วันที่)|ระหว่างดำเนินการ|อยู่ในขั้นตอน"
    r"|(?:ขณะนี้|ตอนนี้|อยู่)กำลัง(?!คน|ใจ|พล)|กำลังดำเนิน"
    r"|(?:ยัง(?:ดำเนินการ)?)?ไม่(?:แล้ว)?เสร็จ|ยังไม่(?:เรียบร้อย|ครบ)|จะ\S{0,20}?แล้วเสร็จ"
    r"|in progress|ongoing|under ?way|not (?:yet )?(?:finished|complete|done))"
)


def is_none(text: str) -> bool:
    """Say whether an answer about problems or obstacles means that there are none."""
    return _consists_of(text, _NONE)


def says_same(text: str) -> bool:
    """Say whether the whole answer means "the same as last time"."""
    return _consists_of(text, _SAME)


def says_yes(text: str) -> bool:
    """Say whether the whole answer agrees."""
    return comparable(text) in _POLITE_YES or _consists_of(text, _YES)


def says_no(text: str) -> bool:
    """Say whether the whole answer refuses."""
    return _consists_of(text, _NO)


def says_done(text: str) -> bool:
    """Say whether the whole message means that nothing more will be added."""
    return _consists_of(text, _DONE)


def says_unfinished(text: str) -> bool:
    """Say whether a narrative mentions, anywhere, that work is still going on."""
    return any(not found["denied"] for found in _GOING_ON.finditer(comparable(text)))


def _consists_of(text: str, lexicon: Lexicon[_Word]) -> bool:
    kinds = [token.kind for token in lexicon.scan(comparable(text))]
    return kinds == [_Word.ALONE] or (
        _Word.KEY in kinds and _Word.ALONE not in kinds and None not in kinds
    )
