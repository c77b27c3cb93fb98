// All submissions at a glance: as a list, by requirement, or both as a matrix.
const VIEWS = [["list", "报送"], ["rules", "规则"], ["matrix", "矩阵"]];
const SORTS = { list: { key: "name", down: false }, rules: { key: 0, down: true }, matrix: { key: "name", down: false } };
let view = "list";

const shownKinds = () => KINDS.filter((kind) => FILTER.kinds.has(kind.number));
const linkTo = (submission, rule) => `#/s/${submission.number + 1}${rule ? `/${encodeURIComponent(rule)}` : ""}`;

/** Draw the overview into ``main``. */
function drawOverview(main) {
  unfinished = [];
  const tabs = el("div", { class: "tabs", role: "group", "aria-label": "看法" }, VIEWS.map(([name, label]) =>
    el("button", { type: "button", "data-view": name, "aria-pressed": String(view === name), onclick: () => {
      view = name;
      drawOverview(main);
      main.querySelector(`[data-view=${name}]`).focus();
    } }, label)));
  const all = [...found.values()].flat();
  const said = `筛出${found.size}份报送的${all.length}条结论`;
  const body = { list: listTable, rules: ruleTable, matrix: matrixTable }[view](() => drawOverview(main));
  main.replaceChildren(el("div", { class: "line" }, tabs, el("p", { class: "said" }, said)), bar(counted(all)),
    found.size ? body : el("p", { class: "notice" }, "没有符合筛选条件的结论。"));
  tell(said);
}

/** Sort submissions; equal ones stay in the order of the run. */
function sorted(rows, sort, value) {
  const direction = sort.down ? -1 : 1;
  return rows.sort((one, other) => {
    const first = value(one), second = value(other);
    const difference = typeof first === "string" ? byName(first, second) : first - second;
    return direction * difference || one.number - other.number;
  });
}

function listTable(again) {
  const sort = SORTS.list;
  const kinds = shownKinds();
  const rows = [...found].map(([submission, list]) => {
    const row = submission.row;
    return { submission, number: submission.number, counts: counted(list), on: row[SUBMISSION.on] || "",
      unread: submission.documents.filter((one) => one[DOCUMENT.status] !== "").length };
  });
  const value = { name: (row) => row.submission.path, on: (row) => row.on, documents: (row) => row.submission.documents.length,
    unread: (row) => row.unread }[sort.key] || ((row) => row.counts[sort.key]);
  sorted(rows, sort, value);
  const body = el("tbody");
  fill(body, rows, (row) => el("tr", {},
    el("th", { scope: "row" }, el("a", { href: linkTo(row.submission) }, row.submission.path)),
    el("td", { class: "date", "data-label": "评审日" }, row.on || "未确定"),
    el("td", { class: "count", "data-label": "材料" }, row.submission.documents.length),
    el("td", { "data-label": "未读完", class: row.unread ? "count warn" : "count none" }, row.unread || "0"),
    kinds.map((kind) => el("td", { "data-label": kind.name, class: row.counts[kind.number] ? `count k${kind.number}` : "count none" }, row.counts[kind.number])),
    el("td", { class: "wide" }, bar(row.counts))), kinds.length + 5);
  return el("div", { class: "scroll" }, el("table", { class: "list cards", id: "list" },
    el("caption", { class: "unseen" }, "各份报送的结论数"),
    el("thead", {}, el("tr", {}, head("报送材料", "name", sort, again), head("评审日", "on", sort, again),
      head("材料", "documents", sort, again, { class: "count" }), head("未读完", "unread", sort, again, { class: "count" }),
      kinds.map((kind) => head(kind.name, kind.number, sort, again, { class: "count" })), el("th", { scope: "col", class: "wide" }, "分布"))), body));
}

/** The findings that are wanted, by requirement. */
function byRule() {
  const rules = new Map();
  found.forEach((list) => list.forEach((one) => {
    if (!rules.has(one.id)) rules.set(one.id, { ...RULES.get(one.id), counts: [0, 0, 0, 0, 0] });
    rules.get(one.id).counts[one.kind] += 1;
  }));
  return [...rules.values()];
}

function ruleTable(again) {
  const sort = SORTS.rules;
  const kinds = shownKinds();
  const value = { name: (row) => row.id, regulation: (row) => row.regulation }[sort.key] || ((row) => row.counts[sort.key]);
  const rows = sorted(byRule(), sort, value);
  const body = el("tbody");
  fill(body, rows, (row) => el("tr", {},
    el("th", { scope: "row" }, el("button", { type: "button", class: "link", title: "只看这一条规则", onclick: () => {
      FILTER.rule = row.id;
      view = "list";
      changed();
    } }, row.title), el("code", {}, row.id)),
    el("td", { class: "regulation" }, row.regulation),
    kinds.map((kind) => el("td", { "data-label": kind.name, class: row.counts[kind.number] ? `count k${kind.number}` : "count none" }, row.counts[kind.number])),
    el("td", { class: "wide" }, bar(row.counts))), kinds.length + 3);
  return el("div", { class: "scroll" }, el("table", { class: "list cards", id: "rules" },
    el("caption", { class: "unseen" }, "各条规则的结论数"),
    el("thead", {}, el("tr", {}, head("规则", "name", sort, again), head("办法", "regulation", sort, again),
      kinds.map((kind) => head(kind.name, kind.number, sort, again, { class: "count" })), el("th", { scope: "col", class: "wide" }, "分布"))), body));
}
