// The network. vis-network holds the nodes and edges that pyvis made, in the places they were given;
// shapes and words are drawn here, because a canvas label there has no line height, which Devanagari
// needs, and its colours are the theme's.

const stage = byId("stage");
// as tall as the whole drawing; the stage stays in sight on it and draws what is there
const reel = byId("reel");
const NARROW_BELOW = 640;
const LARGEST_SCALE = 1.3;
const MARGIN = 26;
/** CSS pixels of the tallest picture that is printed; browsers draw no canvas of any height. */
const TALLEST = 8000;
const LEAST_ROOM = 320;
const REACH = 8;
const opened = new Set();
let shown = { name: "", drawing: null, pieces: [], edges: [], scale: 1, total: 0, height: 0, room: 0 };
/** The stretch of the drawing, from and to in its own units, that vis-network has been given. */
let loaded = null;
let loadedEdges = [];
let zoom = 1;
let theme = {};
let chosen = null;
let pointed = null;
let hits = null;
/** Whether an item is told of by what counts at the moment; everything is, until a clock is set. */
let isTold = () => true;

const nodeSet = new vis.DataSet();
const edgeSet = new vis.DataSet();

function readTheme() {
  const style = getComputedStyle(document.documentElement);
  const colour = (name) => style.getPropertyValue(`--${name}`).trim();
  theme = {
    font: getComputedStyle(document.body).fontFamily,
    ...Object.fromEntries(
      "ink muted paper card rule accent mark event event-fill agreement group a b nobody denied doubted trunk"
        .split(" ")
        .map((name) => [name, colour(name)]),
    ),
  };
}

/** How far an item moves down for the blocks that are unfolded above it. */
function shift(after) {
  let sum = 0;
  for (const number of opened) if (number < after) sum += shown.drawing.blocks[number];
  return sum;
}

const isShown = (piece) => piece.inside < 0 || opened.has(piece.inside);

/** Put what is to be seen into vis-network and make room for it. */
function arrange() {
  const name = stage.clientWidth < NARROW_BELOW ? "narrow" : "wide";
  shown.name = name;
  shown.drawing = data.drawings[name];
  const { nodes, edges } = shown.drawing;
  shown.pieces = nodes.filter(isShown).map((node) => ({ ...node, y: node.y + shift(node.after) }));
  const places = new Map(shown.pieces.map((piece) => [piece.id, piece]));
  shown.edges = edges.filter((edge) => places.has(edge.from) && places.has(edge.to));
  shown.places = places;
  shown.total = shown.drawing.height + shift(Infinity);
  loaded = null;
  fit();
}

/** Give vis-network what stands between two heights: a frame then costs the same in any drawing. */
function load(from, to) {
  const inside = shown.pieces.filter((piece) => piece.y + (piece.h ?? 0) >= from && piece.y - (piece.h ?? 0) <= to);
  const ids = new Set(inside.map((piece) => piece.id));
  loadedEdges = shown.edges.filter((edge) => ids.has(edge.from) || ids.has(edge.to));
  for (const edge of loadedEdges) {
    for (const end of [edge.from, edge.to]) {
      if (!ids.has(end)) inside.push(shown.places.get(end));
      ids.add(end);
    }
  }
  nodeSet.clear();
  edgeSet.clear();
  nodeSet.add(inside.map(drawn));
  edgeSet.add(loadedEdges.map(coloured));
  loaded = [from, to];
}

/** The part of the drawing that is in sight, where the page is scrolled to. */
function follow() {
  if (!shown.drawing || !stage.clientWidth || zoom !== 1) return;
  const top = Math.min(Math.max(-reel.getBoundingClientRect().top, 0), shown.height - shown.room);
  const half = shown.room / shown.scale / 2;
  const y = top / shown.scale + half - MARGIN;
  if (!loaded || loaded[0] > y - half || loaded[1] < y + half) load(y - 3 * half, y + 3 * half);
  network.moveTo({ position: { x: 0, y }, scale: shown.scale, animation: false });
}

function drawn(piece) {
  if (piece.look === "port") return { ...piece, color: { background: "transparent", border: "transparent" } };
  return { ...piece, shape: "custom", ctxRenderer: ({ ctx, x, y }) => painter(ctx, piece, x, y) };
}

function coloured(edge) {
  const isDim = (hits !== null && !hits.has(edge.item)) || !isTold(edge.item);
  const isChosen = chosen !== null && touches(edge.item, chosen);
  const colour = theme[edge.tone];
  return {
    ...edge,
    width: edge.width + (isChosen ? 1.4 : 0),
    color: { color: colour, hover: colour, highlight: colour, inherit: false, opacity: isDim ? 0.15 : 1 },
  };
}

/** Whether an edge of `item` belongs to what is chosen: itself, or a thing at one of its ends. */
const touches = (item, key) => item === key || (items[item]?.ends ?? []).includes(key);

function repaint() {
  if (!shown.drawing) return;
  edgeSet.update(loadedEdges.map(coloured));
  network.redraw();
}

/** The whole drawing as wide as its room; the page scrolls, not the drawing. */
function fit() {
  if (!shown.drawing || !stage.clientWidth) return;
  zoom = 1;
  setDragging(false);
  shown.scale = Math.min(stage.clientWidth / shown.drawing.width, LARGEST_SCALE);
  shown.height = Math.ceil((shown.total + MARGIN) * shown.scale);
  shown.room = Math.min(shown.height, Math.max(LEAST_ROOM, window.innerHeight));
  reel.style.height = `${shown.height}px`;
  resize(shown.room);
  follow();
  network.redraw();
}

function resize(height) {
  stage.style.height = `${height}px`;
  network.setSize("100%", `${height}px`);
}

function setDragging(isOn) {
  network.setOptions({ interaction: { dragView: isOn } });
  stage.classList.toggle("dragged", isOn);
}

function zoomBy(factor) {
  zoom = Math.min(Math.max(zoom * factor, 0.5), 4);
  setDragging(zoom !== 1);
  if (zoom === 1) return follow();
  // who drags may go anywhere
  if (loaded[0] !== -Infinity) load(-Infinity, Infinity);
  return network.moveTo({ scale: shown.scale * zoom, animation: false });
}

/** What counts at the moment is drawn, the rest is faint. */
views.set("network", (picture) => {
  const steps = new Set(picture.acts.map((row) => row.claim));
  const others = new Set(picture.sources.map((row) => row.claim));
  const limited = state.at || state.by || state.who || state.unknown === "exclude";
  // what tells of a step counts from the day of the step, anything else from when it was told
  const counts = (claim) => (actsOfClaim.has(claim) ? steps.has(claim) : others.has(claim));
  const days = new Map(tables.days.map((row) => [row.event, picture.moment.doubtful ? row.day : row.day_to]));
  const isLater = (key) => picture.moment.validAt !== null && (days.get(key) ?? 0) > picture.moment.validAt;
  const told = (key) =>
    ![key, ...(items[key]?.ends ?? [])].some(isLater) &&
    (items[key]?.claims ?? []).some((number) => counts(evidence[number].claim));
  const fits = listed(picture);
  const isFiltered = state.only || state.issue || state.status || state.source || state.type;
  isTold = (key) => {
    const item = items[key];
    if (!item || item.look === "party") return true;
    if (limited && !told(key)) return false;
    if (!isFiltered) return true;
    const things = item.ends ?? [key, ...(item.lines ?? []).flatMap((line) => items[line].ends)];
    return things.some((thing) => matters.has(thing) && fits(thing));
  };
  repaint();
});

function toggleGroup(number) {
  if (opened.has(number)) opened.delete(number);
  else opened.add(number);
  for (const button of document.querySelectorAll(`[data-group="${number}"]`)) {
    button.setAttribute("aria-expanded", String(opened.has(number)));
  }
  arrange();
}

// ------------------------------------------------------------------------------------------ shapes

function write(ctx, piece, x, middle, size, colour, weight = "") {
  const leading = size * data.leading;
  ctx.font = `${weight} ${size}px ${theme.font}`;
  ctx.textAlign = "center";
  ctx.textBaseline = "middle";
  ctx.fillStyle = colour;
  piece.lines.forEach((line, number) => {
    ctx.fillText(line, x, middle + (number - (piece.lines.length - 1) / 2) * leading);
  });
}

/** A background for words, so that a line behind them does not strike them out. */
function backed(ctx, piece, x, y, size) {
  ctx.font = `${size}px ${theme.font}`;
  const wide = Math.max(...piece.lines.map((line) => ctx.measureText(line).width)) + 8;
  const alpha = ctx.globalAlpha;
  ctx.globalAlpha = 1;
  ctx.fillStyle = theme.card;
  ctx.fillRect(x - wide / 2, y - piece.h / 2, wide, piece.h);
  ctx.globalAlpha = alpha;
  return wide;
}

/** Fill the path so that no line shines through, even where it is dimmed. */
function covered(ctx, colour) {
  const alpha = ctx.globalAlpha;
  ctx.globalAlpha = 1;
  ctx.fillStyle = theme.card;
  ctx.fill();
  ctx.globalAlpha = alpha;
  ctx.fillStyle = colour;
  ctx.fill();
}

function ring(ctx, x, y, w, h) {
  ctx.lineWidth = 3;
  ctx.strokeStyle = theme.accent;
  ctx.setLineDash([]);
  ctx.beginPath();
  ctx.roundRect(x - w / 2 - 4, y - h / 2 - 4, w + 8, h + 8, 9);
  ctx.stroke();
}

const shapes = {
  party(ctx, piece, x, y) {
    const side = piece.x < 0 ? "a" : "b";
    ctx.fillStyle = Math.abs(piece.x) === shown.drawing.lifeline ? theme[side] : theme.nobody;
    ctx.fillRect(x - 15, y - 15, 30, 30);
    const low = y + 21 + piece.h / 2;
    write(ctx, piece, x, low, shown.drawing.size + 1, theme.ink, "600");
    return { x, y: y + 3 + piece.h / 2, w: Math.min(piece.w, 84), h: 36 + piece.h, node: [30, 30] };
  },
  event(ctx, piece, x, y) {
    ctx.beginPath();
    ctx.moveTo(x, y - 11);
    ctx.lineTo(x + 11, y);
    ctx.lineTo(x, y + 11);
    ctx.lineTo(x - 11, y);
    ctx.closePath();
    covered(ctx, theme["event-fill"]);
    ctx.lineWidth = 1.6;
    ctx.strokeStyle = theme.event;
    ctx.stroke();
    const low = y + 15 + piece.h / 2;
    const wide = backed(ctx, piece, x, low, shown.drawing.size);
    write(ctx, piece, x, low, shown.drawing.size, theme.ink);
    return { x, y: y + 2 + piece.h / 2, w: Math.max(wide, 26), h: 28 + piece.h, node: [22, 22] };
  },
  matter(ctx, piece, x, y) {
    const { w, h } = piece;
    const border = items[piece.item].border;
    ctx.beginPath();
    if (piece.look === "agreement") {
      ctx.moveTo(x - w / 2, y - h / 2);
      ctx.lineTo(x + w / 2 - 12, y - h / 2);
      ctx.lineTo(x + w / 2, y - h / 2 + 12);
      ctx.lineTo(x + w / 2, y + h / 2);
      ctx.lineTo(x - w / 2, y + h / 2);
      ctx.closePath();
      ctx.moveTo(x + w / 2 - 12, y - h / 2);
      ctx.lineTo(x + w / 2 - 12, y - h / 2 + 12);
      ctx.lineTo(x + w / 2, y - h / 2 + 12);
    } else {
      ctx.roundRect(x - w / 2, y - h / 2, w, h, 7);
    }
    covered(ctx, piece.look === "agreement" ? theme.agreement : theme.paper);
    ctx.lineWidth = border === "both" ? 3.2 : 1.5;
    ctx.setLineDash(border === "none" ? [6, 4] : []);
    ctx.strokeStyle = theme.ink;
    ctx.stroke();
    write(ctx, piece, x, y, shown.drawing.size, theme.ink);
    return { x, y, w, h, node: [w, h] };
  },
  group(ctx, piece, x, y) {
    const { w, h } = piece;
    ctx.beginPath();
    ctx.roundRect(x - w / 2, y - h / 2, w, h, h / 2);
    ctx.fillStyle = theme.group;
    ctx.fill();
    ctx.lineWidth = 1.2;
    ctx.strokeStyle = theme.muted;
    ctx.stroke();
    const sign = opened.has(Number(piece.item.slice(1))) ? "▾" : "▸";
    write(ctx, piece, x, y, shown.drawing.size, theme.ink);
    ctx.fillText(sign, x - w / 2 + 14, y);
    return { x, y, w, h, node: [w, h] };
  },
  words(ctx, piece, x, y) {
    const wide = backed(ctx, piece, x, y, shown.drawing.small);
    const mark = piece.lines[0]?.[0];
    const colour = mark === "✕" ? theme.denied : mark === "?" ? theme.doubted : theme.ink;
    write(ctx, piece, x, y, shown.drawing.small, colour);
    return { x, y, w: wide, h: piece.h, node: [wide, piece.h] };
  },
};
shapes.agreement = shapes.matter;

function painter(ctx, piece, x, y) {
  const isDim = piece.look !== "group" && ((hits !== null && !hits.has(piece.item)) || !isTold(piece.item));
  const draw = () => {
    ctx.globalAlpha = isDim ? 0.22 : 1;
    const box = shapes[piece.look](ctx, piece, x, y);
    piece.box = box;
    const isMarked = piece.item === chosen || piece.item === pointed;
    if (isMarked) ring(ctx, box.x, box.y, box.w, box.h);
    if (hits?.has(piece.item) && piece.look !== "words") underline(ctx, box);
  };
  const size = piece.look === "event" ? 22 : piece.look === "party" ? 30 : null;
  return { drawNode: draw, nodeDimensions: { width: size ?? piece.w, height: size ?? piece.h } };
}

function underline(ctx, box) {
  ctx.setLineDash([]);
  ctx.strokeStyle = theme.mark;
  ctx.lineWidth = 5;
  ctx.beginPath();
  ctx.moveTo(box.x - box.w / 2, box.y + box.h / 2 + 4);
  ctx.lineTo(box.x + box.w / 2, box.y + box.h / 2 + 4);
  ctx.stroke();
}

/** What stands behind everything: the lifelines, and days with their dates. */
function background(ctx) {
  const { drawing, total } = shown;
  if (!drawing) return;
  const half = drawing.width / 2;
  ctx.lineWidth = 3;
  for (const [side, x] of [["a", -drawing.lifeline], ["b", drawing.lifeline]]) {
    ctx.strokeStyle = theme[side];
    ctx.globalAlpha = 0.45;
    ctx.beginPath();
    ctx.moveTo(x, drawing.top);
    ctx.lineTo(x, total - 8);
    ctx.stroke();
  }
  ctx.globalAlpha = 1;
  ctx.textAlign = "left";
  ctx.textBaseline = "top";
  ctx.font = `${drawing.small - (shown.name === "narrow" ? 2.5 : 1)}px ${theme.font}`;
  for (const tick of drawing.ticks.filter(isShown)) {
    const y = tick.y + shift(tick.after);
    ctx.strokeStyle = theme.rule;
    ctx.lineWidth = 1;
    ctx.beginPath();
    ctx.moveTo(-half, y - 12);
    ctx.lineTo(half, y - 12);
    ctx.stroke();
    ctx.fillStyle = theme.muted;
    const text = items[tick.thing].day || words.undated;
    dated(text).forEach((line, number) => {
      ctx.fillText(line, -half + (shown.name === "narrow" ? 3 : 10), y - 6 + number * drawing.small * 1.15);
    });
  }
}

/** "10 Apr 2025" in the margin: the year below the day, the end of a span below its beginning. */
function dated(text) {
  return text.replace(/ – …$/u, "\u00a0–\u00a0…").split(" – ").flatMap((side, number, sides) => {
    const found = /^(.*\S)\s+(\d{4}(?:\D{0,4}))$/u.exec(side);
    const lines = found ? [found[1], found[2]] : [side];
    return number < sides.length - 1 ? [...lines.slice(0, -1), `${lines.at(-1)} –`] : lines;
  });
}

// ---------------------------------------------------------------------------------- under the hand

/** The item at a point of the stage (CSS pixels), or null. */
function itemAt(x, y) {
  const at = network.DOMtoCanvas({ x, y });
  for (const piece of [...shown.pieces].reverse()) {
    const box = piece.box;
    if (box && Math.abs(at.x - box.x) <= box.w / 2 + 2 && Math.abs(at.y - box.y) <= box.h / 2 + 2) {
      return piece.item;
    }
  }
  let best = null;
  let nearest = REACH / Math.min(1, shown.scale * zoom);
  for (const edge of shown.edges) {
    if (!edge.item) continue;
    const away = distance(at, shown.places.get(edge.from), shown.places.get(edge.to));
    if (away < nearest) [best, nearest] = [edge.item, away];
  }
  return best;
}

function distance(point, from, to) {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const along = ((point.x - from.x) * dx + (point.y - from.y) * dy) / (dx * dx + dy * dy || 1);
  const t = Math.min(Math.max(along, 0), 1);
  return Math.hypot(point.x - from.x - t * dx, point.y - from.y - t * dy);
}

function activate(key, how = {}) {
  if (!key) return;
  if (items[key].look === "group") toggleGroup(Number(key.slice(1)));
  else openPanel(key, how);
}

/** Mark one item in the drawing and in the tables. */
function select(key) {
  chosen = key;
  for (const row of document.querySelectorAll("tr[data-item]")) {
    row.classList.toggle("chosen", key !== null && row.dataset.item === key);
  }
  repaint();
}

readTheme();
const network = new vis.Network(stage, { nodes: nodeSet, edges: edgeSet }, data.options);
network.on("beforeDrawing", background);
