"""The words that an answer about the percent may consist of."""

from enum import StrEnum

from handlers.thai.lexicon import Lexicon
from handlers.thai.words import SAME_WORDS


class Part(StrEnum):
    """What a word does in an answer about the percent."""

    NUMBER = "number"
    PERCENT = "percent"
    """Says that the number is a percent."""
    PROGRESS = "progress"
    """Says that the number is about progress."""
    NOUN = "noun"
    """What could be numbered or counted as well."""
    FILLER = "filler"

    HALF = "half"
    FULL = "full"
    FINISHED = "finished"
    NOT_BEGUN = "not_begun"
    SAME = "same"

    ABOUT = "about"
    UNSURE = "unsure"
    NEARLY = "nearly"

    PLUS = "plus"
    MINUS = "minus"
    AGAIN = "again"
    FROM = "from"
    BEFORE = "before"
    """Stands before the old figure, or means the last report by itself."""
    BECOMES = "becomes"
    TO = "to"
    """English only: after "from" it leads to the new figure, else it makes a range."""

    UP_TO = "up_to"
    LIMIT = "limit"
    OF = "of"
    LEFT = "left"
    BELOW_ZERO = "below_zero"


DIGITS = r"\.?[0-9]+(?:[.,][0-9]+)*"
NUMBER_WORDS = "(?:ศูนย์|หนึ่ง|นึง|เอ็ด|เอด|สอง|ยี่|สาม|สี่|ห้า|หก|เจ็ด|เจด|แปด|เก้า|สิบ|สิป|ร้อย|พัน|หมื่น|แสน|ล้าน)+"
NUMBER = rf"(?:{DIGITS}|{NUMBER_WORDS})(?: ?จุด ?(?:{DIGITS}|{NUMBER_WORDS}))?"
"""Pattern of a number in digits or words, which `numbers.read_number` reads."""

PERCENT_LEXICON = Lexicon(
    {
        Part.PERCENT: "ร้อยละ ร้อยล่ะ รอยละ % per_cent pct",
        Part.PROGRESS: "คืบหน้า ความคืบหน้า ก้าวหน้า ความก้าวหน้า progress",
        Part.NOUN: "งาน ผลงาน โครงการ กิจกรรม project",
        Part.FILLER: """
            เดือนนี้ ตอนนี้ ขณะนี้ ปัจจุบัน ล่าสุด วันนี้ ณ_ปัจจุบัน โดยรวม ภาพรวม รวม สะสม
            ดำเนินการ ดำเนินงาน ทำ ได้ อยู่ อยู่ที่ ไป มา แล้ว คือ ตอบ ใส่ ขอ เอา
            แค่ เพียง เท่านั้น เอง ไปก่อน ละกัน ล่ะกัน ก็พอ
            ของงาน ของงานทั้งหมด ของโครงการ ของทั้งหมด เป็นไปตามแผน
            now currently is at it's this_month the so_far of_the_work please
            krub krap kub kap ka kha na
        """,
        Part.HALF: "ครึ่งหนึ่ง ครึ่งนึง ครึ่ง ครึ่งทาง half halfway",
        Part.FULL: "เต็มร้อย เต็ม_100 ครบร้อย ครบ_100",
        Part.FINISHED: """
            แล้วเสร็จ เสร็จ เสร็จแล้ว เสร็จสิ้น เสร็จสมบูรณ์ เรียบร้อย เสร็จเรียบร้อย
            done finished complete completed
        """,
        Part.NOT_BEGUN: """
            ยังไม่เริ่ม ยังไม่ได้เริ่ม ยังไม่ดำเนินการ ยังไม่ได้ดำเนินการ ยังไม่เริ่มดำเนินการ
            ยังไม่ได้เริ่มดำเนินการ not_started not_yet_started
        """,
        Part.SAME: f"""{SAME_WORDS}
            คงที่ เท่าเดิมที่ คงเดิมที่ ยังเท่าเดิม ยังคงเท่าเดิม ยังเหมือนเดิม ยังคงเหมือนเดิม still_the_same
        """,
        Part.ABOUT: """
            ประมาณ โดยประมาณ ราว ราว_ๆ สัก ~ ≈ about around approx approximately roughly
        """,
        Part.UNSURE: "น่าจะ คงจะ คง มั้ง ใช่ไหม ใช่มั้ย ไหม มั้ย ? maybe perhaps probably",
        Part.NEARLY: """
            เกือบ เกือบถึง ใกล้ กว่า กว่า_ๆ ต้น_ๆ ปลาย_ๆ นิด_ๆ almost nearly
        """,
        Part.PLUS: "+ บวก บวกเพิ่ม บวกอีก เพิ่ม เพิ่มขึ้น เพิ่มอีก เพิ่มขึ้นอีก ขึ้น ขึ้นอีก plus up increased_by",
        Part.MINUS: "- − – — ลบ ลด ลดลง minus down decreased_by",
        Part.AGAIN: "อีก",
        Part.FROM: "จาก from",
        Part.BEFORE: """
            จากเดิม จากเดือนก่อน จากเดือนที่แล้ว จากครั้งก่อน จากครั้งที่แล้ว
            from_last_month from_last_time
        """,
        Part.BECOMES: """
            เป็น มาเป็น ขึ้นเป็น เพิ่มเป็น เพิ่มมาเป็น เพิ่มขึ้นเป็น ขยับเป็น แก้เป็น แก้ไขเป็น เปลี่ยนเป็น
            ลดลงเป็น ลดลงเหลือ ลดเหลือ
            -> → => ⇒
        """,
        Part.TO: "to",
        Part.UP_TO: "ถึง",
        Part.LIMIT: """
            ไม่ถึง ยังไม่ถึง ไม่เกิน เกิน มากกว่า น้อยกว่า ไม่น้อยกว่า ไม่ต่ำกว่า อย่างน้อย ต่ำกว่า สูงกว่า ขึ้นไป
            ระหว่าง < > ≤ ≥ between over under at_least at_most more_than less_than
        """,
        Part.OF: "ใน / ต่อ of",
        Part.LEFT: "เหลือ เหลืออีก ที่เหลือ ยังเหลือ คงเหลือ ขาด ขาดอีก ยังขาด ยังขาดอีก left remaining",
        Part.BELOW_ZERO: "ติดลบ",
    },
    patterns={
        # Officers spell it in every way: เปอร์เซ็นต์ เปอร์เซนต์ เปอเซ็น เปอร์เซ้นต์ เปอ.
        Part.PERCENT: "เปอ(?:ร์?)?(?:เซ[็้่]?น[ตท]?[์ื]?)?",
        Part.NUMBER: NUMBER,
    },
)
