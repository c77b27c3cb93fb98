"""What kind of document this is, from its title, its outline and its content; the reason is kept."""

from extractor.document import Document
from extractor.fact import DocumentKind


def classify(document: Document) -> tuple[DocumentKind, str]:
    """Return the kind of a document and the reason in Chinese; ``unknown`` where nothing tells."""
    return "unknown", f"“{document.path}”的标题和内容都不足以判断"
