// What the page was made with, and the few helpers that all parts share. Text from the data reaches
// the document through textContent alone; Trusted Types in the page's policy forbid anything else.

const data = JSON.parse(document.getElementById("data").textContent);
const { words, items } = data;
const byId = (id) => document.getElementById(id);
const hasTabs = Boolean(byId("view-brief"));

/** Rows of a table, which is packed by columns (kg/views/tables.py). */
function unpacked(table) {
  const whole = (column) => {
    if (Array.isArray(column)) return column;
    const values = column.head ? column.of.map((rest) => column.head + rest) : column.of;
    return column.at ? column.at.map((place) => values[place]) : values;
  };
  const columns = Object.entries(table ?? {}).map(([name, column]) => [name, whole(column)]);
  const length = columns.length ? columns[0][1].length : 0;
  return Array.from({ length }, (_, at) => Object.fromEntries(columns.map(([name, column]) => [name, column[at]])));
}

const evidence = unpacked(data.evidence);
const tables = Object.fromEntries(
  ["subjects", "acts", "properties", "sources", "effects", "days", "events"].map((name) => [
    name, unpacked(data.tables?.[name]),
  ]),
);
const documents = unpacked(data.documents);
const documentOf = new Map(documents.map((row) => [row.document, row]));
const evidenceOf = new Map(evidence.map((found, number) => [found.claim, number]));
const labelOf = (iri) => data.labels?.[iri] ?? (iri ? iri.slice(Math.max(iri.lastIndexOf("/"), iri.lastIndexOf("#")) + 1) : "");

/** An element with text or children; attributes that are null are left out. */
function make(name, attributes, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes ?? {})) {
    if (value !== null && value !== undefined && value !== "") element.setAttribute(key, value);
  }
  element.append(...children.filter((child) => child !== null && child !== ""));
  return element;
}

/** Text that keeps its own direction, whatever its characters would do to what stands beside it. */
const isolated = (text) => make("bdi", null, text);

/** A template such as "found: {n}" with its values. */
const filled = (template, values) =>
  template.replace(/\{(\w+)\}/g, (whole, key) => (key in values ? String(values[key]) : whole));

/** The address as a link's target, or null if it is anything but http or https. */
function webAddress(text) {
  try {
    const url = new URL(text);
    return url.protocol === "https:" || url.protocol === "http:" ? url.href : null;
  } catch {
    return null;
  }
}

// ------------------------------------------------------------------------ text that is to be drawn

/** Letters as a reader counts them: a Devanagari sign stays with its letter. */
const letters = new Intl.Segmenter(data.language, { granularity: "grapheme" });
const pen = document.createElement("canvas").getContext("2d");
const family = getComputedStyle(document.body).fontFamily;

/** How wide a line of a drawing is, in pixels. */
function measured(text, size = 12, weight = 400) {
  pen.font = `${weight} ${size}px ${family}`;
  return pen.measureText(text).width;
}

/** The text, or as much of it as goes into the room, and "…". */
function fitted(text, room, size = 12, weight = 400) {
  if (measured(text, size, weight) <= room) return text;
  const kept = [...letters.segment(text)].map(({ segment }) => segment);
  while (kept.length && measured(`${kept.join("").trimEnd()}…`, size, weight) > room) kept.pop();
  return `${kept.join("").trimEnd()}…`;
}

/** The text in at most so many lines of that room; a word that is too long is divided by a hyphen. */
function wrapped(text, room, lines, size = 12, weight = 400) {
  const done = [""];
  for (const word of text.split(/\s+/)) {
    const longer = `${done.at(-1)} ${word}`.trim();
    if (measured(longer, size, weight) <= room) done[done.length - 1] = longer;
    else {
      const pieces = divided(word, room, size, weight);
      if (done.at(-1)) done.push(...pieces);
      else done.splice(-1, 1, ...pieces);
    }
  }
  return done.length > lines ? [...done.slice(0, lines - 1), fitted(`${done[lines - 1]}…`, room, size, weight)] : done;
}

function divided(word, room, size, weight) {
  const pieces = [""];
  for (const { segment } of letters.segment(word)) {
    if (pieces.at(-1) && measured(`${pieces.at(-1)}${segment}-`, size, weight) > room) {
      pieces[pieces.length - 1] += "-";
      pieces.push("");
    }
    pieces[pieces.length - 1] += segment;
  }
  return measured(word, size, weight) <= room ? [word] : pieces;
}

const MS = 86400000;
/** 1 January 1970 as `br:day` counts (Rata Die). */
const EPOCH = 719163;
/** English dates as the rest of the page writes them, the day first. */
const locale = data.language === "en" ? "en-GB" : data.language;
const calendar = new Intl.DateTimeFormat(locale, { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" });
const dateOf = (day) => new Date((day - EPOCH) * MS);
const isoOf = (day) => dateOf(day).toISOString().slice(0, 10);
const dayOf = (iso) => (iso ? Math.round(Date.parse(`${iso}T00:00:00Z`) / MS) + EPOCH : null);
/** A day or month in words; Russian has "г." after a year, which a sentence's full stop would double. */
const spoken = (format, date) => format.format(date).replace(/\s+г\.$/, "");
const shownDay = (day) => (day ? spoken(calendar, dateOf(day)) : "");
/** The day of an act or since which something holds of a subject, as vague as it is. */
const shownWhen = (day, ...things) => things.map((thing) => data.vague?.[thing]?.[day]).find(Boolean) ?? shownDay(day);

const languages = (() => {
  try {
    return new Intl.DisplayNames([data.language], { type: "language" });
  } catch {
    return null; // a tag of its own making
  }
})();
/** The name of a language by its tag (BCP 47); anything else is a name already. */
const languageName = (tag) => (languages && /^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/.test(tag ?? "") ? languages.of(tag) : tag ?? "");
