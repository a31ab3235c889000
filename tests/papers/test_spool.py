"""Files that wait to be kept: their bytes are not in memory, however many there are."""

import tracemalloc
from hashlib import sha256

from rebill.models.vocabulary import Language, PrintFormat
from rebill.posting.issuing.spool import MOST_HELD, spool
from rebill.posting.papers.renditions import File, Rendition

PAGE = Rendition(PrintFormat.PDF, Language.EN)
SIZE = MOST_HELD // 4


def page(place: int) -> File:
    content = bytes([place % 256]) * SIZE
    return File(PAGE, content, sha256(content).hexdigest(), f"Page {place}")


def test_a_hundred_files_come_back_as_they_were_made_and_memory_holds_a_few() -> None:
    given = {(0, PAGE.key): page(0)}
    tracemalloc.start()
    try:
        with spool(given) as files:
            for place in range(1, 101):
                files.put((place, PAGE.key), page(place))
                assert files[place // 2, PAGE.key] == page(place // 2)
            assert len(files) == len(list(files)) == 101
            assert files[0, PAGE.key] is given[0, PAGE.key]
            assert all(sha256(one.content).hexdigest() == one.sha256 for one in files.values())
            assert (102, PAGE.key) not in files
        assert tracemalloc.get_traced_memory()[1] < 3 * MOST_HELD
    finally:
        tracemalloc.stop()
