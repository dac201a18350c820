// What is shown, as a file: the rows of the view as CSV, JSON and Turtle, its drawing as SVG and PNG,
// the network as GraphML and GEXF. Nothing leaves the machine: the browser saves what the page makes.

const PNG_SCALE = 2;
const escaped = (text) =>
  String(text).replace(/[<>&"']/g, (sign) => `&#${sign.charCodeAt(0)};`)
    // XML 1.0 has no place for these
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ud800-\udfff\ufffe\uffff]/g, (sign) => (sign.length > 1 ? sign : "\ufffd"));

/** The words behind a claim, and where they can be read. */
function wordsOf(claim) {
  const found = evidence[evidenceOf.get(claim)];
  return { quote: found?.quote ?? "", gist: found?.gist ?? "", url: found?.url ?? "" };
}

/** The rows that the chosen view shows, as flat records. */
function shownRows() {
  const picture = pictureAt(moment());
  const fits = listed(picture);
  if (state.tab === "sources") {
    const used = new Set(picture.sources.filter((row) => fits(row.subject)).map((row) => row.document));
    return documents.filter((row) => used.has(row.document));
  }
  if (state.tab === "timeline") {
    return picture.acts
      .filter((row) => matters.has(row.subject) && fits(row.subject))
      .map((row) => ({
        date: row.day ? isoOf(row.day) : "", date_to: row.day_to ? isoOf(row.day_to) : "",
        matter: row.subject, matter_label: labelOf(row.subject), step: row.step, step_label: labelOf(row.step),
        account: { a: data.a, b: data.b }[row.account] ?? row.account, account_label: "ab".includes(row.account) ? sideLabel(row.account) : "",
        stance: row.stance, speaker: row.speaker ?? "", speaker_label: row.speaker ? labelOf(row.speaker) : "", claim: row.claim,
        ...wordsOf(row.claim), document: row.document ?? "",
      }))
      .sort((one, other) => byText(one.date, other.date) || byText(one.claim, other.claim));
  }
  if (state.tab === "network") {
    return Object.entries(items).filter(([, item]) => item.look !== "group" && item.look !== "line").map(([node, item]) => ({
      node, label: item.label, kind: item.look, date: item.day ?? "", claims: item.claims.map((number) => evidence[number].claim).join(" "),
    }));
  }
  return picture.ledger.filter((row) => fits(row.subject)).map((row) => ({
    matter: row.subject, matter_label: labelOf(row.subject), issue: row.issue, standing: row.owed ? "owed" : "asked",
    axis: row.axis, party: row.party === NOBODY ? "" : row.party,
    ...Object.fromEntries(["a", "b"].flatMap((who) => [
      [`${who}_status`, row[who].status ?? ""], [`${who}_since`, row[who].since ? isoOf(row[who].since) : ""], [`${who}_basis`, row[who].basis],
    ])),
    third_status: row.third ?? "", narrator_status: row.narrator ?? "", corroborated: row.corroborated ?? "", contested: row.contested,
  }));
}

/** What a tab can be saved as: rows always, a drawing where there is one, a network of the network. */
const savedAs = (tab) => ["csv", "json", "ttl", ...(tab === "timeline" || tab === "network" ? ["svg", "png"] : []), ...(tab === "network" ? ["graphml", "gexf"] : [])];

function csv(rows) {
  const names = Object.keys(rows[0] ?? {});
  // a leading sign of a formula would be run by a spreadsheet
  const cell = (value) => {
    const text = String(value ?? "");
    const safe = typeof value === "string" && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
    return /[",\n\r]/.test(safe) ? `"${safe.replace(/"/g, '""')}"` : safe;
  };
  return [names.join(","), ...rows.map((row) => names.map((name) => cell(row[name])).join(","))].join("\r\n") + "\r\n";
}

const isIri = (text) => /^https?:\/\/[^\s<>"{}|\\^`]+$/.test(text);
const literal = (value) => {
  if (typeof value === "boolean") return String(value);
  const text = String(value);
  if (isIri(text)) return `<${text}>`;
  if (/^\d{4}-\d\d-\d\d$/.test(text)) return `"${text}"^^<http://www.w3.org/2001/XMLSchema#date>`;
  return JSON.stringify(text);
};

/** Each row as a blank node of the vocabulary of results; keys are the names of columns. */
function turtle(rows) {
  const head = "@prefix column: <https://w3id.org/bilateral/column/> .\n\n";
  return head + rows.map((row) => {
    const told = Object.entries(row).filter(([, value]) => value !== "" && value !== null);
    return `[] ${told.map(([name, value]) => `column:${name} ${literal(value)}`).join(" ;\n   ")} .\n`;
  }).join("\n");
}

// --------------------------------------------------------------------------------------- the network

/** What is drawn of the network, with places, colours and time. */
function drawnNetwork() {
  const { nodes, edges } = data.drawings.wide;
  const seen_ = new Map();
  for (const node of nodes) if (node.look !== "port" && node.look !== "words" && node.look !== "group") seen_.set(node.item, node);
  const places = new Map(nodes.map((node) => [node.id, node]));
  const ends = (edge) => items[edge.item]?.ends ?? [places.get(edge.from)?.item, places.get(edge.to)?.item];
  const links = edges.map((edge) => ({ edge, ends: ends(edge) })).filter(({ ends: [from, to] }) => seen_.has(from) && seen_.has(to));
  return { nodes: [...seen_.values()], links };
}

const colourOf = (name) => {
  const hex = getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
  const found = /^#?([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(hex);
  return found ? found.slice(1).map((part_) => Number.parseInt(part_, 16)) : [128, 128, 128];
};
const nodeColour = (node) => (node.item === data.a ? "a" : node.item === data.b ? "b" : node.look === "event" ? "event-fill" : "muted");

function graphml() {
  const { nodes, links } = drawnNetwork();
  const keys = [["node", "label"], ["node", "kind"], ["node", "time"], ["node", "x", "double"], ["node", "y", "double"], ["node", "color"], ["edge", "label"], ["edge", "color"]];
  const at = (domain, name, value) => `<data key="${domain[0]}_${name}">${escaped(value)}</data>`;
  const hex = (name) => `#${colourOf(name).map((part_) => part_.toString(16).padStart(2, "0")).join("")}`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">',
    ...keys.map(([domain, name, type = "string"]) => `<key id="${domain[0]}_${name}" for="${domain}" attr.name="${name}" attr.type="${type}"/>`),
    '<graph edgedefault="directed">',
    ...nodes.map((node) => `<node id="${escaped(node.item)}">${at("node", "label", items[node.item].label)}${at("node", "kind", node.look)}${at("node", "time", items[node.item].day ?? "")}${at("node", "x", node.x)}${at("node", "y", node.y)}${at("node", "color", hex(nodeColour(node)))}</node>`),
    ...links.map(({ edge, ends: [from, to] }, number) => `<edge id="e${number}" source="${escaped(from)}" target="${escaped(to)}">${at("edge", "label", items[edge.item]?.kind ?? "")}${at("edge", "color", hex(edge.tone))}</edge>`),
    "</graph>", "</graphml>", "",
  ].join("\n");
}

function gexf() {
  const { nodes, links } = drawnNetwork();
  const viz = (name) => {
    const [r, g, b] = colourOf(name);
    return `<viz:color r="${r}" g="${g}" b="${b}"/>`;
  };
  const starts = (node) => {
    const days = items[node.item].claims.map((number) => actsOfClaim.get(evidence[number].claim)?.[0]?.day).filter(Boolean);
    return days.length ? ` start="${isoOf(least(days))}"` : "";
  };
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<gexf xmlns="http://www.gexf.net/1.2draft" xmlns:viz="http://www.gexf.net/1.2draft/viz" version="1.2">',
    '<graph defaultedgetype="directed" mode="dynamic" timeformat="date">',
    '<attributes class="node"><attribute id="kind" title="kind" type="string"/></attributes>',
    "<nodes>",
    ...nodes.map((node) => `<node id="${escaped(node.item)}" label="${escaped(items[node.item].label)}"${starts(node)}><attvalues><attvalue for="kind" value="${escaped(node.look)}"/></attvalues>${viz(nodeColour(node))}<viz:position x="${node.x}" y="${-node.y}" z="0"/></node>`),
    "</nodes>", "<edges>",
    ...links.map(({ edge, ends: [from, to] }, number) => `<edge id="${number}" source="${escaped(from)}" target="${escaped(to)}" label="${escaped(items[edge.item]?.kind ?? "")}">${viz(edge.tone)}</edge>`),
    "</edges>", "</graph>", "</gexf>", "",
  ].join("\n");
}

// ---------------------------------------------------------------------------------------- drawings

/** The styles that a drawing has here, written into it, so that it looks so elsewhere. */
function withStyles(drawing) {
  const copy_ = drawing.cloneNode(true);
  const names = ["fill", "stroke", "stroke-width", "stroke-dasharray", "opacity", "fill-opacity", "font-family", "font-size", "font-weight"];
  const from = [drawing, ...drawing.querySelectorAll("*")];
  [copy_, ...copy_.querySelectorAll("*")].forEach((element, at) => {
    const style = getComputedStyle(from[at]);
    for (const name of names) {
      const value = style.getPropertyValue(name);
      if (value) element.setAttribute(name, value);
    }
    element.removeAttribute("tabindex");
  });
  const paper = svg("rect", { width: "100%", height: "100%", fill: getComputedStyle(document.documentElement).getPropertyValue("--card").trim() });
  copy_.prepend(paper);
  return new XMLSerializer().serializeToString(copy_);
}

/** The network as SVG: the shapes of the canvas, drawn again. */
function networkSvg() {
  const { nodes, links } = drawnNetwork();
  const { width, height, lifeline, top, size } = data.drawings.wide;
  const colour = (name) => `rgb(${colourOf(name).join(",")})`;
  const at = new Map(nodes.map((node) => [node.item, node]));
  const drawing = svg("svg", { xmlns: SVG, width, height: height + 40, viewBox: `${-width / 2} -30 ${width} ${height + 40}`, "font-family": getComputedStyle(document.body).fontFamily, "font-size": size });
  drawing.append(svg("rect", { x: -width / 2, y: -30, width, height: height + 40, fill: colour("card") }));
  for (const [side, x] of [["a", -lifeline], ["b", lifeline]]) {
    drawing.append(svg("line", { x1: x, x2: x, y1: top, y2: height, stroke: colour(side), "stroke-width": 3, opacity: 0.45 }));
  }
  for (const { edge, ends: [from, to] } of links) {
    const [one, other] = [at.get(from), at.get(to)];
    const x1 = from === data.a || from === data.b ? one.x : one.x;
    const y1 = from === data.a || from === data.b ? other.y : one.y;
    drawing.append(svg("line", { x1, y1, x2: other.x, y2: other.y, stroke: colour(edge.tone), "stroke-width": edge.width, "stroke-dasharray": Array.isArray(edge.dashes) ? edge.dashes.join(" ") : null }));
  }
  for (const node of nodes) {
    const { x, y, w, h } = node;
    const box = node.look === "event" ? svg("path", { d: `M${x} ${y - 11}l11 11-11 11-11-11z`, fill: colour("event-fill"), stroke: colour("event") })
      : node.look === "party" ? svg("rect", { x: x - 15, y: y - 15, width: 30, height: 30, fill: colour(nodeColour(node)) })
        : svg("rect", { x: x - w / 2, y: y - h / 2, width: w, height: h, rx: 7, fill: colour("paper"), stroke: colour("ink"), "stroke-width": items[node.item].border === "both" ? 3.2 : 1.5, "stroke-dasharray": items[node.item].border === "none" ? "6 4" : null });
    const low = node.look === "event" ? y + 15 + h / 2 : node.look === "party" ? y + 21 + h / 2 : y;
    const leading = size * data.leading;
    drawing.append(svg("g", null, box, ...node.lines.map((line, number) =>
      svg("text", { x, y: low + (number - (node.lines.length - 1) / 2) * leading, "text-anchor": "middle", "dominant-baseline": "middle", fill: colour("ink") }, line))));
  }
  return new XMLSerializer().serializeToString(drawing);
}

function svgText() {
  return state.tab === "network" ? networkSvg() : withStyles(byId("view-timeline").querySelector("svg"));
}

/** An SVG as a PNG of twice its size. */
async function png() {
  const text = svgText();
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
  await image.decode();
  const canvas = make("canvas", { width: image.width * PNG_SCALE, height: image.height * PNG_SCALE });
  canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((done) => {
    canvas.toBlob(done, "image/png");
  });
}

const exporters = {
  csv: ["text/csv;charset=utf-8", () => `\ufeff${csv(shownRows())}`],
  json: ["application/json", () => JSON.stringify(shownRows(), null, 1)],
  ttl: ["text/turtle;charset=utf-8", () => turtle(shownRows())],
  graphml: ["application/xml;charset=utf-8", graphml],
  gexf: ["application/xml;charset=utf-8", gexf],
  svg: ["image/svg+xml;charset=utf-8", svgText],
  png: ["image/png", png],
};

async function save(kind) {
  const [type, content] = exporters[kind];
  const made = await content();
  const blob = made instanceof Blob ? made : new Blob([made], { type });
  const address = URL.createObjectURL(blob);
  const name = `${tail(data.a)}-${tail(data.b)}-${state.tab}.${kind}`.replace(/[^\w.-]+/g, "-");
  const link = make("a", { href: address, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 10000);
}

document.addEventListener("click", (event) => {
  const kind = event.target.closest?.("[data-export]")?.dataset.export;
  if (kind) save(kind);
});
