// The data of the page: arrays as they were written, and how to read them. A text from here is only ever put into a
// text node.
const DATA = JSON.parse(document.getElementById("data").textContent);
const COMMON = DATA.common;
const KINDS = COMMON.kinds.map(([id, name, mark], number) => ({ id, name, mark, number }));

/** Where each field stands in a row. */
function places(name) {
  const found = {};
  COMMON.fields[name].forEach((field, number) => { found[field] = number; });
  return found;
}
const RULE = places("rule");
const CELL = places("cell");
const QUOTE = places("quote");
const UNREAD = places("unread");
const SEARCHED = places("searched");
const PAST = places("past");
const FINDING = places("finding");
const DOCUMENT = places("document");
const SUBMISSION = places("submission");

/** A row with the fields that were left out at its end, as they are by default. */
function whole(row, name) {
  const usual = COMMON.defaults[name];
  while (row.length < usual.length) row.push(usual[row.length]);
  return row;
}
COMMON.findings.forEach((row) => whole(row, "finding"));

/** The pictures of findings, read when the first submission is opened: [strip, link to the whole page] by place. */
let strips = null;
function picturesOf(one) {
  if (strips === null) {
    strips = new Map(JSON.parse(document.getElementById("strips").textContent)
      .map(([submission, finding, strip, page]) => [`${submission}/${finding}`, { strip, page }]));
  }
  return strips.get(`${one.submission.number}/${one.number}`);
}

/** A shared string by its number, or the text itself. */
function text(value) {
  return typeof value === "number" ? COMMON.strings[value] : value === null || value === undefined ? "" : value;
}

/** A document of a submission: its path, by its number or as it is. */
function documentName(submission, value) {
  return typeof value === "number" ? submission.documents[value][DOCUMENT.path] : value;
}

/** How names are compared: runs of digits as numbers, the rest by code; the same in every browser and locale. */
function byName(one, other) {
  const first = one.split(/(\d+)/), second = other.split(/(\d+)/);
  for (let i = 0; i < Math.min(first.length, second.length); i += 1) {
    const difference = i % 2 ? Number(first[i]) - Number(second[i]) : 0;
    if (difference) return difference;
    if (first[i] !== second[i]) return first[i] < second[i] ? -1 : 1;
  }
  return first.length - second.length;
}

/** Requirements by id, however many wordings they had. */
const RULES = new Map();
COMMON.rules.forEach((rule) => {
  const id = rule[RULE.id];
  if (!RULES.has(id)) RULES.set(id, { id, title: rule[RULE.title], regulation: rule[RULE.regulation], number: RULES.size });
});

const LEVEL_ORDER = ["错误", "警告", "提示", ""];

/** One finding as the filters see it; ``kinds`` are the kinds of the documents that it speaks of. */
function item(submission, row, number) {
  const rule = COMMON.rules[row[FINDING.rule]];
  return { submission, row, rule, id: rule[RULE.id], kind: row[FINDING.kind], number, kinds: null, words: null };
}

const SUBMISSIONS = DATA.submissions.map((row, number) => {
  const submission = { row, number, path: row[SUBMISSION.path], documents: row[SUBMISSION.documents],
    quotes: row[SUBMISSION.quotes], items: [], findings: new Map() };
  row[SUBMISSION.documents].forEach((one) => whole(one, "document"));
  row[SUBMISSION.quotes].forEach((one) => whole(one, "quote"));
  submission.items = row[SUBMISSION.findings].map((finding, place) =>
    item(submission, typeof finding === "number" ? COMMON.findings[finding] : whole(finding, "finding"), place));
  submission.items.forEach((one) => submission.findings.set(one.id, one));
  return submission;
});

/** The documents that a finding quotes, searched, or could not read. */
function documentsOf(one) {
  const { row, submission } = one;
  const found = new Set(row[FINDING.quotes].map((number) => submission.quotes[number][QUOTE.document]));
  row[FINDING.unread].forEach((part) => found.add(part[UNREAD.document]));
  if (row[FINDING.searched]) row[FINDING.searched][SEARCHED.documents].forEach((value) => found.add(value));
  return found;
}

/** The kinds of those documents, as words. */
function kindsOf(one) {
  if (one.kinds === null) {
    one.kinds = new Set();
    documentsOf(one).forEach((value) => {
      if (typeof value === "number") one.kinds.add(text(one.submission.documents[value][DOCUMENT.kind]));
    });
  }
  return one.kinds;
}

const ACCEPTED = "已认可", NOT_ACCEPTED = "未认可";

/** Whether somebody has accepted it; only what calls for action, or was accepted, is asked. */
function acceptanceOf(one) {
  return one.row[FINDING.waived] ? ACCEPTED : one.kind < 3 ? NOT_ACCEPTED : "";
}

/** How it stands to an earlier report: told of what calls for action, and of what is mended. */
function changeOf(one) {
  const change = one.row[FINDING.change];
  return one.kind < 3 || change === COMMON.changes[3] ? change : "";
}

/** All that a search looks through, in small letters. */
function wordsOf(one) {
  if (one.words === null) {
    const { row, submission, rule } = one;
    const parts = [submission.path, rule[RULE.id], rule[RULE.title], rule[RULE.article], text(row[FINDING.message]),
      text(row[FINDING.suggestion]), row[FINDING.change], row[FINDING.waived] ? `${ACCEPTED} ${row[FINDING.waived]}` : ""];
    row[FINDING.quotes].forEach((number) => {
      const quote = submission.quotes[number];
      parts.push(quote[QUOTE.quote], quote[QUOTE.label], text(quote[QUOTE.section]), documentName(submission, quote[QUOTE.document]));
    });
    one.words = parts.join("\n").toLowerCase();
  }
  return one.words;
}
