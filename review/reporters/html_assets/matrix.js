// Requirements across, submissions down, the worst requirements first; a cell opens its finding.
const PRINTED_COLUMNS = 28;

/** Requirements that have a finding that is wanted, those failed most often first. */
function columns() {
  return byRule().sort((one, other) => other.counts[0] - one.counts[0] || other.counts[1] - one.counts[1]
    || other.counts[2] - one.counts[2] || byName(one.id, other.id));
}

function matrixRows() {
  const sort = SORTS.matrix;
  const rows = [...found].map(([submission, list]) => ({ submission, number: submission.number,
    cells: new Map(list.map((one) => [one.id, one])) }));
  const value = sort.key === "name" ? (row) => row.submission.path
    : (row) => (row.cells.has(sort.key) ? 9 - row.cells.get(sort.key).kind : 0);
  return sorted(rows, sort, value);
}

/** One cell; it can be reached by the arrow keys, so that the tabulator does not walk through thousands. */
function cell(row, rule) {
  const one = row.cells.get(rule.id);
  if (!one) return el("td", { class: "empty" });
  const kind = KINDS[one.kind];
  return el("td", { class: `cell k${kind.number}`, tabindex: "-1", title: `${kind.name}　${rule.title}\n${text(one.row[FINDING.message])}`,
    "data-open": linkTo(row.submission, rule.id), "aria-label": `${kind.name}，${rule.title}` }, kind.mark);
}

function matrixTable(again) {
  const rules = columns();
  const rows = matrixRows();
  const table = oneMatrix(rules, rows, again);
  table.id = "matrix";
  table.addEventListener("keydown", moveInMatrix);
  table.addEventListener("click", (event) => {
    const target = event.target.closest("[data-open]");
    if (target) location.hash = target.dataset.open;
  });
  const pieces = [];
  for (let start = 0; start < rules.length; start += PRINTED_COLUMNS) pieces.push(rules.slice(start, start + PRINTED_COLUMNS));
  const paper = el("div", { class: "paper" });
  unfinished.push(() => paper.replaceChildren(...pieces.map((piece) => printedMatrix(piece, rows))));
  return el("div", {}, el("p", { class: "hint screen" }, KINDS.map((kind) => [badge(kind), "　"]), "点开一格看结论；点规则名按它排序。"),
    el("div", { class: "scroll screen" }, table), paper);
}

function oneMatrix(rules, rows, again) {
  const sort = SORTS.matrix;
  const body = el("tbody");
  fill(body, rows, (row) => el("tr", {},
    el("th", { scope: "row" }, el("a", { href: linkTo(row.submission) }, row.submission.path)),
    rules.map((rule) => cell(row, rule))), rules.length + 1);
  const first = body.querySelector(".cell");
  if (first) first.tabIndex = 0;
  return el("table", { class: "matrix" }, el("caption", { class: "unseen" }, "规则与报送的矩阵"),
    el("thead", {}, el("tr", {}, head("报送材料", "name", sort, again),
      rules.map((rule) => head(el("span", { class: "upright", title: `${rule.title}（${rule.id}）` }, rule.title), rule.id, sort, again, { class: "rule" })))), body);
}

/** A part of the matrix for paper, with as many requirements as a page takes. */
function printedMatrix(rules, rows) {
  return el("table", { class: "matrix" },
    el("thead", {}, el("tr", {}, el("th", { scope: "col" }, "报送材料"),
      rules.map((rule) => el("th", { scope: "col", class: "rule" }, el("span", { class: "upright" }, rule.title))))),
    el("tbody", {}, rows.map((row) => el("tr", {}, el("th", { scope: "row" }, row.submission.path),
      rules.map((rule) => cell(row, rule))))));
}

const STEPS = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] };

/** Move by the arrow keys over what has no finding; open by the return key. */
function moveInMatrix(event) {
  const here = event.target.closest(".cell");
  if (!here) return;
  if (event.key === "Enter") { location.hash = here.dataset.open; return; }
  const step = STEPS[event.key];
  if (!step) return;
  event.preventDefault();
  const rows = here.closest("tbody").rows;
  let row = here.parentElement.sectionRowIndex, column = here.cellIndex, next = null;
  do {
    row += step[0];
    column += step[1];
    next = rows[row] && rows[row].cells[column];
  } while (next && !next.classList.contains("cell") && column > 0);
  if (!next || !next.classList.contains("cell")) return;
  here.tabIndex = -1;
  next.tabIndex = 0;
  next.focus();
}
