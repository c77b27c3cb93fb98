"""``shenyue outline``: what was read of each document, and what was not."""

from extractor.fact import Extracted
from review.arguments import choice, job_count
from review.batch import Wanted
from review.encode import to_json
from review.entries import tool
from review.errors import CannotRun
from review.intake import Package, find_files
from review.layout import Paper
from review.outline_report import OutlineReport, outline_entry
from review.output import emit, emit_text
from review.reading import nothing_found, read_watched, tell, unread_code
from review.report import VERSION
from review.reporters.outline_console import outline_text
from review.unpack import grouped, unpacked

FORMS = ("console", "json")


def run(paths: tuple[str, ...], *, form: str, jobs: str | None) -> int:
    """Print the outline of every document under ``paths``, those in archives too; returns 0 or 3. Raises CannotRun."""
    choice("--format", form, FORMS)
    workers = job_count(jobs)
    if not paths:
        raise CannotRun("请给出文件或文件夹，例如：shenyue outline 合同.docx。")
    listings, intake = find_files(list(paths))
    read: list[Extracted] = []
    for group in grouped([Package(listing.path, (listing,)) for listing in listings]):
        with unpacked(group, intake, jobs=workers) as packages:
            tell(intake)
            found = [listing for package in packages for listing in package.listings]
            read += read_watched([Wanted(one.file, one.path, lost=one.lost) for one in found], jobs=workers)
    tell(intake)
    if not read:
        raise nothing_found(paths)
    entries = tuple(map(outline_entry, read))
    if form == "json":
        emit(to_json(OutlineReport(VERSION, tool(), entries)))
    else:
        emit_text(outline_text(entries, Paper.of_stdout()))
    return unread_code(read, intake)
