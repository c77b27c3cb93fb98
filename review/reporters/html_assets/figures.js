// Figures of a finding: found against required as a picture, and a sum made again.
const GAUGE = places("gauge");
const SUM = places("sum");
const WIDE = 420, HIGH = 66, LEFT = 8, RIGHT = 412;

function svg(name, attributes, ...children) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", name);
  Object.entries(attributes).forEach(([key, value]) => made.setAttribute(key, String(value)));
  made.append(...children);
  return made;
}

/** What is allowed as a field with an edge, what was found as a bar; both say what they are. */
function gaugePicture(one) {
  const row = one.row[FINDING.gauge];
  if (!row) return null;
  const room = row[GAUGE.room], found = row[GAUGE.found];
  const largest = Math.max(...room, ...found, 0) || 1;
  const at = (value) => LEFT + (RIGHT - LEFT) * (value === null ? 1 : value / (largest * 1.18));
  const made = svg("svg", { viewBox: `0 0 ${WIDE} ${HIGH}`, class: `gauge k${one.kind}`, role: "img",
    "aria-label": `要求${row[GAUGE.asked]}，实际${row[GAUGE.said]}` });
  const edge = at(room[1] === null ? room[0] : room[1]);
  const start = at(room[0]), end = at(room[1]);
  made.append(svg("rect", { class: "all", x: LEFT, y: 20, width: RIGHT - LEFT, height: 24 }),
    svg("rect", { class: "room", x: start, y: 20, width: Math.max(end - start, 0), height: 24 }));
  // a point is a bar from nothing; what reaches from one number to another is a bar between the two
  const point = found[0] === found[1];
  const from = point ? LEFT : at(found[0]), to = at(found[1]);
  made.append(svg("rect", { class: "found", x: from, y: 27, width: Math.max(to - from, 2), height: 10 }));
  if (found[1] === null) made.append(svg("path", { class: "found", d: `M${RIGHT - 8} 23l8 9-8 9z` }));
  made.append(svg("path", { class: "edge", d: `M${edge} 16v31` }));
  if (room[1] !== null && room[0] > 0 && room[0] !== room[1]) made.append(svg("path", { class: "edge", d: `M${start} 16v31` }));
  const label = (x, y, said, name) => {
    const side = x > WIDE * 0.62 ? "end" : x < WIDE * 0.25 ? "start" : "middle";
    return svg("text", { x: side === "start" ? Math.max(x - 4, LEFT) : side === "end" ? Math.min(x + 4, RIGHT) : x, y, "text-anchor": side, class: name }, said);
  };
  made.append(label(edge, 12, `要求 ${row[GAUGE.asked]}`, "asked"),
    label(to, 61, `实际 ${row[GAUGE.said]}`, "said"));
  return made;
}

/** The rows that were added up, what they make, what is stated, and the difference. */
function sumTable(row) {
  const terms = row[SUM.terms], lines = row[SUM.lines];
  const line = (name) => ([label, value], number, all) => el("tr", { class: name === "result" && number === all.length - 1 ? "off" : null },
    el("th", { scope: "row" }, label), el("td", {}, value));
  const table = (rows, name) => el("tbody", { class: name }, rows.map(line(name)));
  return el("table", { class: "sum-table" }, el("caption", { class: "unseen" }, "重新核算"),
    terms.length ? table(terms, "term") : null, table(lines, "result"));
}
