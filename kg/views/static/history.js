// The history of a matter: its claims by the day of the step that they tell of, and the words from
// which a chip of the ledger is taken. And a claim as a footnote.

const actsOf = grouped(tables.acts, (row) => row.subject);
const actsOfClaim = grouped(tables.acts, (row) => row.claim);
const actLabels = new Map();
for (const row of tables.acts) actLabels.set(row.step, labelOf(row.step));

/** Claims under the day and the step that they tell of, in time; what tells of none comes last. */
function inTime(key, numbers) {
  if (!actsOf.has(key)) return [["", numbers]];
  const dated = new Map();
  const rest = [];
  for (const number of numbers) {
    const act = actsOfClaim.get(evidence[number].claim)?.find((row) => row.subject === key);
    if (!act) rest.push(number);
    else {
      const heading = `${act.day ?? FAR}|${act.step}`;
      if (!dated.has(heading)) dated.set(heading, [act, []]);
      dated.get(heading)[1].push(number);
    }
  }
  const sorted = [...dated.values()].sort(
    ([one], [other]) => (one.day ?? FAR) - (other.day ?? FAR) || byText(one.step, other.step),
  );
  const told = sorted.map(([act, found]) => [
    [act.day ? shownWhen(act.day, act.act) : words.undated, labelOf(act.step)].join(" · "), found,
  ]);
  return rest.length ? [...told, [told.length ? words.besides : "", rest]] : told;
}

/** The visible claims of an account that set a status of a subject, the latest last. */
function behind(picture, { subject, axis, party, account, status = null }) {
  const steps = new Set(
    tables.effects.filter((row) => row.axis === axis && (status === null || row.status === status)).map((row) => row.step),
  );
  const perParty = axis === ANSWER || axis === PERFORMANCE;
  return picture.acts
    .filter((row) => row.subject === subject && row.account === account && steps.has(row.step))
    .filter((row) => !perParty || row.by_party === party)
    .sort((one, other) => one.day - other.day || (one.said ?? 0) - (other.said ?? 0) || one.weighed - other.weighed);
}

/** Evidence numbers of rows of claims, each once. */
const numbersOf = (rows) => [...new Set(rows.map((row) => evidenceOf.get(row.claim)).filter((n) => n !== undefined))];

/** Who says it by what route: "Darchiev via TASS". */
function routeOf(row) {
  const found = evidence[evidenceOf.get(row.claim)];
  if (!found) return row.speaker ? labelOf(row.speaker) : "";
  const chain = (found.relays ?? []).join(" → ");
  return [found.speaker || words.nobody, chain ? filled(words.via, { chain }) : ""].filter(Boolean).join(" ");
}

const isMachine = (row) => documentOf.get(row.document)?.translated_by === "machine";

// --------------------------------------------------------------------------------------- footnotes

function footnote(claim) {
  const found = evidence[evidenceOf.get(claim)];
  const document = documentOf.get(found.source) ?? {};
  const chain = (found.relays ?? []).join(" → ");
  const cited = [
    [found.speaker || words.nobody, chain ? filled(words.via, { chain }) : ""].filter(Boolean).join(" "),
    found.quote ? `“${found.quote}”` : found.gist ? `${words.summary}: ${found.gist}` : "",
    [found.outlet, found.document].filter(Boolean).join(": "),
    (found.document ?? "").includes(document.date || "-") ? "" : found.document_date,
    found.url ?? "",
  ].filter(Boolean);
  const subject = actsOfClaim.get(claim)?.[0]?.subject ?? state.open;
  return [
    `${cited.join(", ")}.`,
    // the folder of a file on a disk is no address for anybody else, its name is
    `${location.protocol === "file:" ? location.pathname.split("/").at(-1) : location.href.split("#")[0]}#${new URLSearchParams({ tab: state.tab, open: subject ?? "" })}`,
    `claim: ${claim}`,
    subject ? `query: kg query claims/about --node ${subject}` : "",
    document.revision ? `revision: ${document.revision}` : "",
  ].filter(Boolean).join("\n");
}

async function copy(text, button) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    // without leave to use the clipboard: a field that is copied from
    const field = make("textarea", { class: "unseen", "aria-hidden": "true" });
    field.value = text;
    button.after(field);
    field.select();
    document.execCommand("copy");
    field.remove();
    button.focus();
  }
  button.textContent = words.copied;
  setTimeout(() => {
    button.textContent = words.footnote;
  }, 1500);
}

document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-footnote]");
  if (button) copy(footnote(button.dataset.footnote), button);
});
