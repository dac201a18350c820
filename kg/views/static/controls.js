// The controls: two sliders, for the world and for what had been reported, whose account, filters,
// and the tabs. They show the state and change it; they hold none of their own.

const dayRange = (() => {
  const days = tables.acts.map((row) => row.day).filter(Boolean);
  const reported = tables.acts.map((row) => row.reported).filter((day) => day && day > 1);
  return {
    at: [Math.min(data.today ?? 1, least([...days, data.today])), Math.max(data.today ?? 1, greatest([...days, 0]))],
    by: [Math.min(data.today ?? 1, least([...reported, data.today])), data.today ?? 1],
  };
})();

/** The entries by their labels, those that are pinned first; of two alike each says `what` it is. */
function chooseFrom(select, entries, first, { pinned = [], what = () => "" } = {}) {
  const known = [...new Map(entries).entries()];
  const often = grouped(known, ([, label]) => label);
  const rank = (value) => (pinned.includes(value) ? pinned.indexOf(value) : pinned.length);
  const sorted = known
    .map(([value, label]) => [value, often.get(label).length > 1 && what(value) ? `${label} (${what(value)})` : label])
    .sort(([x, one], [y, other]) => rank(x) - rank(y) || one.localeCompare(other, data.language));
  select.replaceChildren(make("option", { value: "" }, first), ...sorted.map(([value, label]) => make("option", { value }, label)));
  // an attribute that is empty is left out, and an option without one has its text for a value
  select.options[0].value = "";
}

function makeControls() {
  if (!hasTabs) return;
  const actors = new Map([[data.a, labelOf(data.a)], [data.b, labelOf(data.b)]]);
  for (const row of [...tables.acts, ...tables.sources]) {
    for (const who of [row.side, row.speaker, row.outlet]) if (who) actors.set(who, labelOf(who));
  }
  chooseFrom(byId("who"), actors, words.any, { pinned: [data.a, data.b] });
  chooseFrom(byId("issue"), [...matters.values()].map((issue) => [issue, labelOf(issue)]), words.any);
  chooseFrom(byId("status"), tables.effects.filter((row) => row.status).map((row) => [row.status, labelOf(row.status)]), words.any,
    { what: (status) => labelOf(tables.effects.find((row) => row.status === status).axis) });
  chooseFrom(byId("source"), documents.filter((row) => row.language).map((row) => [row.language, languageName(row.language)]), words.any);
  chooseFrom(byId("type"), tables.events.filter((row) => row.type).map((row) => [row.type, labelOf(row.type)]), words.any);
  byId("unknown").replaceChildren(make("option", { value: "include" }, words.unknown_include), make("option", { value: "exclude" }, words.unknown_exclude));
  for (const clock of ["at", "by"]) {
    const [first, last] = dayRange[clock];
    const slider = byId(clock);
    slider.min = String(first);
    // one step beyond the last day is no limit at all
    slider.max = String(last + 1);
    slider.addEventListener("input", () => {
      const day = Number(slider.value);
      change({ [clock]: day > last ? "" : isoOf(day) });
    });
    const field = byId(`${clock}-date`);
    field.min = isoOf(first);
    field.addEventListener("change", () => change({ [clock]: field.value }));
  }
  for (const name of ["who", "issue", "status", "source", "type", "unknown"]) {
    byId(name).addEventListener("change", () => change({ [name]: byId(name).value }));
  }
  byId("reset").addEventListener("click", () => {
    byId("query").value = "";
    hits = null;
    const { tab, open } = state;
    change({ ...DEFAULTS, tab, open });
    repaint();
  });
  byId("only").querySelector("button").addEventListener("click", () => change({ only: "" }));
  byId("controls").addEventListener("submit", (event) => event.preventDefault());
  byId("controls-toggle").addEventListener("click", () => {
    const shown = document.body.classList.toggle("controlled");
    byId("controls-toggle").setAttribute("aria-expanded", String(shown));
  });
  const tabs = TABS.map((tab) => byId(`tab-${tab}`));
  tabs.forEach((button, at) => {
    button.addEventListener("click", () => change({ tab: TABS[at] }));
    button.addEventListener("keydown", (event) => {
      const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: tabs.length - 1 }[event.key];
      if (to === undefined) return;
      event.preventDefault();
      const next = (to + tabs.length) % tabs.length;
      change({ tab: TABS[next] });
      tabs[next].focus();
    });
  });
}

/** The state, as the controls show it. */
function showControls() {
  for (const clock of ["at", "by"]) {
    const [, last] = dayRange[clock];
    const day = dayOf(state[clock]);
    const slider = byId(clock);
    slider.value = String(day ?? last + 1);
    const shown_ = day ? shownDay(day) : clock === "at" ? filled(words.today, { day: shownDay(data.today) }) : words.everything;
    byId(`${clock}-shown`).textContent = shown_;
    slider.setAttribute("aria-valuetext", shown_);
    if (byId(`${clock}-date`).value !== state[clock]) byId(`${clock}-date`).value = state[clock];
  }
  for (const name of ["who", "issue", "status", "source", "type", "unknown"]) byId(name).value = state[name];
  for (const button of document.querySelectorAll("[data-export]")) button.hidden = !savedAs(state.tab).includes(button.dataset.export);
  byId("only").hidden = !state.only;
  byId("only").firstElementChild.textContent = state.only ? filled(words.only, { matter: labelOf(state.only) }) : "";
  const chosen = ["at", "by", "who", "issue", "status", "source", "type"].filter((key) => state[key]).length + (state.unknown === "exclude" ? 1 : 0);
  byId("controls-toggle").textContent = chosen ? `${words.controls} (${chosen})` : words.controls;
}

makeControls();
