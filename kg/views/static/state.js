// What the reader has chosen. It lives in the address, so that a link restores the view, and every
// view is drawn from it alone.

const TABS = ["brief", "ledger", "timeline", "sources", "network"];
const DEFAULTS = {
  tab: hasTabs ? "brief" : "network",
  at: "", by: "", who: "", issue: "", status: "", source: "", type: "", unknown: "include",
  q: "", fold: "1", sort: "", span: "", open: "", only: "",
};
const state = { ...DEFAULTS, ...data.state, ...fromAddress() };
const views = new Map();
const pictures = new Map();
const KEPT = 24;

/** Whether a value of an address means something here; of a link that was damaged the rest holds. */
function isSound(key, value) {
  if (key === "at" || key === "by") return value === "" || (/^\d{4}-\d\d-\d\d$/.test(value) && !Number.isNaN(Date.parse(`${value}T00:00:00Z`)));
  if (key === "who" || key === "issue" || key === "status" || key === "type") return value === "" || value in (data.labels ?? {});
  return true;
}

function fromAddress() {
  const given = [...new URLSearchParams(location.hash.slice(1))];
  return Object.fromEntries(given.filter(([key, value]) => key in DEFAULTS && isSound(key, value)));
}

function toAddress() {
  const given = Object.entries(state).filter(([key, value]) => value !== DEFAULTS[key]);
  const address = String(new URLSearchParams(given));
  try {
    history.replaceState(null, "", address ? `#${address}` : location.href.split("#")[0]);
  } catch {
    // a page inside another one, such as a notebook's, may have no address of its own
  }
}

/** Choose something, and see the page follow. */
function change(part) {
  Object.assign(state, part);
  if (!TABS.includes(state.tab)) state.tab = DEFAULTS.tab;
  toAddress();
  draw();
}

const moment = (more = {}) => ({
  validAt: dayOf(state.at),
  reportedBy: dayOf(state.by),
  accordingTo: state.who || null,
  doubtful: state.unknown !== "exclude",
  ...more,
});

/** The picture at a moment; the last few are kept, since a slider comes back. */
function pictureAt(when) {
  const key = JSON.stringify(when);
  if (!pictures.has(key)) {
    pictures.set(key, new Picture(when));
    if (pictures.size > KEPT) pictures.delete(pictures.keys().next().value);
  }
  return pictures.get(key);
}

/** Draw the view that is chosen; the others are drawn when they are. */
function draw() {
  if (!hasTabs) return;
  for (const tab of TABS) {
    const chosen = tab === state.tab;
    byId(`tab-${tab}`).setAttribute("aria-selected", String(chosen));
    byId(`tab-${tab}`).tabIndex = chosen ? 0 : -1;
    byId(`view-${tab}`).hidden = !chosen;
  }
  document.body.dataset.tab = state.tab;
  showControls();
  views.get(state.tab)?.(pictureAt(moment()));
}

window.addEventListener("hashchange", () => {
  Object.assign(state, DEFAULTS, data.state, fromAddress());
  draw();
  if (state.open && items[state.open]) openPanel(state.open);
});

// ----------------------------------------------------------------------------------- what is listed

const eventsByType = grouped(tables.events.filter((row) => row.type), (row) => row.event);
const ACT = "https://w3id.org/bilateral/id/act/";
const EVENT = "https://w3id.org/bilateral/id/event/";

/** The event in which an act was done; its IRI names the matter, the event or date, and the slot. */
const eventOf = (act) => (act.startsWith(ACT) ? EVENT + act.slice(ACT.length).split("/").slice(1, -1).join("/") : "");

/** Which subjects the filters leave, among those of a picture; null if nothing is filtered. */
function listed(picture, { searched = true } = {}) {
  const wanted = [];
  if (state.only) wanted.push((subject) => subject === state.only);
  if (state.issue) wanted.push((subject) => matters.get(subject) === state.issue);
  if (state.status) {
    const having = new Set(
      [...picture.statuses, ...picture.defaults].filter((row) => row.status === state.status).map((row) => row.subject),
    );
    wanted.push((subject) => having.has(subject));
  }
  if (state.source) {
    const told = new Set(
      picture.sources
        .filter((row) => documentOf.get(row.document)?.language === state.source)
        .map((row) => row.subject),
    );
    wanted.push((subject) => told.has(subject));
  }
  if (state.type) {
    const moved = new Set(
      picture.acts
        .filter((row) => eventsByType.get(eventOf(row.act))?.some((event) => event.type === state.type))
        .map((row) => row.subject),
    );
    wanted.push((subject) => moved.has(subject));
  }
  if (searched && hits) wanted.push((subject) => hits.has(subject));
  return wanted.length ? (subject) => wanted.every((fits) => fits(subject)) : () => true;
}
