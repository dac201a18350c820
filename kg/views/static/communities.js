// A large network: communities at first; one that is opened shows its members. Only what is in sight
// is in the document, so it stays quick whatever the network's size.

const SVG_NAME = "http://www.w3.org/2000/svg";
/** The size of a name in its circle, as in page.css, and the height of its lines. */
const NAME = 11.5;
const LEADING = 14;
let opened = null;

function draws(name, attributes, ...children) {
  const element = document.createElementNS(SVG_NAME, name);
  for (const [key, value] of Object.entries(attributes ?? {})) {
    if (value !== null && value !== undefined && value !== "") element.setAttribute(key, value);
  }
  element.append(...children.filter((child) => child !== null && child !== ""));
  return element;
}

const number = new Intl.NumberFormat(locale);

/** A name, or its first part, in lines that stand in a circle whole; its number where there is no room. */
function lettering(label, nth, r) {
  const figure = number.format(nth + 1);
  const fits = measured(figure, NAME) < 1.8 * r && r > LEADING / 2;
  return inside(label, r) ?? inside(label.split(" · ")[0], r) ?? (fits ? [figure] : []);
}

function inside(text, r) {
  for (let count = 1; count * LEADING <= 1.5 * r; count += 1) {
    const room = 2 * Math.sqrt(r * r - (count * LEADING / 2) ** 2) - 6;
    const lines = room > 24 ? wrapped(text, room, 99, NAME) : [];
    if (lines.length && lines.length <= count && !lines.some((line) => line.endsWith("-"))) return lines;
  }
  return null;
}

/** Circles and the ties between them, fitted into the room. */
function picture(places, ties, told, open) {
  const room = byId("drawing").clientWidth || 800;
  const high = Math.min(Math.max(420, Math.min(820, window.innerHeight - 160)), room);
  const reach = Math.max(1, ...places.map(([x, y, r]) => Math.hypot(x, y) + r));
  const scale = (Math.min(room, high) / 2 - 8) / reach;
  const [cx, cy] = [room / 2, high / 2];
  const at = ([x, y, r]) => [cx + x * scale * Math.max(1, room / high) , cy + y * scale, Math.max(2, r * scale * 0.92)];
  const drawing = draws("svg", { width: room, height: high, viewBox: `0 0 ${room} ${high}`, class: "timeline bubbles", role: "group", "aria-labelledby": "where" });
  const most = Math.max(1, ...ties.map((tie) => tie[2]));
  for (const [one, other, weight] of ties) {
    const [[x, y], [u, v]] = [at(places[one]), at(places[other])];
    drawing.append(draws("line", { class: "tie", x1: x, y1: y, x2: u, y2: v, "stroke-width": 0.6 + (5 * weight) / most }));
  }
  places.forEach((place, nth) => {
    const [x, y, r] = at(place);
    const { label, title } = told(nth);
    const mark = draws("g", { class: "bubble", role: open ? "button" : "img", tabindex: nth ? "-1" : "0", "aria-label": title, "data-nth": nth },
      draws("circle", { cx: x, cy: y, r }), draws("title", null, title));
    lettering(label, nth, r).forEach((line, at, lines) =>
      mark.append(draws("text", { x, y: y + 4 + (at - (lines.length - 1) / 2) * LEADING, "text-anchor": "middle" }, line)));
    drawing.append(mark);
  });
  return drawing;
}

function fill(heads, rows) {
  byId("head").replaceChildren(...heads.map((text) => make("th", { scope: "col" }, text)));
  byId("rows").replaceChildren(...rows.map((cells) => make("tr", null, ...cells.map((cell) => make("td", null, cell instanceof Node ? cell : isolated(String(cell)))))));
}

function show(group, focus = false) {
  opened = group;
  const back = byId("back");
  back.hidden = group === null;
  if (group === null) {
    byId("where").textContent = filled(words.n_communities, { n: number.format(data.groups.length) });
    const told = (nth) => ({ label: data.groups[nth].label, title: `${data.groups[nth].label}: ${number.format(data.groups[nth].size)}` });
    byId("drawing").replaceChildren(picture(data.places, data.bundles, told, true));
    fill(["№", words.community, words.actors, words.ties], data.groups.map(({ label, size, ties }, nth) => [
      number.format(nth + 1), make("button", { type: "button", class: "open", "data-nth": String(nth) }, isolated(label)), number.format(size), number.format(ties)]));
  } else {
    const { label, size, members, weights, places, drawn } = data.groups[group];
    const more = size > members.length ? ` ${filled(words.and_more, { n: number.format(size - members.length) })}` : "";
    byId("where").textContent = `${label}: ${number.format(members.length)}${more}`;
    const told = (nth) => ({ label: members[nth], title: `${members[nth]}: ${number.format(weights[nth])}` });
    byId("drawing").replaceChildren(picture(places, drawn, told, false));
    fill(["№", words.actors, words.ties], members.map((name, nth) => [number.format(nth + 1), name, number.format(weights[nth])]));
  }
  if (focus) byId("drawing").querySelector("[data-nth]")?.focus();
  mark();
}

/** What is searched for: communities that hold it, members that are it. */
function mark() {
  const query = byId("query").value.trim().toLowerCase();
  const holds = (nth) => (opened === null ? data.groups[nth].members.some((name) => name.toLowerCase().includes(query)) : data.groups[opened].members[nth].toLowerCase().includes(query));
  let found = 0;
  for (const bubble of byId("drawing").querySelectorAll(".bubble")) {
    const is = query !== "" && holds(Number(bubble.dataset.nth));
    bubble.classList.toggle("hit", is);
    bubble.classList.toggle("miss", query !== "" && !is);
    found += Number(is);
  }
  const elsewhere = opened === null ? 0 : data.groups.filter((group, nth) => nth !== opened && group.members.some((name) => name.toLowerCase().includes(query))).length;
  byId("found").textContent = query ? filled(elsewhere ? words.found_elsewhere : words.found, { n: found, m: elsewhere }) : "";
}

document.addEventListener("click", (event) => {
  const nth = event.target.closest?.("[data-nth]")?.dataset.nth;
  if (nth !== undefined && opened === null) show(Number(nth), event.detail === 0);
});
byId("back").addEventListener("click", () => show(null, true));
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && opened !== null) return show(null, true);
  const bubble = event.target.closest?.(".bubble");
  if (!bubble) return null;
  if ((event.key === "Enter" || event.key === " ") && opened === null) {
    event.preventDefault();
    return show(Number(bubble.dataset.nth), true);
  }
  const to = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
  if (!to) return null;
  event.preventDefault();
  const all = [...byId("drawing").querySelectorAll(".bubble")];
  const next = all[all.indexOf(bubble) + to];
  if (!next) return null;
  bubble.setAttribute("tabindex", "-1");
  next.setAttribute("tabindex", "0");
  return next.focus();
});
byId("query").addEventListener("input", mark);
byId("search").addEventListener("submit", (event) => event.preventDefault());
byId("counts").textContent = filled(words.n_network, { n: number.format(data.nodes), m: number.format(data.ties) });
let widthOfBody = 0;
new ResizeObserver(() => {
  if (document.body.clientWidth === widthOfBody) return;
  widthOfBody = document.body.clientWidth;
  show(opened);
}).observe(document.body);
