// Search in any script: in names as they are written, in the words of the sources, and in names as
// Latin letters would have them, so that Darchiev finds Дарчиев and दार्चिएव.

// With folding off, only what is written so, letter by letter, is found.

const fold = (text) =>
  text.normalize("NFKD").toLowerCase().replace(/\p{M}/gu, "").replace(/\s+/gu, " ").trim();

const texts = new Map();

function searchable(key) {
  if (!texts.has(key)) {
    const item = items[key];
    const told = item.claims.map((number) => evidence[number]);
    const written = [item.label, item.kind, ...item.facts.map(([, text]) => text)];
    for (const each of told) written.push(each.quote, each.gist, each.speaker, each.says, ...(each.relays ?? []));
    texts.set(key, {
      exact: written.filter(Boolean).join("\n"),
      written: fold(written.filter(Boolean).join("\n")),
      spelled: [item.key, ...told.map((each) => each.key)].filter(Boolean).join(" "),
    });
  }
  return texts.get(key);
}

/** A name of so many letters at least leads to who bears it; fewer stand in too many names. */
const NAME_LETTERS = 3;
const allNames = Object.entries(data.names ?? {}).map(([iri, all]) => [iri, fold(all)]);

/** What those are called here who bear the name in any language: Дарчиев is Darchiev. */
function called(written) {
  if (written.length < NAME_LETTERS) return [];
  return allNames.filter(([, all]) => all.includes(written)).map(([iri]) => fold(labelOf(iri)));
}

function search(query) {
  if (state.fold !== "1") {
    return new Set(Object.keys(items).filter((key) => items[key].look !== "group" && searchable(key).exact.includes(query)));
  }
  const written = fold(query);
  const spelled = written.replace(/[^a-z0-9]/g, "");
  const wanted = [written, ...called(written)];
  const isLatin = spelled.length > 2 && spelled === written.replace(/[^\p{L}\p{N}]/gu, "");
  const found = Object.keys(items).filter((key) => {
    if (items[key].look === "group" || items[key].look === "party" && !wanted.some((each) => fold(items[key].label).includes(each))) return false;
    const text = searchable(key);
    return wanted.some((each) => text.written.includes(each)) || (isLatin && text.spelled.includes(spelled));
  });
  return new Set(found);
}

function applySearch() {
  const query = byId("query").value.trim();
  hits = query ? search(query) : null;
  state.q = query;
  toAddress();
  const things = hits ? [...hits].filter((key) => items[key].look !== "line") : [];
  byId("found").textContent = hits ? filled(words.found, { n: things.length }) : "";
  for (const row of document.querySelectorAll("tr[data-item]")) {
    row.classList.toggle("hit", Boolean(hits?.has(row.dataset.item)));
    row.classList.toggle("miss", Boolean(hits && !hits.has(row.dataset.item)));
  }
  unfoldHits();
  repaint();
  draw();
  return things;
}

/** What is found is seen: a group with a hit among its members opens. */
function unfoldHits() {
  for (const [key, item] of Object.entries(items)) {
    const number = Number(key.slice(1));
    if (item.look !== "group" || opened.has(number)) continue;
    if (item.members.some((member) => hits?.has(member))) toggleGroup(number);
  }
}

byId("query").addEventListener("input", applySearch);
byId("fold").addEventListener("change", () => {
  state.fold = byId("fold").checked ? "1" : "0";
  applySearch();
});
byId("search").addEventListener("submit", (event) => {
  event.preventDefault();
  const things = applySearch();
  if (!things.length) return;
  const first = standing().find((key) => things.includes(key)) ?? things[0];
  openPanel(first, { from: byId("query"), focus: true });
  if (state.tab === "network") bringIntoView(first);
});
