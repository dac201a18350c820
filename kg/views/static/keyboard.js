// The network by keyboard: up and down along the things, left and right to what a side says of one.

function standing() {
  return shown.pieces
    .filter((piece) => piece.look !== "port" && piece.look !== "words")
    .sort((one, other) => one.y - other.y || one.x - other.x)
    .map((piece) => piece.item);
}

/** The thing that the keyboard is at: a line counts as the thing it leads to. */
const thingOf = (key) => (items[key]?.look === "line" ? items[key].ends[1] : key);

function along(step) {
  const order = standing();
  const at = order.indexOf(thingOf(pointed));
  point(order[Math.min(Math.max(at + step, 0), order.length - 1)]);
}

function aside(side) {
  const thing = thingOf(pointed);
  const lines = (items[thing]?.lines ?? []).filter((key) => items[key].side === side);
  if (lines.length) point(lines[(lines.indexOf(pointed) + 1) % lines.length]);
  else if (thing) point(thing);
}

function point(key) {
  pointed = key ?? null;
  if (pointed) {
    const item = items[pointed];
    byId("said").textContent = [item.kind, item.label, item.day].filter(Boolean).join(", ");
    bringIntoView(pointed);
  }
  repaint();
}

function bringIntoView(key) {
  const piece = shown.pieces.find((each) => each.item === key);
  if (!piece) return;
  const y = reel.getBoundingClientRect().top + (piece.y + MARGIN) * shown.scale;
  const room = window.innerHeight;
  if (y < 80 || y > room - 120) window.scrollBy({ top: y - room / 2 });
  follow();
}

const moves = {
  ArrowDown: () => along(1),
  ArrowUp: () => along(-1),
  ArrowLeft: () => aside("a"),
  ArrowRight: () => aside("b"),
  Home: () => point(standing()[0]),
  End: () => point(standing().at(-1)),
  Enter: () => activate(pointed, { from: stage, focus: true }),
  " ": () => activate(pointed, { from: stage, focus: true }),
};

stage.addEventListener("keydown", (event) => {
  const move = event.ctrlKey || event.metaKey || event.altKey ? null : moves[event.key];
  if (!move) return;
  event.preventDefault();
  move();
});
stage.addEventListener("focus", () => {
  if (!pointed && stage.matches(":focus-visible")) point(standing()[0]);
});
stage.addEventListener("blur", () => point(null));
