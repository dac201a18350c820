// What holds the parts together: pointer, buttons, theme, size, print.

stage.addEventListener("click", (event) => {
  const box = stage.getBoundingClientRect();
  activate(itemAt(event.clientX - box.left, event.clientY - box.top), { from: stage });
});
stage.addEventListener("pointermove", (event) => {
  if (event.pointerType !== "mouse" || event.buttons) return;
  const box = stage.getBoundingClientRect();
  const key = itemAt(event.clientX - box.left, event.clientY - box.top);
  stage.classList.toggle("over", Boolean(key));
});

document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-open], [data-group]");
  if (button?.dataset.open) {
    // a click by keyboard has no coordinates
    openPanel(button.dataset.open, { from: button, focus: event.detail === 0 });
  } else if (button) toggleGroup(Number(button.dataset.group));
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") closePanel();
});
panelClose.addEventListener("click", closePanel);
byId("zoom-in").addEventListener("click", () => zoomBy(1.25));
byId("zoom-out").addEventListener("click", () => zoomBy(0.8));
byId("zoom-fit").addEventListener("click", fit);

function retheme() {
  readTheme();
  repaint();
}
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", retheme);

/** The drawing as an image, which a sheet of paper can scale; a canvas it would squeeze or cut. */
function picture() {
  byId("printed")?.remove();
  if (!shown.drawing || !stage.clientWidth) return;
  const height = Math.min(shown.height, TALLEST);
  const scale = shown.scale * (height / shown.height);
  load(-Infinity, Infinity);
  resize(height);
  network.moveTo({ position: { x: 0, y: height / scale / 2 - MARGIN }, scale, animation: false });
  network.redraw();
  const source = stage.querySelector("canvas").toDataURL("image/png");
  reel.after(make("img", { id: "printed", src: source, alt: stage.getAttribute("aria-label") }));
  fit();
}

// paper is light, and shows what is folded
window.addEventListener("beforeprint", () => {
  document.documentElement.dataset.theme = "light";
  for (const each of document.querySelectorAll("details")) {
    each.dataset.was = String(each.open);
    each.open = true;
  }
  retheme();
  picture();
});
window.addEventListener("afterprint", () => {
  byId("printed")?.remove();
  delete document.documentElement.dataset.theme;
  for (const each of document.querySelectorAll("details")) each.open = each.dataset.was === "true";
  retheme();
});

byId("legend").open = stage.clientWidth >= NARROW_BELOW;

let following = false;
window.addEventListener("scroll", () => {
  if (following) return;
  following = true;
  requestAnimationFrame(() => {
    following = false;
    follow();
  });
}, { passive: true });
window.addEventListener("resize", () => fit());

let lastWidth = 0;
new ResizeObserver(() => {
  const width = stage.clientWidth;
  if (width === lastWidth) return;
  lastWidth = width; // 0 while another tab is seen: what changed meanwhile is drawn on return
  if (width) arrange();
}).observe(stage);
if (stage.clientWidth) arrange();
// fonts of other scripts may come after the first drawing
document.fonts.ready.then(() => network.redraw());

// a drawing of the timeline is as wide as its room
let timelineWidth = 0;
if (hasTabs) {
  new ResizeObserver(() => {
    const width = byId("view-timeline").clientWidth;
    if (!width || width === timelineWidth) return;
    timelineWidth = width;
    if (state.tab === "timeline") draw();
  }).observe(byId("view-timeline"));
}

byId("query").value = state.q;
byId("fold").checked = state.fold === "1";
if (state.q) applySearch();
else draw();
if (state.open) openPanel(state.open);

// for consoles and for tests
window.relationPage = Object.freeze({
  network,
  items,
  evidence,
  state,
  change,
  pictureAt,
  moment,
  open: openPanel,
  close: closePanel,
  /** What is drawn or would be if the page were scrolled there. */
  pieces: () => shown.pieces,
  /** Whether an item counts at the chosen moment. */
  isTold: (key) => isTold(key),
  /** Where an item stands, in CSS pixels of the window; a line by the middle of one of its parts. */
  whereIs(key) {
    follow();
    const box = stage.getBoundingClientRect();
    const piece = shown.pieces.find((each) => each.item === key && each.look !== "port");
    const edge = shown.edges.find((each) => each.item === key);
    const ends = edge ? [shown.places.get(edge.from), shown.places.get(edge.to)] : [];
    const at = piece ?? (edge ? { x: (ends[0].x + ends[1].x) / 2, y: (ends[0].y + ends[1].y) / 2 } : null);
    if (!at) return null;
    const place = network.canvasToDOM({ x: at.x, y: at.y });
    return { x: box.left + place.x, y: box.top + place.y };
  },
});
