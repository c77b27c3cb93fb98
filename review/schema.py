"""JSON Schema of the reports, derived from their types.

``python -m review.schema check`` prints that of ``check``; likewise ``facts``, ``outline``, ``recheck`` and ``verify``.
"""

import json
import sys

import msgspec

from review.living.recheck import RecheckReport
from review.outline_report import OutlineReport
from review.report import FactsReport, Report
from review.verify.results import Verified

REPORTS = {
    "check": Report,
    "facts": FactsReport,
    "outline": OutlineReport,
    "recheck": RecheckReport,
    "verify": Verified,
}
Schema = dict[str, object]


def schema(name: str) -> Schema:
    """Return the JSON Schema (2020-12) of the report of command ``name``; KeyError for a command without one."""
    return msgspec.json.schema(REPORTS[name])


if __name__ == "__main__":
    wanted = sys.argv[1] if len(sys.argv) > 1 else "check"
    sys.stdout.write(json.dumps(schema(wanted), ensure_ascii=False, indent=2) + "\n")
