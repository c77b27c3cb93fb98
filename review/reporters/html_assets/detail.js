// One submission: what was judged, on what assumptions, what was read of it, and the findings as a reviewer reads them.

function about(submission) {
  const row = submission.row;
  const assumed = row[SUBMISSION.assumed].map(text);
  return el("dl", { class: "about" },
    part("依据", text(row[SUBMISSION.chosen])),
    part("评审日", `${row[SUBMISSION.on] || "未确定"}（${text(row[SUBMISSION.on_reason])}）`),
    part("项目", text(row[SUBMISSION.profile]) || "没有提供项目信息"),
    assumed.length ? part("推定", el("ul", {}, assumed.map((one) => el("li", {}, one)))) : null);
}

function documentTable(submission) {
  const whole = submission.documents.every((one) => one[DOCUMENT.status] === "" && !one[DOCUMENT.unread].length);
  const rows = submission.documents.map((one) => el("tr", {},
    el("th", { scope: "row" }, one[DOCUMENT.path],
      one[DOCUMENT.sha256] ? el("code", { class: "hash" }, `SHA-256 ${one[DOCUMENT.sha256]}…`) : null),
    el("td", { "data-label": "类别", title: text(one[DOCUMENT.why]) }, text(one[DOCUMENT.kind])),
    el("td", { "data-label": "格式" }, text(one[DOCUMENT.format]), one[DOCUMENT.pages] === null ? "" : `，${one[DOCUMENT.pages]}页`),
    el("td", { "data-label": "读取", class: one[DOCUMENT.status] === "" ? null : "warn" }, text(one[DOCUMENT.status]) || "读完",
      one[DOCUMENT.unread].length ? el("ul", {}, one[DOCUMENT.unread].map((each) =>
        el("li", {}, each[UNREAD.place] ? `${each[UNREAD.place]}：` : "", text(each[UNREAD.message])))) : null,
      one[DOCUMENT.notices].length ? el("ul", { class: "notices" }, one[DOCUMENT.notices].map((each) =>
        el("li", {}, `注意：${text(each)}`))) : null)));
  return el("details", { class: "documents", open: !whole || submission.documents.length <= 6 },
    el("summary", {}, `材料${submission.documents.length}份${whole ? "，全部读完" : "，有没读完的"}`),
    el("div", { class: "scroll" }, el("table", { class: "list cards" }, el("thead", {}, el("tr", {},
      ["文件", "类别", "格式", "读取"].map((name) => el("th", { scope: "col" }, name)))), el("tbody", {}, rows))));
}

/** What became of the findings of an earlier report that this one does not tell of. */
function pastPart(submission) {
  const row = submission.row, before = row[SUBMISSION.before], dropped = row[SUBMISSION.dropped];
  if (before === null) return null;
  if (before === "") return el("p", { class: "past" }, "前次报告里没有这份报送，这里的问题都算新出现。");
  return el("section", { class: "past", "aria-label": "与前次报告相比" },
    el("p", {}, "与前次报告相比：", COMMON.changes.map((change) => `${change}${submission.items.filter((one) => changeOf(one) === change).length}条`).join("，"),
      dropped.length ? `，未再检查${dropped.length}条` : "", "。", before === submission.path ? "" : `前次名称：${before}。`),
    dropped.length ? el("details", { class: "dropped", open: true }, el("summary", {}, `前次的${dropped.length}条结论这次没有再检查（所依据的规则未运行），情况不明：`),
      el("ul", {}, dropped.map((past) => el("li", { "data-rule": past[PAST.rule] }, badge(KINDS[past[PAST.kind]]), `　${text(past[PAST.title])}：${text(past[PAST.message])} `,
        el("code", {}, past[PAST.rule]))))) : null);
}

/** The findings of one verdict; what is folded is made when it is opened. */
function group(kind, list, hidden, open) {
  const tail = hidden ? `（另有${hidden}条被筛去）` : "";
  const made = el("details", { class: `group k${kind.number}`, "data-kind": kind.id },
    el("summary", {}, el("h3", {}, badge(kind), ` ${list.length}条`, tail)));
  const show = () => {
    if (made.open && made.childElementCount === 1) made.append(...list.map(findingElement));
  };
  made.addEventListener("toggle", show);
  made.open = open;
  show();
  return made;
}

/** Draw the details of a submission into ``main``; ``rule`` is the finding to show. */
function drawDetail(main, submission, rule) {
  unfinished = [];
  const step = (by, label) => {
    const other = SUBMISSIONS[submission.number + by];
    return other ? el("a", { href: linkTo(other), class: by < 0 ? "previous" : "next", title: other.path }, label) : null;
  };
  const severity = (one) => LEVEL_ORDER.indexOf(text(one.row[FINDING.level]));
  const groups = KINDS.map((kind) => {
    const all = submission.items.filter((one) => one.kind === kind.number);
    const list = all.filter((one) => one.id === rule || wantedBeside(one));
    list.sort((one, other) => severity(one) - severity(other) || one.number - other.number);
    const asked = list.some((one) => one.id === rule);
    const open = asked || (FILTER.kinds.has(kind.number) && kind.number < 4);
    return list.length || all.length ? group(kind, list, all.length - list.length, open) : null;
  });
  main.replaceChildren(el("nav", { class: "line", "aria-label": "报送" }, el("a", { href: "#/", class: "back" }, "‹ 总览"),
    el("span", {}, `第${submission.number + 1}份，共${SUBMISSIONS.length}份`), step(-1, "‹ 上一份"), step(1, "下一份 ›")),
  el("h2", {}, submission.path), bar(counted(submission.items)),
  el("p", { class: "said" }, KINDS.map((kind) => [badge(kind), ` ${counted(submission.items)[kind.number]}　`])),
  about(submission), ...[pastPart(submission)].filter(Boolean), documentTable(submission), ...groups.filter(Boolean));
  tell(`${submission.path}，${submission.items.length}条结论`);
}

/** Bring a finding into sight and open it. */
function showFinding(rule) {
  const target = document.getElementById(`f-${rule}`);
  if (!target) return;
  if (target.tagName === "DETAILS") target.open = true;
  target.scrollIntoView({ block: "start" });
  target.focus({ preventScroll: true });
}

/** Go to the next finding (1) or the one before (-1) among those in sight. */
function stepFinding(by) {
  const all = [...document.querySelectorAll("details.group[open] > .finding")];
  const here = all.indexOf(document.activeElement.closest(".finding"));
  const next = all[here < 0 ? 0 : here + by];
  if (!next) return;
  next.scrollIntoView({ block: "start" });
  next.focus({ preventScroll: true });
}
