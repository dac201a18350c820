// The sources: documents by their origin, since texts that repeat one wire are one source; and the
// texts that are stored, with everybody who is named in them and every stretch that says something.

const claimsOfDocument = grouped(evidence.map((found, number) => ({ found, number })), ({ found }) => found.source ?? "");

function translationRoute(row) {
  if (!row.translated_by) return "";
  const from = languageName(row.translated_from);
  return row.translated_by === "machine"
    ? from ? filled(words.machine, { language: from }) : words.machine_only
    : filled(words.translated, { language: from });
}

function documentEntry(picture, row, sides) {
  const address = row.url ? webAddress(row.url) : null;
  const text = (data.texts ?? []).find((each) => each.document === row.document);
  const told = claimsOfDocument.get(row.document) ?? [];
  const chips = [
    [languageName(row.language), ""],
    ...[...sides].sort().map((who) => [sideLabel(who), `who ${who}`]),
    [translationRoute(row), "weak"],
    [row.weak ? words.weak : "", "weak"],
    [row.read ? words.read_in_full : words.not_read, row.read ? "" : "weak"],
  ].filter(([text_]) => text_);
  return make("li", { class: "doc", "data-document": row.document },
    make("p", { class: "title" }, isolated([row.outlet, row.title].filter(Boolean).join(": ") || row.document)),
    make("p", { class: "chips" }, row.published ? make("span", { class: "chip" }, row.published) : make("span", { class: "chip weak" }, words.undated),
      ...chips.map(([label, more]) => make("span", { class: `chip ${more}` }, label)),
      make("span", { class: "chip" }, filled(words.n_claims, { n: told.length }))),
    make("p", { class: "links" },
      address ? make("a", { href: address, rel: "noopener noreferrer", target: "_blank" }, words.open_source) : row.url ? make("span", { class: "address" }, isolated(row.url)) : null,
      " ",
      text ? make("button", { type: "button", "data-text": row.document, "aria-expanded": "false" }, words.show_text) : null),
  );
}

/** The text with its claims and mentions marked; stretches that overlap are cut into pieces. */
function markedText(text) {
  const marks = [];
  const told = (claimsOfDocument.get(text.document) ?? []).filter(({ found }) => typeof found.start === "number");
  for (const { found, number } of told) marks.push({ start: found.start, end: found.end, claim: number });
  text.mentions.start.forEach((start, at) => {
    marks.push({ start, end: text.mentions.end[at], denotes: text.mentions.denotes[at] });
  });
  // offsets count code points, and a string of JavaScript does not
  const signs = [...text.text];
  const cuts = [...new Set([0, signs.length, ...marks.flatMap((mark) => [mark.start, mark.end])])].sort((x, y) => x - y);
  const body = make("div", { class: "body", lang: text.language, dir: text.direction });
  cuts.slice(0, -1).forEach((start, at) => {
    const piece = signs.slice(start, cuts[at + 1]).join("");
    const over = marks.filter((mark) => mark.start <= start && mark.end >= cuts[at + 1]);
    if (!over.length) return body.append(piece);
    const claims = over.filter((mark) => mark.claim !== undefined).map((mark) => mark.claim);
    const named = over.filter((mark) => mark.denotes).map((mark) => labelOf(mark.denotes));
    const element = make(claims.length ? "button" : "span", {
      class: [claims.length ? "says" : "", named.length ? "names" : ""].filter(Boolean).join(" "),
      type: claims.length ? "button" : null,
      title: named.join(", "),
      "data-claims": claims.join(" "),
    }, piece);
    body.append(element);
  });
  return body;
}

views.set("sources", (picture) => {
  const fits = listed(picture);
  const shownSources = picture.sources.filter((row) => fits(row.subject));
  const sides = new Map();
  for (const row of shownSources) {
    if (!sides.has(row.document)) sides.set(row.document, new Set());
    if ("ab".includes(row.account) && OWN.has(row.attribution)) sides.get(row.document).add(row.account);
  }
  const shown = documents.filter((row) => sides.has(row.document));
  const origins = [...grouped(shown, (row) => row.origin || row.document).values()]
    .sort((one, other) => other.length - one.length || byText(other[0].date, one[0].date));
  const rests = grouped(shownSources.filter((row) => matters.has(row.subject)), (row) => row.subject);
  const single = [...rests].filter(([, rows]) => new Set(rows.map((row) => documentOf.get(row.document)?.origin || row.document)).size === 1);
  byId("view-sources").replaceChildren(
    make("h2", null, words.tab_sources),
    make("p", { class: "asof" }, asOf()),
    make("p", null, filled(words.n_sources, { n: shown.length, origins: origins.length })),
    part(words.single_source, shortList(single.map(([subject]) => make("li", null, opens(subject))), "plain", words.none_found)),
    ...origins.map((rows) => make("section", { class: "origin" },
      rows.length > 1 ? make("h3", null, isolated(rows[0].origin), " ", make("b", null, filled(words.one_source_of, { n: rows.length }))) : null,
      make("ul", { class: "plain" }, ...rows.map((row) => documentEntry(picture, row, sides.get(row.document)))))),
  );
});

byId("view-sources")?.addEventListener("click", (event) => {
  const button = event.target.closest("[data-text]");
  if (button) {
    const open = button.getAttribute("aria-expanded") !== "true";
    button.setAttribute("aria-expanded", String(open));
    button.textContent = open ? words.hide_text : words.show_text;
    const entry = button.closest(".doc");
    if (open) entry.append(markedText(data.texts.find((each) => each.document === button.dataset.text)));
    else entry.querySelector(".body").remove();
    return;
  }
  const stretch = event.target.closest("[data-claims]");
  if (stretch) openClaims(stretch.dataset.claims.split(" ").map(Number), { from: stretch, focus: event.detail === 0 });
});

/** Claims of no one thing: under what is said in each. */
function openClaims(numbers, { from = null, focus = false } = {}) {
  opener = from ?? document.activeElement;
  panelTitle.textContent = words.claims;
  panelBody.replaceChildren(make("h3", null, filled(words.n_claims, { n: numbers.length })), ...numbers.map((number) => claimed(evidence[number])));
  panel.classList.add("opened");
  panelClose.hidden = false;
  panel.scrollTop = 0;
  if (focus) panelTitle.focus({ preventScroll: true });
}
