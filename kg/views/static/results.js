// Drawings of results: a graph of two modes, and a timeline. The table is the page's own and stands
// without this script.

const SVG_ = "http://www.w3.org/2000/svg";
const ROW = 26;
const MOST_LANES = 30;
/** What a mark of the axis needs, with its words, in pixels. */
const MARK_ROOM = 74;
/** Below it the name of a lane stands above it, not beside it. */
const NARROW = 640;

function draws(name, attributes, ...children) {
  const element = document.createElementNS(SVG_, name);
  for (const [key, value] of Object.entries(attributes ?? {})) {
    if (value !== null && value !== undefined && value !== "") element.setAttribute(key, value);
  }
  element.append(...children.filter((child) => child !== null && child !== ""));
  return element;
}

/** The nodes of the two columns at the sides, in an order in which few lines cross. */
function graph({ columns, labels, edges }, width) {
  const left = [...new Set(edges.map(([one]) => one))];
  const weight = (node, at) => edges.filter((edge) => edge[at] === node).reduce((sum, edge) => sum + edge[2], 0);
  left.sort((one, other) => weight(other, 0) - weight(one, 0) || labels[one].localeCompare(labels[other]));
  const place = new Map(left.map((node, at) => [node, at]));
  const middle = (node) => {
    const near = edges.filter((edge) => edge[1] === node).map((edge) => place.get(edge[0]));
    return near.reduce((sum, at) => sum + at, 0) / near.length;
  };
  const right = [...new Set(edges.map(([, other]) => other))].sort((one, other) => middle(one) - middle(other) || labels[one].localeCompare(labels[other]));
  const height = Math.max(left.length, right.length) * ROW + 44;
  const room = Math.min(300, width * 0.36);
  const at = (nodes, node) => 40 + (nodes.indexOf(node) + 0.5) * ((height - 44) / nodes.length);
  const drawing = draws("svg", { width, height, viewBox: `0 0 ${width} ${height}`, class: "timeline twomode", role: "img", "aria-label": `${columns[0]} – ${columns[1]}` });
  drawing.append(draws("text", { x: room - 8, y: 18, "text-anchor": "end", class: "issue" }, columns[0]), draws("text", { x: width - room + 8, y: 18, class: "issue" }, columns[1]));
  const most = Math.max(...edges.map((edge) => edge[2]));
  for (const [one, other, count] of edges) {
    const [y, z] = [at(left, one), at(right, other)];
    drawing.append(draws("path", { class: "tie", d: `M${room} ${y}C${width / 2} ${y} ${width / 2} ${z} ${width - room} ${z}`, "stroke-width": 1 + (3 * count) / most },
      draws("title", null, `${labels[one]} – ${labels[other]}${count > 1 ? ` ×${count}` : ""}`)));
  }
  for (const [nodes, x, anchor] of [[left, room - 8, "end"], [right, width - room + 8, "start"]]) {
    for (const node of nodes) {
      drawing.append(draws("text", { x, y: at(nodes, node) + 4, "text-anchor": anchor }, fitted(labels[node], room - 12), draws("title", null, labels[node])));
    }
  }
  return drawing;
}

/** The spans among the rows, each in the first line below the days where it meets no other. */
function packedSpans(ends, [first, last]) {
  const lines = [];
  const spans = ends.map(([begin, end], nth) => [begin ?? first, end ?? last, nth]).filter(([begin, end]) => begin !== end).sort(([one], [other]) => one - other);
  const place = new Map();
  for (const [begin, end, nth] of spans) {
    const free = lines.findIndex((until) => until < begin);
    const at = free < 0 ? lines.length : free;
    lines[at] = end + (last - first) / 100;
    place.set(nth, at);
  }
  return place;
}

/** Each row from its first to its last day, in the lane of its first node; "" is an open end. */
function strip({ rows }, width, id) {
  const ends = rows.map(([from, to]) => [dayOf(from), dayOf(to)]);
  const days = ends.flat().filter((day) => day !== null);
  const [first, last] = [Math.min(...days), Math.max(...days) + 1];
  const lanes = [...new Set(rows.map(([, , lane]) => lane))];
  const one = lanes.length > MOST_LANES || lanes.length < 2;
  const narrow = !one && width < NARROW;
  const left = one || narrow ? 12 : Math.min(260, width * 0.3);
  const high = narrow ? 44 : ROW;
  const below = one ? packedSpans(ends, [first, last]) : new Map();
  const height = 34 + (one ? 62 + (Math.max(-1, ...below.values()) + 1) * 9 : lanes.length * high);
  const x = (day) => left + 8 + ((day - first) / Math.max(1, last - first)) * (width - left - 24);
  const drawing = draws("svg", { width, height, viewBox: `0 0 ${width} ${height}`, class: "timeline strip", role: "group" });
  const months = (last - first) / 30.4;
  const room = Math.max(1, Math.floor((width - left - 24) / MARK_ROOM));
  const step = [1, 2, 3, 6, 12, 24, 60].find((each) => months / each <= room) ?? 120;
  const tick = dateOf(first);
  tick.setUTCDate(1);
  tick.setUTCMonth(Math.ceil((tick.getUTCMonth() + 1) / step) * step);
  const form = new Intl.DateTimeFormat(locale, step < 12 ? { month: "short", year: "numeric", timeZone: "UTC" } : { year: "numeric", timeZone: "UTC" });
  const axis = draws("g", { class: "axis", "aria-hidden": "true" });
  while (tick.getTime() / MS + EPOCH <= last) {
    const at = x(tick.getTime() / MS + EPOCH);
    axis.append(draws("line", { x1: at, x2: at, y1: 20, y2: height }));
    const told = spoken(form, tick);
    if (at + 3 + measured(told, 11) <= width) axis.append(draws("text", { x: at + 3, y: 14 }, told));
    tick.setUTCMonth(tick.getUTCMonth() + step);
  }
  drawing.append(axis);
  if (!one) {
    lanes.forEach((lane, at) => {
      const place = narrow ? { x: 4 } : { x: left - 6, "text-anchor": "end" };
      drawing.append(draws("text", { class: "lane-name", ...place, y: 34 + at * high + (narrow ? 12 : 10) }, fitted(lane, (narrow ? width : left) - 10), draws("title", null, lane)));
      drawing.append(draws("line", { class: "between", x1: 0, x2: width, y1: 30 + at * high, y2: 30 + at * high }));
    });
  }
  const taken = new Map();
  rows.forEach(([from, , lane, told, number], nth) => {
    const [begin, end] = ends[nth];
    const [at, until] = [x(begin ?? first), x(end ?? last)];
    const isDay = begin === end;
    const row = one ? 0 : lanes.indexOf(lane);
    const key = `${row}|${from}`;
    const pile = isDay ? taken.get(key) ?? 0 : 0;
    if (isDay) taken.set(key, pile + 1);
    const y = !one ? (narrow ? 60 : 42) + row * high : isDay ? 80 - Math.min(pile, 6) * 6 : 94 + below.get(nth) * 9;
    const mark = draws("a", { class: "mark", href: `#${id}-${number}`, "aria-label": told, tabindex: "0" });
    mark.append(draws("circle", { class: "target", cx: at, cy: y, r: 10 }),
      isDay
        ? draws("circle", { cx: at + Math.min(pile, 4) * 2, cy: y, r: 4.5 })
        : draws("rect", { class: "span", x: at, width: Math.max(9, until - at), y: y - 3.5, height: 7, rx: 3.5 }),
      draws("title", null, told));
    drawing.append(mark);
  });
  return drawing;
}

function show(number, view) {
  const part = data.parts[number];
  const section = byId(`part-${number}`);
  const drawing = section.querySelector(".drawing");
  const table = section.querySelector(".scroll");
  const width = Math.max(300, section.clientWidth - 34);
  drawing.hidden = view === "table";
  if (table) table.classList.toggle("below", view !== "table");
  drawing.replaceChildren(...(view === "graph" ? [graph(part.graph, width)] : view === "timeline" && part.timeline.rows.length ? [strip(part.timeline, width, `part-${number}`)] : []));
  for (const button of section.querySelectorAll("[data-view]")) {
    button.setAttribute("aria-pressed", String(button.dataset.view === view));
  }
  part.view = view;
}

document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-view]");
  if (button) show(Number(button.dataset.part), button.dataset.view);
});
let drawnAt = 0;
new ResizeObserver(() => {
  if (document.body.clientWidth === drawnAt) return;
  drawnAt = document.body.clientWidth;
  data.parts.forEach((part, number) => show(number, part.view));
}).observe(document.body);
