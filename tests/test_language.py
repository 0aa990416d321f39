from __future__ import annotations

import random
import subprocess
import sys
from pathlib import Path

import langdetect
import pytest
from langdetect.detector_factory import DetectorFactory

from pagestrata.language import MIN_LETTERS, RowDetector, detect, detect_all, sample, within
from pagestrata.language.profiles import Profiles
from pagestrata.records import LanguageSource
from pagestrata.schema import TABLES, columns

TEXTS = {
    "en": "The harbour master wrote a long letter about the tide tables, and nobody in the village read it.",
    "de": "Der Hafenmeister schrieb einen langen Brief über die Gezeiten, und niemand im Dorf hat ihn gelesen.",
    "fr": "Le maître du port a écrit une longue lettre sur les marées, et personne au village ne l'a lue.",
    "es": "El capitán del puerto escribió una larga carta sobre las mareas, y nadie en el pueblo la leyó.",
    "pl": "Kapitan portu napisał długi list o pływach, ale nikt we wsi go nie przeczytał, choć był ważny.",
    "ru": "Начальник порта написал длинное письмо о приливах, но никто в деревне его не прочитал.",
    "vi": "Người quản lý bến cảng đã viết một bức thư dài về thủy triều nhưng không ai trong làng đọc nó.",
    "zh-cn": "港口主任写了一封关于潮汐的长信，但是村里没有人读过这封信，大家都在忙着修理渔船和渔网。",
    "ar": "كتب مدير الميناء رسالة طويلة عن المد والجزر ولم يقرأها أحد في القرية.",
}


@pytest.fixture(scope="module")
def plain() -> DetectorFactory:
    """langdetect's own detector, with profiles in sorted order."""
    factory = DetectorFactory()
    directory = Path(langdetect.__file__).with_name("profiles")
    factory.load_json_profile([path.read_text(encoding="utf-8") for path in sorted(directory.iterdir())])
    factory.set_seed(0)
    return factory


def ranked(factory: DetectorFactory, text: str) -> list[tuple[str, float]]:
    detector = factory.create()
    detector.append(text)
    try:
        return [(found.lang, found.prob) for found in detector.get_probabilities()]
    except langdetect.LangDetectException:
        return []


def mixtures() -> list[str]:
    rng = random.Random(7)  # noqa: S311 - texts to try, not secrets
    words = [*" ".join(TEXTS.values()).split(), "NASA", "HTTP", "https://example.org/a?b=c", "a.b@example.org", "  ", "\n", "1,024", "ﬁ"]
    ranges = [(32, 127), (0xA0, 0x250), (0x370, 0x600), (0x1E00, 0x1F00), (0x3040, 0x3100), (0xAC00, 0xAD00), (0x1F600, 0x1F640)]
    found = [" ".join(rng.choices(words, k=rng.randrange(1, 60))) for _ in range(150)]
    return found + ["".join(chr(rng.randrange(*rng.choice(ranges))) for _ in range(rng.randrange(200))) for _ in range(150)]


def test_the_quick_detector_gives_the_answers_of_the_plain_one(plain: DetectorFactory) -> None:
    for text in [*TEXTS.values(), *mixtures(), "", " ", "a", "HELLO World  x", "e\u0301te\u0301"]:
        quick, expected = RowDetector(text).get_probabilities(), ranked(plain, text)
        assert [found.lang for found in quick] == [code for code, _ in expected]
        assert [float(found.prob) for found in quick] == pytest.approx([score for _, score in expected], abs=1e-12, rel=0)


@pytest.mark.parametrize(("code", "text"), TEXTS.items())
def test_languages(code: str, text: str) -> None:
    found, score = detect(text)
    assert found == code
    assert 0.9 < score <= 1.0
    assert score == round(score, 12)


def test_a_text_with_few_letters_is_undetermined() -> None:
    assert detect("") == detect("12:30 — 14:45, 3/4 (5)") == ("und", 0.0)
    assert detect("a" * (MIN_LETTERS - 1)) == ("und", 0.0)


def test_a_part_without_enough_letters_inherits() -> None:
    assert within(detect("Yes!"), ("de", 0.75)) == ("de", 0.75, LanguageSource.INHERITED)
    assert within(detect(TEXTS["fr"]), ("de", 0.75))[::2] == ("fr", LanguageSource.DETECTED)


def test_texts_that_are_looked_at_together_are_told_as_each_alone() -> None:
    texts = ["", "Yes!", *TEXTS.values(), *mixtures(), *TEXTS.values()]
    alone = [detect(text) for text in texts]
    assert detect_all(texts) == alone
    assert detect_all(texts[::-1]) == alone[::-1]
    assert detect_all(()) == []


def test_a_long_text_is_sampled_evenly() -> None:
    text = "".join(chr(0x4E00 + i % 20000) for i in range(100_000))
    taken = sample(text).split(" ")
    assert [len(window) for window in taken] == [100] * 10
    assert text.startswith(taken[0])
    assert text.endswith(taken[-1])
    assert sample("x" * 1000) == "x" * 1000


def test_threads_and_processes_agree() -> None:
    program = (
        "import sys\n"
        "from concurrent.futures import ThreadPoolExecutor\n"
        "from pagestrata.language import detect\n"
        "texts = sys.stdin.read().split('\\n')\n"
        "with ThreadPoolExecutor(8) as pool:\n"
        "    print(list(pool.map(detect, texts * 3)))\n"
    )
    texts = list(TEXTS.values())
    done = subprocess.run([sys.executable, "-c", program], input="\n".join(texts), capture_output=True, text=True, check=True)
    assert done.stdout.strip() == str([detect(text) for text in texts] * 3)


TRADITIONAL = "圖書館下週一起開始整修，借書證請改到分館辦理。"
ABOUT_KOREA = "今年漁會選舉結果公布，新任總幹事表示將改善碼頭設備，並出版한的詩集。圖書館下週一起開始整修，借書證請改到分館辦理。"
QUOTED = "오늘 공자 강의 學而時習之不亦說乎有朋自遠方來不亦樂乎人不知而不慍不亦君子乎學而時習之不亦說乎有朋自遠方來不亦樂乎人不知而不慍"
MIXED_SCRIPT = "昨年 漢江 邊에서 開催된 大會에는 全國의 選手들이 參加하였다. 會長은 來年에도 大會를 열겠다고 말하였다."


@pytest.mark.parametrize("text", [TRADITIONAL, ABOUT_KOREA])
def test_a_text_in_han_with_hardly_any_hangul_is_not_korean(plain: DetectorFactory, text: str) -> None:
    assert ranked(plain, text)[0][0] == "ko"
    code, score = detect(text)
    assert code == "zh-tw"
    assert score > 0.9


def test_korean_with_han_stays_korean(plain: DetectorFactory) -> None:
    [(code, score)] = ranked(plain, MIXED_SCRIPT)
    found = detect(MIXED_SCRIPT)
    assert (code, found[0]) == ("ko", "ko")
    assert found[1] == pytest.approx(score, abs=1e-6)


def test_korean_that_cites_han_stays_korean() -> None:
    assert detect(QUOTED)[0] == "ko"


def test_japanese_without_kana_is_told_by_its_own_forms(plain: DetectorFactory) -> None:
    text = "東京都知事選挙、現職が三選確実、新人二人及ばず、投票率前回上回る、都議会補欠選挙同時実施"
    assert ranked(plain, text)[0][0] == "ko"
    assert detect(text)[0] == "ja"


def test_codes_that_are_no_iso_639_1_are_told_where_a_language_is_described() -> None:
    others = {code for code in Profiles().languages if len(code) != 2}
    assert others == {"zh-cn", "zh-tw"}
    told = {table: column.description for table, record in TABLES.items() for column in columns(record) if column.name == "language"}
    assert len(told) == 3
    assert all(code in text for text in told.values() for code in others), told
