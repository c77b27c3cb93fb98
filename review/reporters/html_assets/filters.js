// What is wanted: verdicts, a requirement, a kind of document, words. Shared by the overview and the details.
const FILTER = { kinds: new Set([0, 1, 2, 3]), rule: "", document: "", words: [], accepted: new Set(), changes: new Set() };
let found = new Map();

/** Tell whether a finding is wanted, whatever its verdict. */
function wantedBeside(one) {
  if (FILTER.rule && one.id !== FILTER.rule) return false;
  if (FILTER.accepted.size && !FILTER.accepted.has(acceptanceOf(one))) return false;
  if (FILTER.changes.size && !FILTER.changes.has(changeOf(one))) return false;
  if (FILTER.document && !kindsOf(one).has(FILTER.document)) return false;
  if (FILTER.words.length) {
    const words = wordsOf(one);
    if (!FILTER.words.every((word) => words.includes(word))) return false;
  }
  return true;
}

/** Find the findings that are wanted, by submission; submissions without any are left out. */
function search() {
  found = new Map();
  SUBMISSIONS.forEach((submission) => {
    const kept = submission.items.filter((one) => FILTER.kinds.has(one.kind) && wantedBeside(one));
    if (kept.length) found.set(submission, kept);
  });
}

/** Tell whether anything beside verdicts is asked. */
function narrowed() {
  return Boolean(FILTER.rule || FILTER.document || FILTER.words.length || FILTER.accepted.size || FILTER.changes.size);
}

/** How many findings of each verdict there are in a list. */
function counted(list) {
  const counts = [0, 0, 0, 0, 0];
  list.forEach((one) => { counts[one.kind] += 1; });
  return counts;
}

function ruleChoice() {
  const groups = new Map();
  [...RULES.values()].forEach((rule) => {
    if (!groups.has(rule.regulation)) groups.set(rule.regulation, []);
    groups.get(rule.regulation).push(rule);
  });
  return [...groups.keys()].sort(byName).map((regulation) => el("optgroup", { label: regulation },
    groups.get(regulation).sort((one, other) => byName(one.id, other.id))
      .map((rule) => el("option", { value: rule.id }, `${rule.title}（${rule.id}）`))));
}

function documentChoice() {
  const kinds = new Set();
  SUBMISSIONS.forEach((submission) => submission.documents.forEach((one) => kinds.add(text(one[DOCUMENT.kind]))));
  return [...kinds].sort(byName).map((kind) => el("option", { value: kind }, kind));
}

/** Buttons that narrow to what bears one of the pressed marks; those that no finding bears are left out. */
function markChips(label, of, words, wanted, changed) {
  const counts = new Map(words.map((word) => [word, 0]));
  SUBMISSIONS.forEach((submission) => submission.items.forEach((one) => {
    const mark = of(one);
    if (counts.has(mark)) counts.set(mark, counts.get(mark) + 1);
  }));
  const borne = words.filter((word) => counts.get(word));
  return el("div", { class: "chips marks", role: "group", "aria-label": label }, borne.map((word) =>
    el("button", { type: "button", class: "chip", "data-mark": word, onclick: () => {
      if (!wanted.delete(word)) wanted.add(word);
      changed();
    } }, `${word} `, el("span", {}, counts.get(word)))));
}

/** The buttons for what somebody accepted, and for how findings stand to an earlier report, as far as there are any. */
function allMarkChips(changed) {
  const accepted = SUBMISSIONS.some((submission) => submission.items.some((one) => one.row[FINDING.waived]));
  const compared = SUBMISSIONS.some((submission) => submission.row[SUBMISSION.before] !== null);
  return [accepted ? markChips("认可", acceptanceOf, [ACCEPTED, NOT_ACCEPTED], FILTER.accepted, changed) : null,
    compared ? markChips("与前次相比", changeOf, COMMON.changes, FILTER.changes, changed) : null];
}

/** Build the form once; ``changed`` is called after every change. */
function buildFilters(changed) {
  const form = document.getElementById("filters");
  const chips = KINDS.map((kind) => el("button", { type: "button", class: `chip k${kind.number}`, "data-kind": kind.id,
    onclick: () => {
      if (!FILTER.kinds.delete(kind.number)) FILTER.kinds.add(kind.number);
      changed();
    } }, el("span", { "aria-hidden": "true" }, kind.mark), ` ${kind.name}`));
  const rule = el("select", { id: "rule", onchange: () => { FILTER.rule = rule.value; changed(); } },
    el("option", { value: "" }, "全部规则"), ruleChoice());
  const kind = el("select", { id: "kind", onchange: () => { FILTER.document = kind.value; changed(); } },
    el("option", { value: "" }, "全部文件类别"), documentChoice());
  const words = el("input", { id: "words", type: "search", placeholder: "搜索说明、原文、报送名称", autocomplete: "off",
    oninput: () => { FILTER.words = words.value.toLowerCase().split(/\s+/).filter(Boolean); changed(); } });
  const reset = el("button", { type: "button", id: "reset", class: "plain", onclick: () => {
    FILTER.kinds = new Set([0, 1, 2, 3]);
    FILTER.rule = FILTER.document = rule.value = kind.value = words.value = "";
    FILTER.words = [];
    FILTER.accepted.clear();
    FILTER.changes.clear();
    changed();
  } }, "清除筛选");
  form.addEventListener("submit", (event) => event.preventDefault());
  form.append(el("div", { class: "chips", role: "group", "aria-label": "结论" }, chips), ...allMarkChips(changed).filter(Boolean),
    el("label", { class: "field" }, el("span", {}, "规则"), rule),
    el("label", { class: "field" }, el("span", {}, "文件类别"), kind),
    el("label", { class: "field grow" }, el("span", {}, "文字"), words), reset);
}

/** Show in the form what is wanted. */
function showFilters() {
  document.querySelectorAll("#filters .chip[data-kind]").forEach((chip, number) => {
    chip.setAttribute("aria-pressed", String(FILTER.kinds.has(number)));
  });
  document.querySelectorAll("#filters .chip[data-mark]").forEach((chip) => {
    chip.setAttribute("aria-pressed", String(FILTER.accepted.has(chip.dataset.mark) || FILTER.changes.has(chip.dataset.mark)));
  });
  document.getElementById("rule").value = FILTER.rule;
  document.getElementById("reset").hidden = !narrowed() && FILTER.kinds.size === 4 && !FILTER.kinds.has(4);
}
