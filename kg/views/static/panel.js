// The side panel: what is known of one item, and every claim it rests on with the words of its source.

const panel = byId("panel");
const panelTitle = byId("panel-title");
const panelBody = byId("panel-body");
const panelClose = byId("panel-close");
const panelHint = panelBody.firstElementChild;
let opener = null;

function quotation(found) {
  if (!found.quote && !found.gist) return null;
  if (!found.quote) {
    return make("blockquote", { class: "gist", lang: "en" }, make("p", null, found.gist), make("footer", null, words.summary));
  }
  const place =
    typeof found.start !== "number" ? null : filled(words.offsets, { start: found.start, end: found.end });
  const text = make(
    "p",
    { lang: found.language, dir: found.direction === "rtl" ? "rtl" : "ltr" },
    make("span", { class: "context" }, found.prefix ?? ""),
    make("mark", { class: "quote" }, found.quote),
    make("span", { class: "context" }, found.suffix ?? ""),
  );
  return make("blockquote", null, text, place ? make("footer", null, place) : null);
}

/** A name as a link to the page of who bears it, if this page has neighbours. */
function paged(iri, text) {
  const href = iri ? data.pages?.[iri] : null;
  return href ? make("a", { href }, isolated(text)) : isolated(text);
}

function voice(found) {
  const chain = (found.relays ?? []).join(" → ");
  return make(
    "p",
    { class: "voice" },
    found.speaker
      ? make("strong", { class: "speaker" }, paged(actsOfClaim.get(found.claim)?.[0]?.speaker, found.speaker))
      : make("em", { class: "speaker" }, words.nobody),
    chain ? make("span", { class: "relays" }, isolated(filled(words.via, { chain }))) : null,
  );
}

function chips(found) {
  const translated = found.machine_translated
    ? found.translated_from
      ? filled(words.machine, { language: languageName(found.translated_from) })
      : words.machine_only
    : found.translated_from
      ? filled(words.translated, { language: languageName(found.translated_from) })
      : null;
  return make(
    "p",
    { class: "chips" },
    ...[found.attribution, found.stance].filter(Boolean).map((text) => make("span", { class: "chip" }, text)),
    translated ? make("span", { class: "chip weak" }, translated) : null,
    documentOf.get(found.source)?.weak ? make("span", { class: "chip weak" }, words.weak) : null,
  );
}

function readings(found) {
  const rows = [
    [words.literal, found.literal],
    [words.corrected, found.corrected],
    [words.reason, found.reason],
  ].filter(([, text]) => text);
  return rows.length ? facts(rows, "readings") : null;
}

function source(found) {
  const address = found.url ? webAddress(found.url) : null;
  const title = [found.outlet, found.document].filter(Boolean).join(" · ");
  const dates = [
    found.document_date ? `${words.published}: ${found.document_date}` : "",
    found.date ? `${words.said_on}: ${found.date}` : "",
  ].filter(Boolean);
  return make(
    "p",
    { class: "source" },
    title ? make("cite", null, isolated(title)) : null,
    ...dates.map((text) => make("span", null, text)),
    address
      ? make("a", { href: address, rel: "noopener noreferrer", target: "_blank" }, words.open_source)
      : found.url
        ? make("span", { class: "address" }, isolated(found.url))
        : null,
  );
}

function facts(rows, name) {
  const list = make("dl", { class: name });
  for (const [term, text] of rows) {
    list.append(make("dt", null, term), make("dd", null, isolated(text)));
  }
  return list;
}

function claimed(found) {
  return make(
    "article",
    { class: "claim", "data-claim": found.claim },
    found.says ? make("h4", null, isolated(found.says)) : null,
    voice(found),
    quotation(found),
    chips(found),
    readings(found),
    source(found),
    make("button", { type: "button", class: "footnote", "data-footnote": found.claim }, words.footnote),
  );
}

/** What is known of an item; of a matter what each side says as of the moment that is chosen. */
function factsNow(key, item) {
  if (!matters.has(key)) return item.facts;
  const rows = pictureAt(moment()).ledger.filter((row) => row.subject === key);
  const words_ = (who) => rows.filter((row) => row[who].status || row[who].denies).map((row) => {
    const of = row.axis === STAGE ? "" : [labelOf(row.axis), row.party === NOBODY ? "" : labelOf(row.party)].filter(Boolean).join(", ");
    const told = row[who].status ? [labelOf(row[who].status), shownWhen(row[who].since, key)].filter(Boolean).join(", ") : `✕ ${words.denied_by}`;
    return `${of ? `${of}: ` : ""}${told}`;
  }).join(" · ");
  const stage = rows.find((row) => row.axis === STAGE);
  return [
    [words.issue, labelOf(matters.get(key))],
    ...["a", "b"].map((who) => [filled(words.account_of, { side: sideLabel(who) }), words_(who) || words.silent]),
    [words.third, stage?.third ? labelOf(stage.third) : ""],
    [words.narrator, stage?.narrator ? labelOf(stage.narrator) : ""],
  ].filter(([, text]) => text);
}

/** Something that the network does not draw, such as an event of another issue. */
function thingOutside(key) {
  const told = numbersOf(actsOf.get(key) ?? []);
  return data.labels?.[key] ? { label: labelOf(key), symbol: "", kind: "", look: "", facts: [], claims: told } : null;
}

/** Show an item; the focus follows only where a keyboard asked for it, and goes back on closing. */
function openPanel(key, { from = null, focus = false, claims = null } = {}) {
  const item = items[key] ?? thingOutside(key);
  if (!item || item.look === "group") return;
  opener = from ?? document.activeElement;
  const told = claims ?? item.claims;
  panelTitle.textContent = item.label;
  panelTitle.dir = "auto";
  panelBody.replaceChildren(
    make("p", { class: "kind" }, `${item.symbol} ${item.kind} `, data.pages?.[key] ? paged(key, words.own_page) : ""),
    ...[factsNow(key, item)].filter((rows) => rows.length).map((rows) => facts(rows, "facts")),
    make("h3", null, told.length ? filled(words.n_claims, { n: told.length }) : words.no_claims),
    ...inTime(key, told).flatMap(([heading, numbers]) => [
      heading ? make("h4", { class: "day" }, heading) : null,
      ...numbers.map((number) => claimed(evidence[number])),
    ]).filter(Boolean),
  );
  panel.classList.add("opened");
  panelClose.hidden = false;
  panel.scrollTop = 0;
  if (focus) panelTitle.focus({ preventScroll: true });
  select(key);
  state.open = key;
  toAddress();
}

function closePanel() {
  if (panelClose.hidden) return;
  panel.classList.remove("opened");
  panelClose.hidden = true;
  panelTitle.textContent = words.panel;
  panelBody.replaceChildren(panelHint);
  select(null);
  state.open = "";
  toAddress();
  opener?.focus?.({ preventScroll: true });
}
