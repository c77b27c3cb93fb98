"""What SARIF 2.1.0 asks of a log, as far as this program writes it: each rule of the standard by its clause."""

import re
from collections.abc import Iterator
from typing import Any

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
KINDS = ("pass", "open", "informational", "notApplicable", "review", "fail")  # 3.27.9
LEVELS = ("none", "note", "warning", "error")
BASELINES = ("new", "unchanged", "updated", "absent")  # 3.27.24
KEYS = {
    "log": ({"version", "runs", "$schema"}, set()),
    "run": ({"tool", "results", "artifacts", "invocations", "columnKind", "language"}, set()),
    "driver": ({"name", "semanticVersion", "rules"}, set()),
    "rule": ({"id", "shortDescription", "properties"}, set()),
    "artifact": ({"location", "length", "roles"}, {"hashes"}),
    "invocation": ({"executionSuccessful", "toolExecutionNotifications"}, set()),
    "notification": ({"descriptor", "level", "message", "locations"}, set()),
    "result": (
        {"ruleId", "ruleIndex", "kind", "level", "message", "locations", "partialFingerprints", "properties"},
        {"relatedLocations", "suppressions", "baselineState"},
    ),
    "location": ({"physicalLocation", "message"}, {"logicalLocations", "properties"}),
    "physicalLocation": ({"artifactLocation"}, {"region"}),
    "artifactLocation": ({"uri"}, {"index"}),
    "region": ({"startLine", "snippet"}, set()),
    "logicalLocation": ({"name", "fullyQualifiedName", "kind"}, set()),
    "message": ({"text"}, set()),
    "suppression": ({"kind"}, {"status", "justification", "properties"}),
}
# RFC 3986, appendix A: pchar and what joins segments; a reference here has no query and no fragment
_SEGMENT = r"(?:[A-Za-z0-9\-._~!$&'()*+,;=:@]|%[0-9A-Fa-f]{2})"
_PATH = re.compile(rf"{_SEGMENT}+(?:/{_SEGMENT}*)*")
_ABSOLUTE = re.compile(rf"file:///{_SEGMENT}*(?:/{_SEGMENT}*)*")
_BRACES = re.compile(r"(?<!\{)(?:\{\{)*\{(?!\{)|(?<!\})(?:\}\})*\}(?!\})")
_LINK = re.compile(r"\]\(")
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def problems(log: dict[str, Any]) -> list[str]:
    """Return what in a log breaks the standard; empty where nothing does."""
    return list(_log(log))


def _keys(kind: str, value: Any, at: str) -> Iterator[str]:
    needed, allowed = KEYS[kind]
    if not isinstance(value, dict):
        yield f"{at}: {kind} is no object"
        return
    if missing := needed - set(value):
        yield f"{at}: {kind} lacks {sorted(missing)}"
    if strange := set(value) - needed - allowed:
        yield f"{at}: {kind} has {sorted(strange)}"


def _log(log: Any) -> Iterator[str]:
    yield from _keys("log", log, "log")
    if log["version"] != "2.1.0" or log["$schema"] != SCHEMA:
        yield "log: 3.13.2, 3.13.3 version or schema"
    for number, run in enumerate(log["runs"]):
        yield from _run(run, f"runs[{number}]")


def _run(run: Any, at: str) -> Iterator[str]:
    yield from _keys("run", run, at)
    if run["columnKind"] not in ("utf16CodeUnits", "unicodeCodePoints"):
        yield f"{at}: 3.14.17 columnKind"
    driver = run["tool"]["driver"]
    yield from _keys("driver", driver, f"{at}.tool.driver")
    rules, artifacts = driver["rules"], run["artifacts"]
    if len({rule["id"] for rule in rules}) != len(rules):
        yield f"{at}: 3.19.23 a rule twice"
    for number, rule in enumerate(rules):
        yield from _keys("rule", rule, f"rules[{number}]")
        yield from _message(rule["shortDescription"], f"rules[{number}]")
    for number, artifact in enumerate(artifacts):
        yield from _artifact(artifact, number, artifacts)
    for invocation in run["invocations"]:
        yield from _keys("invocation", invocation, at)
        for number, told in enumerate(invocation["toolExecutionNotifications"]):
            here = f"notifications[{number}]"
            yield from _keys("notification", told, here)
            if told["level"] not in LEVELS or set(told["descriptor"]) != {"id"}:
                yield f"{here}: 3.58 level or descriptor"
            yield from _message(told["message"], here)
            yield from _locations(told["locations"], artifacts, here)
    for number, result in enumerate(run["results"]):
        yield from _result(result, rules, artifacts, f"results[{number}]")


def _artifact(artifact: Any, number: int, artifacts: list[Any]) -> Iterator[str]:
    at = f"artifacts[{number}]"
    yield from _keys("artifact", artifact, at)
    yield from _place(artifact["location"], artifacts, at)
    if artifact["location"].get("index", number) != number:
        yield f"{at}: 3.4.5 an index that is not its own"
    if type(artifact["length"]) is not int or artifact["length"] < 0:
        yield f"{at}: 3.24.9 length"
    hashes = artifact.get("hashes", {"sha-256": "0" * 64})
    if not re.fullmatch("[0-9a-f]{64}", hashes.get("sha-256", "")):
        yield f"{at}: 3.24.11 hash"


def _result(result: Any, rules: list[Any], artifacts: list[Any], at: str) -> Iterator[str]:
    yield from _keys("result", result, at)
    if result["kind"] not in KINDS or result["level"] not in LEVELS:
        yield f"{at}: 3.27.9, 3.27.10 kind or level"
    if result["kind"] != "fail" and result["level"] != "none":
        yield f"{at}: 3.27.10 a level where nothing failed"
    index = result["ruleIndex"]
    if not (type(index) is int and 0 <= index < len(rules) and rules[index]["id"] == result["ruleId"]):
        yield f"{at}: 3.27.6 ruleIndex"
    if result.get("baselineState", "new") not in BASELINES:
        yield f"{at}: 3.27.24 baselineState"
    for suppression in result.get("suppressions", ()):
        yield from _keys("suppression", suppression, at)
        if suppression["kind"] not in ("inSource", "external"):
            yield f"{at}: 3.35.2 kind of a suppression"
    if not re.fullmatch(r"[0-9a-f]{16}(?:-\d+)?", result["partialFingerprints"].get("shenyue/v1", "")):
        yield f"{at}: 3.27.17 fingerprint"
    yield from _message(result["message"], at)
    if not result["locations"]:
        yield f"{at}: no location"
    related = result.get("relatedLocations", [])
    if any(one in related[:number] for number, one in enumerate(related)):
        yield f"{at}: 3.27.22 related locations are not unique"
    yield from _locations([*result["locations"], *related], artifacts, at)


def _locations(locations: list[Any], artifacts: list[Any], at: str) -> Iterator[str]:
    for location in locations:
        yield from _keys("location", location, at)
        yield from _message(location["message"], at)
        physical = location["physicalLocation"]
        yield from _keys("physicalLocation", physical, at)
        yield from _place(physical["artifactLocation"], artifacts, at)
        if "region" in physical:
            yield from _keys("region", physical["region"], at)
            line = physical["region"]["startLine"]
            if type(line) is not int or line < 1:
                yield f"{at}: 3.30.5 startLine"
        for logical in location.get("logicalLocations", ()):
            yield from _keys("logicalLocation", logical, at)
            if not logical["name"] or not logical["fullyQualifiedName"].endswith(logical["name"]):
                yield f"{at}: 3.33 logical location"


def _place(place: Any, artifacts: list[Any], at: str) -> Iterator[str]:
    yield from _keys("artifactLocation", place, at)
    uri = place["uri"]
    if not (_ABSOLUTE.fullmatch(uri) or (_PATH.fullmatch(uri) and ":" not in uri.partition("/")[0])):
        yield f"{at}: RFC 3986 {uri!r}"
    index = place.get("index")
    if index is not None and not (0 <= index < len(artifacts) and artifacts[index]["location"]["uri"] == uri):
        yield f"{at}: 3.4.5 index of {uri!r}"
    if index is None and "artifacts" not in at and not uri.endswith("/") and any(
        artifact["location"]["uri"] == uri for artifact in artifacts
    ):  # fmt: skip
        yield f"{at}: a file of the run without its index"


def _message(message: Any, at: str) -> Iterator[str]:
    yield from _keys("message", message, at)
    text = message["text"]
    if not text:
        yield f"{at}: 3.11.8 an empty message"
    if _BRACES.search(text):
        yield f"{at}: 3.11.5 a placeholder in {text[:80]!r}"
    if _LINK.search(text):
        yield f"{at}: 3.11.6 a link in {text[:80]!r}"
    if _CONTROL.search(text):
        yield f"{at}: a control character in {text[:80]!r}"
