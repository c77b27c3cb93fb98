// One finding with all that is needed to check it: what is asked, what was found, where, in which words.

/** A line of a finding: its name and what it says. */
function part(label, ...content) {
  return el("div", { class: "part" }, el("dt", {}, label), el("dd", {}, content));
}

/** The quote itself, the value in it framed. */
function marked(quote) {
  const words = quote[QUOTE.quote], value = quote[QUOTE.value];
  if (!value) return el("mark", {}, words);
  // places are counted in characters, which a browser's string does not do beyond the basic plane
  const characters = Array.from(words);
  const piece = (from, to) => characters.slice(from, to).join("");
  return el("mark", {}, piece(0, value[0]), el("b", {}, piece(value[0], value[0] + value[1])), piece(value[0] + value[1]));
}

/** The section that a quote stands in, each title by itself. */
function trail(section) {
  return section ? el("span", { class: "section" }, section.split(" > ").join(" › ")) : null;
}

function placeLine(submission, quote) {
  return el("p", { class: "place" }, el("span", { class: "file" }, documentName(submission, quote[QUOTE.document])), " ",
    quote[QUOTE.label], quote[QUOTE.ocr] ? el("span", { class: "tag" }, "由图像识别") : null);
}

/** A quote with its section, what stands around it, and its place. */
function quoteBlock(submission, number) {
  const quote = submission.quotes[number];
  const beside = (numbers) => numbers.map((one) => el("p", { class: "near" }, submission.quotes[one][QUOTE.quote],
    el("span", { class: "place" }, submission.quotes[one][QUOTE.label])));
  return el("blockquote", {}, trail(text(quote[QUOTE.section])), beside(quote[QUOTE.before]),
    el("p", { class: "quote" }, quote[QUOTE.lead], marked(quote), quote[QUOTE.trail]),
    beside(quote[QUOTE.after]), placeLine(submission, quote));
}

/** Quotes that stand in cells of one table, as a part of that table; the others as they are. ``sum`` tells which of
 * them is a figure that does not add up. */
function quoteBlocks(submission, numbers, sum) {
  const offending = sum && sum[SUM.quote] >= 0 ? numbers[sum[SUM.quote]] : null, again = sum ? { number: offending, said: sum[SUM.short] } : null;
  const tables = new Map(), made = [];
  numbers.forEach((number) => {
    const quote = submission.quotes[number];
    if (!quote[QUOTE.cell]) { made.push(quoteBlock(submission, number)); return; }
    const key = `${documentName(submission, quote[QUOTE.document])}\n${quote[QUOTE.cell][CELL.table]}`;
    if (!tables.has(key)) {
      const home = el("blockquote", { class: "table" });
      tables.set(key, { home, quote, numbers: [] });
      made.push(home);
    }
    tables.get(key).numbers.push(number);
    if (number === offending) tables.get(key).again = again;
  });
  tables.forEach((table) => table.home.append(trail(text(table.quote[QUOTE.section])) || "", grid(submission, table),
    el("p", { class: "place" }, el("span", { class: "file" }, documentName(submission, table.quote[QUOTE.document])), " ",
      table.numbers.map((number) => submission.quotes[number][QUOTE.label]).join("；"))));
  return made;
}

/** The rows of a table that are quoted, with the cells of them that were read; quoted cells are marked. */
function grid(submission, table) {
  const cells = new Map(), rows = new Set(), columnsHere = new Set();
  const put = (number, hit) => {
    const quote = submission.quotes[number], at = quote[QUOTE.cell];
    if (!at) return;
    const key = `${at[CELL.row]},${at[CELL.column]}`;
    rows.add(at[CELL.row]);
    columnsHere.add(at[CELL.column]);
    if (hit || !cells.has(key)) cells.set(key, { quote, hit });
  };
  table.numbers.forEach((number) => {
    const quote = submission.quotes[number];
    [...quote[QUOTE.before], ...quote[QUOTE.after]].forEach((one) => put(one, false));
  });
  table.numbers.forEach((number) => put(number, true));
  const inOrder = (set) => [...set].sort((one, other) => one - other);
  const across = inOrder(columnsHere);
  return el("div", { class: "scroll" }, el("table", { class: "grid" },
    el("thead", {}, el("tr", {}, el("th", { scope: "col" }, table.quote[QUOTE.cell][CELL.table]),
      across.map((column) => el("th", { scope: "col" }, `第${column}列`)))),
    el("tbody", {}, inOrder(rows).map((row) => el("tr", {}, el("th", { scope: "row" }, `第${row}行`),
      across.map((column) => {
        const held = cells.get(`${row},${column}`);
        const wrong = table.again && held && held.quote === submission.quotes[table.again.number];
        return el("td", { class: held && held.hit ? "hit" : null }, held ? (held.hit ? marked(held.quote) : held.quote[QUOTE.quote]) : "…",
          wrong ? el("span", { class: "again" }, table.again.said) : null);
      }))))));
}

function unreadLines(submission, parts) {
  return el("ul", {}, parts.map((one) => el("li", {}, el("span", { class: "file" }, documentName(submission, one[UNREAD.document])),
    " ", one[UNREAD.place] ? `${one[UNREAD.place]}：` : "", text(one[UNREAD.message]))));
}

function searchedPart(submission, searched) {
  const names = searched[SEARCHED.documents].map((value) => documentName(submission, value));
  const sections = searched[SEARCHED.sections].map((value) => text(value).split(" > ").join(" › "));
  const rest = searched[SEARCHED.more] ? `等${sections.length + searched[SEARCHED.more]}处` : "";
  const nearest = searched[SEARCHED.nearest];
  return [part("已查", names.join("、") || "没有可查的材料",
    sections.length ? el("details", { open: sections.length <= 3 }, el("summary", {}, `相关章节${sections.length}处`),
      el("ul", {}, sections.map((one) => el("li", {}, one)), rest ? el("li", {}, rest) : null)) : null),
  nearest.length ? part("最接近的内容", quoteBlocks(submission, nearest)) : null];
}

function citation(rule) {
  const number = rule[RULE.number], effective = rule[RULE.effective];
  const name = number ? `《${rule[RULE.regulation]}》（${number}）` : `${rule[RULE.regulation]} `;
  return `${name}${rule[RULE.article]}${effective ? `，自${effective}起施行` : ""}`;
}

/** The strip of the page with the place framed, and the way to the whole page. */
function pictureOf(one) {
  const held = picturesOf(one);
  if (!held) return null;
  const title = `${one.rule[RULE.title]}：原文所在页面`;
  const strip = held.strip ? el("img", { src: held.strip, alt: title }) : null;
  const link = held.page ? el("a", { href: held.page, class: "page", target: "_blank", rel: "noopener" }, strip, strip ? null : "查看整页") : strip;
  return part("页面", el("figure", {}, link, held.page && strip ? el("figcaption", {}, el("a", { href: held.page, target: "_blank", rel: "noopener" }, "查看整页"), "，本份报送的各条结论在这一页上的位置都已框出") : null));
}

/** What an earlier report said where this is mended by now. */
function earlier(one) {
  const was = one.submission.row[SUBMISSION.fixed].filter((past) => past[PAST.rule] === one.id);
  return was.length ? part("前次", was.map((past) => el("p", {}, badge(KINDS[past[PAST.kind]]), `　${text(past[PAST.message])}`))) : null;
}

/** What stands under the title of a finding. */
function findingBody(one) {
  const { submission, row, rule } = one;
  const quotes = row[FINDING.quotes];
  const more = row[FINDING.more] ? el("p", { class: "place" }, `另有${row[FINDING.more]}处，见 JSON 报告。`) : null;
  const sides = row[FINDING.expected] !== null || row[FINDING.actual] !== null
    ? el("div", { class: "sides" },
      row[FINDING.expected] !== null ? el("div", {}, el("span", {}, "要求"), el("b", {}, text(row[FINDING.expected]))) : null,
      row[FINDING.actual] !== null ? el("div", { class: `k${one.kind}` }, el("span", {}, "实际"), el("b", {}, text(row[FINDING.actual]))) : null)
    : null;
  const sum = row[FINDING.sum];
  return el("div", { class: "body" }, el("p", { class: "message" }, text(row[FINDING.message])), sides, gaugePicture(one), el("dl", {},
    sum ? part("核算", sumTable(sum)) : null,
    quotes.length ? part("原文", quoteBlocks(submission, quotes, sum), more) : null,
    pictureOf(one),
    row[FINDING.waived] ? part("已认可", row[FINDING.waived]) : null,
    earlier(one),
    row[FINDING.searched] ? searchedPart(submission, row[FINDING.searched]) : null,
    row[FINDING.unread].length ? part("未读", unreadLines(submission, row[FINDING.unread])) : null,
    part("依据", citation(rule)),
    row[FINDING.suggestion] !== null ? part("建议", el("span", { class: "suggestion" }, text(row[FINDING.suggestion]))) : null,
    part("编号", el("code", {}, one.id), " ", row[FINDING.fingerprint] ? el("span", { class: "dim" }, "指纹 ", el("code", {}, row[FINDING.fingerprint])) : null)));
}

/** One finding: open where a person has to act, else a line that opens. */
function findingElement(one) {
  const kind = KINDS[one.kind];
  const level = one.kind < 2 && one.row[FINDING.level] !== null ? el("span", { class: "tag" }, text(one.row[FINDING.level])) : null;
  const reason = [el("span", { class: "tag quiet" }, text(one.row[FINDING.reason])),
    one.row[FINDING.waived] ? el("span", { class: "tag quiet" }, "已认可") : null,
    one.row[FINDING.change] ? el("span", { class: "tag quiet" }, one.row[FINDING.change]) : null];
  const attributes = { class: `finding k${kind.number}`, id: `f-${one.id}`, "data-rule": one.id, tabindex: "-1" };
  if (one.kind <= 2) {
    return el("article", attributes, el("h4", {}, el("span", { class: "mark", "aria-hidden": "true" }, kind.mark), " ",
      el("a", { href: linkTo(one.submission, one.id) }, one.rule[RULE.title]), level, reason), findingBody(one));
  }
  const made = el("details", attributes, el("summary", {}, el("span", { class: "mark", "aria-hidden": "true" }, kind.mark), " ",
    one.rule[RULE.title], reason, el("span", { class: "short" }, text(one.row[FINDING.message]))));
  made.addEventListener("toggle", () => { if (made.open && !made.querySelector(".body")) made.append(findingBody(one)); });
  return made;
}
