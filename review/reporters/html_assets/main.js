// Which page is shown: the hash says it, so that the browser's own back, forward and bookmarks work from a file.
const MAIN = document.getElementById("main");
let place = null;
let overviewScroll = 0;

/** The submission and the requirement that the hash names; null for the overview. */
function asked() {
  const parts = /^#\/s\/(\d+)(?:\/(.*))?$/.exec(location.hash);
  const submission = parts ? SUBMISSIONS[Number(parts[1]) - 1] : undefined;
  if (!submission) return null;
  let rule = parts[2] || "";
  try { rule = decodeURIComponent(rule); } catch { rule = ""; }
  return { submission, rule: submission.findings.has(rule) ? rule : "" };
}

function draw() {
  showFilters();
  if (place) drawDetail(MAIN, place.submission, place.rule); else drawOverview(MAIN);
}

/** A filter has changed. */
function changed() {
  search();
  if (place) place.rule = "";
  draw();
}

function follow() {
  const before = place;
  if (!before) overviewScroll = window.scrollY;
  place = asked();
  draw();
  if (place && place.rule) showFinding(place.rule);
  else if (place) { window.scrollTo(0, 0); if (before !== place) MAIN.focus({ preventScroll: true }); }
  else {
    window.scrollTo(0, overviewScroll);
    // who came from a submission goes on where its row is
    const left = before && MAIN.querySelector(`a[href="${linkTo(before.submission)}"]`);
    if (left) left.focus({ preventScroll: true });
  }
}

function goTo(submission) {
  if (submission) location.hash = linkTo(submission);
}

/** Leave what is open, one at a time: a field, a finding that was opened, the submission. */
function leave(field, event) {
  if (field) {
    // a search field would be emptied by the key as well
    event.preventDefault();
    field.blur();
    MAIN.focus({ preventScroll: true });
    return;
  }
  const opened = event.target.closest("details.finding[open]");
  if (opened) {
    opened.open = false;
    opened.querySelector("summary").focus();
  } else if (place && SUBMISSIONS.length > 1) location.hash = "#/";
}

document.addEventListener("keydown", (event) => {
  const writing = event.target.closest("input, select, textarea");
  if (event.key === "Escape" && !event.isComposing) { leave(writing, event); return; }
  if (writing || event.ctrlKey || event.metaKey || event.altKey) return;
  const does = {
    "/": () => document.getElementById("words").focus(),
    j: () => stepFinding(1),
    k: () => stepFinding(-1),
    n: () => goTo(place ? SUBMISSIONS[place.submission.number + 1] : SUBMISSIONS[0]),
    p: () => place && goTo(SUBMISSIONS[place.submission.number - 1]),
    u: () => { if (place) location.hash = "#/"; },
  }[event.key];
  if (!does) return;
  event.preventDefault();
  does();
});
window.addEventListener("hashchange", follow);
window.addEventListener("beforeprint", finish);
history.scrollRestoration = "manual";

buildFilters(changed);
search();
place = asked();
if (!place && SUBMISSIONS.length === 1) place = { submission: SUBMISSIONS[0], rule: "" };
draw();
if (place && place.rule) showFinding(place.rule);
document.documentElement.dataset.ready = "yes";
