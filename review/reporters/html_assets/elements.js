// Elements are made here and nowhere else: attributes by name, children as nodes or as text.

/** Make an element. ``on…`` are listeners, ``class`` and the like attributes; null and false are left out. */
function el(name, attributes, ...children) {
  const made = document.createElement(name);
  Object.entries(attributes || {}).forEach(([key, value]) => {
    if (value === null || value === undefined || value === false) return;
    if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
    else made.setAttribute(key, value === true ? "" : String(value));
  });
  children.flat(Infinity).forEach((child) => {
    if (child !== null && child !== undefined && child !== false) made.append(child);
  });
  return made;
}

/** A verdict as a mark and its word. */
function badge(kind) {
  return el("span", { class: `badge k${kind.number}` }, el("span", { "aria-hidden": "true" }, kind.mark), ` ${kind.name}`);
}

/** A bar of the verdicts, as wide as each is frequent; ``counts`` by verdict. */
function bar(counts) {
  const parts = KINDS.filter((kind) => counts[kind.number]);
  const made = el("div", { class: "bar", role: "img",
    "aria-label": parts.map((kind) => `${kind.name}${counts[kind.number]}项`).join("，") });
  parts.forEach((kind) => {
    const part = el("span", { class: `k${kind.number}`, title: `${kind.name} ${counts[kind.number]}` });
    part.style.flexGrow = counts[kind.number];
    made.append(part);
  });
  return made;
}

/** Tell a reader of the screen what has changed. */
function tell(sentence) {
  document.getElementById("told").textContent = sentence;
}

const FIRST_ROWS = 60;
const MORE_ROWS = 120;
let unfinished = [];

/** Fill ``body`` with rows, some at once and the rest as they come into sight, so that no list freezes the page. */
function fill(body, list, make, columns) {
  let done = 0;
  const watch = new IntersectionObserver((seen) => { if (seen.some((one) => one.isIntersecting)) more(MORE_ROWS); });
  const rest = el("tr", { class: "rest" }, el("td", { colspan: columns },
    el("button", { type: "button", onclick: () => more(MORE_ROWS) }, "")));
  function more(count) {
    const piece = document.createDocumentFragment();
    list.slice(done, done + count).forEach((one) => piece.append(make(one)));
    done = Math.min(done + count, list.length);
    rest.remove();
    body.append(piece);
    if (done < list.length) {
      rest.querySelector("button").textContent = `还有${list.length - done}行，继续显示`;
      body.append(rest);
      watch.observe(rest);
    } else watch.disconnect();
  }
  more(FIRST_ROWS);
  if (done < list.length) unfinished.push(() => more(list.length));
}

/** Show all rows: paper does not scroll. */
function finish() {
  unfinished.forEach((more) => more());
  unfinished = [];
}

/** A column head that sorts; ``sort`` is ``{key, down}`` and ``again`` draws anew. */
function head(label, key, sort, again, attributes) {
  const state = sort.key !== key ? "none" : sort.down ? "descending" : "ascending";
  const arrow = sort.key !== key ? "" : sort.down ? " ▼" : " ▲";
  return el("th", { scope: "col", "aria-sort": state, ...attributes }, el("button", { type: "button", class: "sort", "data-sort": key,
    onclick: () => {
      if (sort.key === key) sort.down = !sort.down; else { sort.key = key; sort.down = key !== "name" && key !== "regulation"; }
      again();
      const same = [...document.querySelectorAll("[data-sort]")].find((one) => one.dataset.sort === String(key));
      if (same) same.focus();
    } }, label, el("span", { class: "arrow", "aria-hidden": "true" }, arrow)));
}
