// The timeline: a lane for each issue, the first side's word above its line and the other's below.
// The steps of the two staircases are the stages that each side tells; acts stand where they were
// done, vague days as spans, and stretches of which nothing was reported are hatched.

const SVG = "http://www.w3.org/2000/svg";
const LANE = 76;
const HEAD = 30;
const LEFT = 190;
/** On a narrow screen the name of an issue stands above its lane, not beside it. */
const NAME = 20;
const NARROW_LEFT = 8;
const RIGHT = 18;
const NARROW = 640;
/** What hatching leaves free around a mark, in pixels. */
const CLEAR = 8;
/** The size of the name of an issue, as in page.css. */
const ISSUE = 12.5;
const HIGHEST = Math.max(1, ...tables.effects.filter((row) => row.axis === STAGE && row.status).map((row) => row.rank));
/** Days without any report after which a stretch is shaded. */
const SILENT_DAYS = 45;
/** Coded events by month and direction: machine-made, and none of the accounts above. */
const coded = unpacked(data.coded).map((row) => ({ ...row, day: dayOf(`${row.month}-01`) }));
const CODED = 92;
const SPANS = { all: null, 3: 3 * 366, 1: 366, half: 183 };

function svg(name, attributes, ...children) {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes ?? {})) {
    if (value !== null && value !== undefined && value !== "") element.setAttribute(key, value);
  }
  element.append(...children.filter((child) => child !== null && child !== ""));
  return element;
}

/** The span of days that is shown: what the reader chose, or from where nearly everything happened. */
function frameOf(picture) {
  const days = picture.acts.map((row) => row.day).filter(Boolean).sort((x, y) => x - y);
  const last = picture.moment.validAt ?? Math.max(data.today, days.at(-1) ?? data.today);
  const length = SPANS[state.span];
  if (length) return [last - length, last];
  const first = state.span === "all" ? days[0] ?? last - 366 : days[Math.floor(days.length * 0.02)] ?? last - 366;
  return [Math.min(first, last - 60) - 10, last + 6];
}

function axis(scale, [first, last], height, width) {
  const group = svg("g", { class: "axis", "aria-hidden": "true" });
  const months = (last - first) / 30.4;
  const room = Math.max(2, Math.floor((width - scale(first)) / 74));
  const step = [1, 2, 3, 6, 12, 24, 60].find((each) => months / each <= room) ?? 120;
  const short = new Intl.DateTimeFormat(locale, step < 12 ? { month: "short", year: "numeric", timeZone: "UTC" } : { year: "numeric", timeZone: "UTC" });
  const at = dateOf(first);
  at.setUTCDate(1);
  at.setUTCMonth(Math.ceil((at.getUTCMonth() + 1) / step) * step);
  while (at.getTime() / MS + EPOCH <= last) {
    const x = scale(at.getTime() / MS + EPOCH);
    const told = spoken(short, at);
    group.append(svg("line", { x1: x, x2: x, y1: HEAD - 14, y2: height }));
    if (x + 3 + measured(told, 11) <= width) group.append(svg("text", { x: x + 3, y: HEAD - 16 }, told));
    at.setUTCMonth(at.getUTCMonth() + step);
  }
  return group;
}

/** The stages of one matter by one side as a staircase: up as it advances, down as it falls back. */
function staircase(acts, effectsOf, who, scale, [first, last], middle) {
  const days = [...new Set(acts.map((row) => row.day))].sort((x, y) => x - y);
  const points = [];
  let height = 0;
  for (const day of days) {
    const found = statuses(seen(acts.filter((row) => row.day <= day))).find((row) => row.axis === STAGE);
    const rank = found && !found.status.endsWith("/terminated") ? rankOf.get(found.status) ?? 0 : 0;
    if (rank !== height) points.push([Math.max(day, first), rank]);
    height = rank;
  }
  if (!points.length) return null;
  const sign = who === "a" ? -1 : 1;
  const y = (rank) => middle + sign * (4 + (rank / HIGHEST) * (LANE / 2 - 12));
  let path = `M${scale(points[0][0])} ${middle + sign * 4}`;
  for (const [day, rank] of points) path += `H${scale(day)}V${y(rank)}`;
  return { path: `${path}H${scale(last)}`, y: (day) => y((points.filter(([at]) => at <= day).at(-1) ?? [0, 0])[1]) };
}

const symbols = {
  plain: (x, y) => svg("circle", { cx: x, cy: y, r: 4.5 }),
  done: (x, y) => svg("path", { d: `M${x - 5} ${y - 5}h10v10h-10z` }),
  ended: (x, y) => svg("path", { d: `M${x} ${y - 6}l6 10h-12z` }),
  denied: (x, y) => svg("path", { d: `M${x - 4.5} ${y - 4.5}l9 9m0 -9l-9 9`, class: "cross" }),
};

/** How an act is drawn: denied, ended, performed, or a word. */
function symbolOf(row) {
  if (denies(row)) return "denied";
  const sets = setsOf.get(row.step) ?? [];
  if (endsOf.has(row.step) && !sets.some((each) => each.rank > 0 && each.axis === STAGE)) return "ended";
  return sets.some((each) => each.axis === PERFORMANCE) ? "done" : "plain";
}

/** Stretches in which no step was told, said or reported here. */
function silences(picture, [first, last]) {
  const known = picture.moment.reportedBy ?? FAR;
  const days = [...new Set(picture.acts.flatMap((row) => [row.day, row.said, row.reported]).filter((day) => day && day >= first && day <= Math.min(last, known)))].sort((x, y) => x - y);
  const found = [];
  let before = first;
  for (const day of [...days, Math.min(last, known)]) {
    if (day - before > SILENT_DAYS) found.push([before, day]);
    before = day;
  }
  return found;
}

function lanesOf(picture, fits) {
  const acts = picture.acts.filter((row) => matters.has(row.subject) && row.day && fits(row.subject));
  return [...grouped(acts, (row) => matters.get(row.subject))]
    .map(([issue, rows]) => ({ issue, rows, first: least(rows.map((row) => row.day)) }))
    .sort((one, other) => other.rows.length - one.rows.length || byText(one.issue, other.issue));
}

/** What stands at one place of a lane: acts of one day, step and account are one mark. */
function marksOf(rows) {
  return [...grouped(rows, (row) => keyed(row.subject, row.account, row.step, row.day, denies(row))).values()]
    .sort((one, other) => one[0].day - other[0].day || byText(one[0].account, other[0].account));
}

function drawLane(lane, middle, scale, frame, width) {
  const group = svg("g", { class: "lane" });
  const left = scale(frame[0]);
  group.append(svg("line", { class: "middle", x1: left, x2: width - RIGHT, y1: middle, y2: middle }));
  const stairs = new Map();
  for (const [subject, rows] of grouped(lane.rows, (row) => row.subject)) {
    for (const who of ["a", "b"]) {
      const made = staircase(rows.filter((row) => row.account === who), null, who, scale, frame, middle);
      if (!made) continue;
      stairs.set(keyed(subject, who), made);
      group.append(svg("path", { class: `stair ${who}`, d: made.path }));
    }
  }
  for (const rows of marksOf(lane.rows.filter((row) => row.day >= frame[0] && row.day <= frame[1]))) {
    group.append(drawMark(rows, stairs, scale, frame, middle, width));
  }
  return group;
}

function drawMark(rows, stairs, scale, frame, middle, width) {
  const [row] = rows;
  const x = scale(row.day);
  const sign = row.account === "a" ? -1 : row.account === "b" ? 1 : 0;
  const y = stairs.get(keyed(row.subject, row.account))?.y(row.day) ?? middle + sign * 9;
  const claims = numbersOf(rows);
  const hedged = rows.every((each) => each.certainty && !each.certainty.endsWith("/certain"));
  const planned = rows.every((each) => each.said && each.said < row.day);
  const who = "ab".includes(row.account) ? sideLabel(row.account) : row.account === "third" ? words.third : words.narrator;
  const told = [shownWhen(row.day, row.act), who, labelOf(row.step), denies(row) ? words.denies : "", hedged ? words.hedged : "", planned ? words.planned : "", labelOf(row.subject)].filter(Boolean).join(", ");
  const mark = svg("g", {
    class: ["mark", row.account, symbolOf(row), hedged ? "hedged" : "", planned ? "planned" : ""].filter(Boolean).join(" "),
    role: "button", tabindex: "-1", "aria-label": told, "data-subject": row.subject, "data-told": claims.join(" "),
  });
  const until = Math.min(row.day_to ?? row.day, frame[1]);
  if (until - row.day > 2) {
    mark.append(svg("line", { class: "vague", x1: x, x2: Math.min(scale(until), width - RIGHT), y1: y, y2: y }));
  }
  mark.append(svg("circle", { class: "target", cx: x, cy: y, r: 11 }), symbols[symbolOf(row)](x, y), svg("title", null, told));
  return mark;
}

/** What machines coded, month by month: cooperation up, conflict down, the two directions beside each other. */
function drawCoded(scale, frame, top, width) {
  const group = svg("g", { class: "coded" });
  const middle = top + CODED / 2;
  const rows = coded.filter((row) => row.day >= frame[0] - 31 && row.day <= frame[1]);
  const high = Math.max(1, ...rows.flatMap((row) => [row.cooperation, row.conflict]));
  const wide = Math.max(2, Math.min(9, (scale(frame[0] + 30) - scale(frame[0])) / 2 - 1));
  group.append(svg("line", { class: "middle", x1: scale(frame[0]), x2: width - RIGHT, y1: middle, y2: middle }));
  for (const [y, sign] of [[top + 10, "+"], [top + CODED - 4, "−"]]) {
    group.append(svg("text", { class: "scale", x: width - 2, y, "text-anchor": "end" }, `${sign}${high}`));
  }
  for (const row of rows) {
    const x = Math.max(scale(row.day), scale(frame[0])) + (row.side === "a" ? 0 : wide + 1);
    const bar = (count, up) => {
      const size = (count / high) * (CODED / 2 - 12);
      return count ? svg("rect", { class: `bar ${row.side} ${up ? "up" : "down"}`, x, width: wide, y: up ? middle - size - 1 : middle + 1, height: Math.max(1.5, size) }) : null;
    };
    group.append(svg("g", null, bar(row.cooperation, true), bar(row.conflict, false),
      svg("title", null, filled(words.coded_month, { month: row.month, side: sideLabel(row.side), up: row.cooperation, down: row.conflict }))));
  }
  return group;
}

function drawTimeline(picture, fits, width) {
  const lanes = lanesOf(picture, fits);
  const frame = frameOf(picture);
  const narrow = width < NARROW;
  const left = narrow ? NARROW_LEFT : LEFT;
  const name = narrow ? NAME : 0;
  const high = LANE + name;
  const below = HEAD + lanes.length * high;
  const height = below + (coded.length ? CODED + name : 0) + 8;
  const named = (text, top, room) => {
    const label = svg("text", { class: "issue", x: 4, y: narrow ? top + 15 : top + room / 2 }, svg("title", null, text));
    const lines = narrow ? [fitted(text, width - 8, ISSUE, 600)] : wrapped(text, left - 12, 3, ISSUE, 600);
    lines.forEach((line, at) => label.append(svg("tspan", { x: 4, dy: at ? "1.25em" : `${-(lines.length - 1) * 0.6}em` }, line)));
    return label;
  };
  const scale = (day) => Math.round((left + ((day - frame[0]) / (frame[1] - frame[0])) * (width - left - RIGHT)) * 10) / 10;
  const hatch = svg("pattern", { id: "hatch", width: 7, height: 7, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" },
    svg("line", { x1: 0, x2: 0, y1: 0, y2: 7 }));
  const drawing = svg("svg", {
    xmlns: SVG, width, height, viewBox: `0 0 ${width} ${height}`, class: "timeline", role: "group",
    "aria-label": filled(words.timeline_label, { n: lanes.length, a: sideLabel("a"), b: sideLabel("b") }), lang: data.language,
  }, svg("defs", null, hatch));
  for (const [from, to] of silences(picture, frame)) {
    // the days at its ends are days of which something is told
    const [begin, end] = [scale(from) + (from > frame[0] ? CLEAR : 0), scale(to) - (to < frame[1] - 7 ? CLEAR : 0)];
    drawing.append(svg("rect", { class: "silence", x: begin, width: Math.max(0, end - begin), y: HEAD - 12, height: height - HEAD + 12, fill: "url(#hatch)" },
      svg("title", null, filled(words.no_report, { from: shownDay(from), to: shownDay(to) }))));
  }
  drawing.append(axis(scale, frame, height, width));
  const today = picture.today;
  if (today >= frame[0] && today <= frame[1]) drawing.append(svg("line", { class: "now", x1: scale(today), x2: scale(today), y1: HEAD - 14, y2: height }));
  lanes.forEach((lane, number) => {
    const top = HEAD + number * high;
    if (number) drawing.append(svg("line", { class: "between", x1: 0, x2: width, y1: top, y2: top }));
    drawing.append(named(labelOf(lane.issue), top, LANE), drawLane(lane, top + name + LANE / 2, scale, frame, width));
  });
  if (coded.length) {
    drawing.append(svg("line", { class: "between", x1: 0, x2: width, y1: below, y2: below }),
      named(words.coded, below, CODED), drawCoded(scale, frame, below + name, width));
  }
  return { drawing, lanes, frame };
}

const keyOf = (name, text) => make("span", { class: `legend-key ${name}` }, text);

views.set("timeline", (picture) => {
  const view = byId("view-timeline");
  const fits = listed(picture);
  const style = getComputedStyle(view);
  const padding = Number.parseFloat(style.paddingLeft) + Number.parseFloat(style.paddingRight);
  const width = Math.max(300, Math.floor((view.clientWidth || 900) - (padding || 0)));
  const { drawing, lanes, frame } = drawTimeline(picture, fits, width);
  const before = (picture.acts.filter((row) => matters.has(row.subject) && row.day && row.day < frame[0] && fits(row.subject))).length;
  const spans = make("p", { class: "spans", role: "group", "aria-label": words.span },
    ...[["", words.span_usual], ["all", words.span_all], ["3", words.span_3], ["1", words.span_1], ["half", words.span_half]].map(([key, label]) =>
      make("button", { type: "button", "data-span": key || "usual", "aria-pressed": String(state.span === key) }, label)));
  const key = make("p", { class: "legend-line" },
    make("span", { class: "who a" }, filled(words.above, { side: sideLabel("a") })), make("span", { class: "who b" }, filled(words.below, { side: sideLabel("b") })),
    keyOf("plain", words.key_word), keyOf("done", words.key_done), keyOf("ended", words.key_ended), keyOf("denied", words.denies),
    keyOf("hedged", words.hedged), keyOf("planned", words.planned), keyOf("vague", words.key_vague), keyOf("silence", words.key_silence));
  view.replaceChildren(
    make("h2", null, words.tab_timeline), make("p", { class: "asof" }, asOf()), spans, key,
    lanes.length ? drawing : make("p", { class: "silent" }, words.none_found),
    coded.length ? make("p", { class: "hint" }, words.coded_hint) : "",
    before ? make("p", { class: "hint" }, filled(words.earlier, { n: before })) : "",
    make("details", { class: "twin" }, make("summary", null, words.as_table), timelineTable(lanes)),
  );
  drawing.querySelector(".mark")?.setAttribute("tabindex", "0");
});

function timelineTable(lanes) {
  const rows = lanes.flatMap((lane) => marksOf(lane.rows)).sort((one, other) => one[0].day - other[0].day);
  return make("table", { class: "acts" },
    make("thead", null, make("tr", null, ...[words.date, words.matter, words.step, words.who].map((text) => make("th", { scope: "col" }, text)))),
    make("tbody", null, ...rows.map(([row, ...more]) => make("tr", { "data-item": row.subject },
      make("td", { class: "date" }, shownWhen(row.day, row.act)),
      make("th", { scope: "row" }, opens(row.subject)),
      make("td", null, `${denies(row) ? "✕ " : ""}${labelOf(row.step)}`),
      make("td", null, isolated(routeOf(more.at(-1) ?? row)))))));
}

const timelineView = byId("view-timeline");
timelineView?.addEventListener("click", (event) => {
  const span = event.target.closest("[data-span]")?.dataset.span;
  if (span) {
    change({ span: span === "usual" ? "" : span });
    timelineView.querySelector(`[data-span="${span}"]`)?.focus();
    return;
  }
  const mark = event.target.closest(".mark");
  if (mark) openMark(mark, event.detail === 0);
});

const openMark = (mark, focus) =>
  openPanel(mark.dataset.subject, { from: mark, focus, claims: mark.dataset.told ? mark.dataset.told.split(" ").map(Number) : [] });

timelineView?.addEventListener("keydown", (event) => {
  const mark = event.target.closest(".mark");
  if (!mark) return;
  const all = [...timelineView.querySelectorAll(".mark")];
  const lanes = [...timelineView.querySelectorAll(".lane")];
  const lane = lanes.indexOf(mark.closest(".lane"));
  const near = (other) => {
    const x = mark.getBoundingClientRect().x;
    const there = [...(lanes[lane + other]?.querySelectorAll(".mark") ?? [])];
    return there.sort((one, two) => Math.abs(one.getBoundingClientRect().x - x) - Math.abs(two.getBoundingClientRect().x - x))[0];
  };
  const at = all.indexOf(mark);
  const to = { ArrowRight: () => all[at + 1], ArrowLeft: () => all[at - 1], ArrowDown: () => near(1), ArrowUp: () => near(-1), Home: () => all[0], End: () => all.at(-1) }[event.key];
  if (event.key === "Enter" || event.key === " ") {
    event.preventDefault();
    openMark(mark, true);
  } else if (to) {
    event.preventDefault();
    const next = to();
    if (!next) return;
    mark.setAttribute("tabindex", "-1");
    next.setAttribute("tabindex", "0");
    next.focus();
  }
});
