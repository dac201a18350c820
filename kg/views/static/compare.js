// Small multiples: of each relation what is owed, done and asked, and what each side said, month by
// month; all panels have the same axes, so that they can be compared.

const SVG_NAME = "http://www.w3.org/2000/svg";
const HIGH = 150;

function draws(name, attributes, ...children) {
  const element = document.createElementNS(SVG_NAME, name);
  for (const [key, value] of Object.entries(attributes ?? {})) {
    if (value !== null && value !== undefined && value !== "") element.setAttribute(key, value);
  }
  element.append(...children.filter((child) => child !== null && child !== ""));
  return element;
}

const most = (keys) => Math.max(1, ...data.panels.flatMap((panel) => keys.flatMap((key) => panel[key])));
const charts = [
  { title: words.standing, keys: [["owed", words.owed, "line owed"], ["done", words.why_done, "line done"], ["asked", words.asked, "line asked"]] },
  { title: words.said_monthly, keys: [["said_a", null, "line a"], ["said_b", null, "line b"]] },
].map((chart) => ({ ...chart, ...scaleTo(most(chart.keys.map(([key]) => key))) }));

/** Round marks from 0 to the first that is not below the largest value: steps of 1, 2 or 5 times a power of ten. */
function scaleTo(largest) {
  const power = 10 ** Math.floor(Math.log10(largest));
  const steps = [0.1, 0.2, 0.5, 1, 2, 5].map((each) => each * power).filter((each) => each >= 1);
  const step = steps.find((each) => largest / each <= 4) ?? steps.at(-1);
  const marks = Array.from({ length: Math.ceil(largest / step) + 1 }, (_, at) => Math.round(at * step));
  return { marks, most: marks.at(-1) };
}

const capital = (text) => text.charAt(0).toLocaleUpperCase(data.language) + text.slice(1);

function curve(panel, chart, width) {
  const left = 34;
  const x = (at) => left + (at / Math.max(1, data.months.length - 1)) * (width - left - 12);
  const y = (value) => HIGH - 24 - (value / chart.most) * (HIGH - 50);
  const drawing = draws("svg", { width, height: HIGH, viewBox: `0 0 ${width} ${HIGH}`, class: "timeline curves", role: "img", "aria-label": `${panel.title}: ${chart.title}` });
  for (const value of chart.marks) {
    drawing.append(draws("line", { class: "between", x1: left, x2: width - 12, y1: y(value), y2: y(value) }), draws("text", { x: left - 6, y: y(value) + 4, "text-anchor": "end" }, String(value)));
  }
  const step = Math.max(1, Math.ceil(data.months.length / (width / 90)));
  data.months.forEach((month, at) => {
    if (at % step === 0) drawing.append(draws("text", { x: x(at), y: HIGH - 6, "text-anchor": at === 0 ? "start" : x(at) > width - 40 ? "end" : "middle" }, month));
  });
  for (const [key, , name] of chart.keys) {
    const points = panel.months.map((month, at) => [data.months.indexOf(month), panel[key][at]]);
    drawing.append(draws("path", { class: name, d: points.map(([at, value], number) => `${number ? "L" : "M"}${x(at)} ${y(value)}`).join("") }));
    const end = points.at(-1);
    if (end) drawing.append(draws("circle", { class: name, cx: x(end[0]), cy: y(end[1]), r: 3.5 }, draws("title", null, `${end[1]}`)));
  }
  return drawing;
}

function drawPanels() {
  data.panels.forEach((panel, number) => {
    const place = byId(`panel-${number}`);
    const room = place.clientWidth;
    const width = Math.max(300, Math.floor(room > 800 ? room / 2 - 12 : room));
    place.replaceChildren(...charts.map((chart) => make("figure", null,
      make("figcaption", null, make("strong", null, chart.title), " ", ...chart.keys.map(([, label, name], at) =>
        make("span", { class: `key-line ${name}` }, isolated(capital(label ?? panel.sides[at]))))),
      curve(panel, chart, width))));
  });
}

let widthOfBody = 0;
new ResizeObserver(() => {
  if (document.body.clientWidth === widthOfBody) return;
  widthOfBody = document.body.clientWidth;
  drawPanels();
}).observe(document.body);
