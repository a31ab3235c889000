"""Same input, same bytes: twice, on several threads at once, and in another process (documents 4.3, law 13)."""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from hashlib import sha256

from rebill.documents.printed import render
from rebill.models.vocabulary import Language, PrintFormat
from tests.documents.printed.models import confirmation, credit_note, statement

EMBEDDED = "<?xml version='1.0' encoding='UTF-8'?>\n<CrossIndustryInvoice>æøå &amp; ß</CrossIndustryInvoice>\n".encode()
ELSEWHERE = """
from tests.documents.printed.test_bytes import hashes
print(*hashes())
"""


def hashes() -> list[str]:
    """Of one document of each model."""
    note = render(credit_note(), PrintFormat.PDF, Language.DE, EMBEDDED)
    others = [render(model, PrintFormat.PDF, Language.NB) for model in (confirmation(), statement())]
    page = render(credit_note(), PrintFormat.HTML, Language.DE)
    return [one.sha256 for one in (note, *others, page)]


def test_the_same_documents_have_the_same_bytes_in_another_process() -> None:
    environment = {**os.environ, "PYTHONHASHSEED": "7", "TZ": "Asia/Tokyo"}
    command = [sys.executable, "-c", ELSEWHERE]
    elsewhere = subprocess.run(command, env=environment, capture_output=True, text=True, check=True, timeout=120)
    assert elsewhere.stdout.split() == hashes()


def test_pages_are_printed_on_several_threads_at_once() -> None:
    with ThreadPoolExecutor(4) as threads:
        printed = list(threads.map(lambda _: render(credit_note(), PrintFormat.PDF, Language.EN), range(8)))
    assert len({one.content for one in printed}) == 1
    assert printed[0].sha256 == sha256(printed[0].content).hexdigest()


def test_nothing_that_sets_pages_is_loaded_before_the_first_page() -> None:
    code = "import sys, rebill.documents.printed; print({'typst', 'pikepdf', 'lxml', 'PIL'} & sys.modules.keys())"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=120)
    assert told.stdout.strip() == "set()"


def test_a_document_is_printed_whatever_the_microsecond_of_its_posting() -> None:
    posted = replace(credit_note(), posted_at="2026-03-02T12:00:00.123456+00:00")
    assert render(posted, PrintFormat.PDF, Language.EN).pages == 1
