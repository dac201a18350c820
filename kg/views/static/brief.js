// State of play: one printable page for a briefing. Six sentences made from the ledger, what has
// changed in thirty days, whose move it is, what expires in ninety, and how many texts it rests on.

const CHANGED_WITHIN = 30;
const EXPIRES_WITHIN = 90;
const LISTED = 8;
const VIOLATED = `${STATUS}violated`;
const sideLabel = (who) => labelOf(who === "a" ? data.a : data.b);

/** A thing as a button that opens its sources. */
function opens(subject, text = null, more = {}) {
  return make("button", { type: "button", class: "open", "data-open": subject, ...more }, isolated(text ?? labelOf(subject)));
}

/** A template with things in it: "{matter} since {day}" with elements or texts. */
function spelled(template, values) {
  return template.split(/(\{\w+\})/).filter(Boolean).map((part) => {
    const key = /^\{(\w+)\}$/.exec(part)?.[1];
    return key && key in values ? values[key] : part;
  });
}

/** A list of which the first are seen, and the rest on demand. */
function shortList(entries, name, none) {
  if (!entries.length) return make("p", { class: "silent" }, none);
  const list = make("ul", { class: name }, ...entries.slice(0, LISTED));
  if (entries.length <= LISTED) return list;
  const rest = make("details", { class: "rest" },
    make("summary", null, filled(words.and_more, { n: entries.length - LISTED })),
    make("ul", { class: name }, ...entries.slice(LISTED)),
  );
  return make("div", null, list, rest);
}

const part = (title, ...children) => make("section", { class: "part" }, make("h3", null, title), ...children);

/** How far it has come: done, over without being done, begun, or open. */
function progressOf(life) {
  const told = [...life.performance.values()];
  if (life.move.why === "done") return told.every((row) => row.status === FULFILLED) ? "done" : "over";
  const over = ["ended", "term over"].includes(life.move.why);
  if (over || told.some((row) => row.status === VIOLATED)) return "over";
  return told.some((row) => UNDER_WAY.has(row.status) || DONE.has(row.status)) ? "begun" : "open";
}

/** Whose step it was, by the account that tells it. */
function doerOf(row) {
  if (row.agent) return labelOf(row.agent);
  return row.speaker ? labelOf(row.speaker) : "ab".includes(row.account) ? sideLabel(row.account) : words.narrator;
}

function sentences(picture, fits) {
  const rows = picture.ledger.filter((row) => fits(row.subject));
  const stages = rows.filter((row) => row.axis === STAGE);
  const owed = stages.filter((row) => row.owed);
  const both = owed.filter((row) => (rankOf.get(row.corroborated) ?? 0) >= IN_PRINCIPLE);
  const lives = [...picture.lives.values()].filter((life) => fits(life.subject));
  const told = lives.filter((life) => life.owed);
  const untold = [...matters.keys()].filter(fits).length - stages.length;
  const carried = stages.filter((row) => isCarriedOut(picture.lives.get(row.subject))).length;
  const counts = { done: 0, begun: 0, over: 0, open: 0 };
  for (const life of told) counts[progressOf(life)] += 1;
  const contested = new Set(rows.filter((row) => row.contested).map((row) => row.subject));
  const last = picture.acts.filter((row) => affirms(row) && row.day && fits(row.subject)).sort((one, other) => one.day - other.day || byText(one.act, other.act)).at(-1);
  const { a, b } = picture.coverage;
  const made = [
    [filled(words.say_matters, { n: stages.length, owed: owed.length, asked: stages.length - owed.length - carried }),
      carried ? filled(words.say_carried, { n: carried }) : "", untold > 0 ? filled(words.say_untold, { n: untold }) : ""].filter(Boolean).join(" "),
    // of one account alone there is nothing that both sides say or deny
    state.who ? "" : filled(words.say_both, { n: both.length, one: owed.length - both.length }),
    filled(words.say_done, counts),
    state.who ? "" : filled(contested.size ? words.say_contested : words.say_uncontested, { n: contested.size }),
    last ? spelled(words.say_last, { who: isolated(doerOf(last)), step: labelOf(last.step), matter: opens(last.subject), day: shownWhen(last.day, last.act) }) : words.say_nothing,
    filled(words.say_texts, { a: sideLabel("a"), b: sideLabel("b"), na: a.texts, nb: b.texts, ra: a.read, rb: b.read }),
  ];
  return made.filter(Boolean).map((text) => make("li", null, ...[text].flat()));
}

/** What the ledger says otherwise than so many days before. */
function changes(picture, fits) {
  const now = picture.moment.validAt ?? data.today;
  const before = pictureAt({ ...picture.moment, validAt: now - CHANGED_WITHIN });
  const key = (row) => keyed(row.subject, row.axis, row.party);
  const then = new Map(before.ledger.map((row) => [key(row), row]));
  const bySubject = grouped(picture.ledger.filter((row) => fits(row.subject)), (row) => row.subject);
  const found = [];
  for (const [subject, rows] of bySubject) {
    const told = rows.flatMap((row) =>
      ["a", "b"].map((who) => ({ row, who, was: then.get(key(row))?.[who].status ?? null, is: row[who].status })),
    );
    const changed = told.filter(({ was, is }) => was !== is);
    if (changed.length) found.push(make("li", null, opens(subject), ...changed.map(changeOf)));
  }
  return found;
}

function changeOf({ row, who, was, is }) {
  const axis_ = row.axis === STAGE ? "" : [labelOf(row.axis), row.party === NOBODY ? "" : labelOf(row.party)].filter(Boolean).join(", ");
  return make("span", { class: "note" },
    make("span", { class: `who ${who}` }, isolated(sideLabel(who))), axis_ ? ` ${axis_}: ` : " ",
    was ? `${labelOf(was)} → ` : "→ ",
    make("strong", null, is ? labelOf(is) : words.nothing_told));
}

function movesOf(picture, fits) {
  const open = [...picture.lives.values()].filter((life) => life.move.who.length && fits(life.subject));
  return [...grouped(open, (life) => keyed(...life.move.who))].sort().map(([, lives]) => {
    const who = lives[0].move.who.map(labelOf).join(" · ");
    const entries = lives
      .sort((one, other) => (one.move.since ?? 0) - (other.move.since ?? 0))
      .map((life) => make("li", null, opens(life.subject), " ",
        make("span", { class: "note" }, [
          life.move.status ? labelOf(life.move.status) : words[`why_${life.move.why.replace(/ /g, "_")}`] ?? life.move.why,
          life.move.since ? filled(words.since, { day: shownWhen(life.move.since, life.subject) }) : "",
        ].filter(Boolean).join(" · "))));
    return make("div", { class: "mover" }, make("h4", null, isolated(who), " ", make("b", null, String(lives.length))), shortList(entries, "plain", ""));
  });
}

const orNone = (entries) => (entries.length ? entries : [make("p", { class: "silent" }, words.none_found)]);

function expiries(picture, fits) {
  const open = (row) => fits(row.subject) && picture.lives.get(row.subject)?.move.why !== "term over";
  return picture.expiring(EXPIRES_WITHIN).filter(open).map((row) =>
    make("li", null, opens(row.subject), " ",
      make("span", { class: row.passed ? "note late" : "note" }, row.due === null
        ? filled(words.until_event, { event: labelOf(row.due_by) })
        : filled(row.passed ? words.was_due : words.is_due, { day: shownDay(row.due), n: Math.abs(row.left) }))));
}

function coverageOf(picture) {
  return ["a", "b"].map((who) => {
    const { texts, read } = picture.coverage[who];
    return make("p", { class: "cover" }, make("span", { class: `who ${who}` }, isolated(sideLabel(who))),
      make("span", null, filled(words.n_texts, { n: texts, read })));
  });
}

/** Each matter once, with what one side tells of it and the other denies. */
function disputes(picture, fits) {
  const rows = picture.ledger.filter((row) => row.contested && fits(row.subject));
  return [...grouped(rows, (row) => row.subject)].map(([subject, found]) => {
    const told = found.map((row) => {
      const [yes, no] = row.a.status && row.b.denies ? ["a", "b"] : ["b", "a"];
      return filled(words.disputed, { yes: sideLabel(yes), no: sideLabel(no), status: labelOf(row[yes].status) });
    });
    return make("li", null, "✕ ", opens(subject), " ", make("span", { class: "note" }, [...new Set(told)].join(" · ")));
  });
}

function asOf() {
  return [
    filled(words.as_of, { day: shownDay(dayOf(state.at) ?? data.today) }),
    state.by ? filled(words.reported_until, { day: shownDay(dayOf(state.by)) }) : "",
    state.who ? filled(words.account_of, { side: labelOf(state.who) }) : "",
    state.unknown === "exclude" ? words.certain_only : "",
    ...filtersOf().map(([name, value]) => filled(words.only_of, { filter: name, value })),
  ].filter(Boolean).join(" · ");
}

/** The filters that leave matters out, by their names, with what is chosen: print has no controls. */
function filtersOf() {
  return [
    ["matter", state.only && labelOf(state.only)], ["filter_issue", state.issue && labelOf(state.issue)],
    ["filter_status", state.status && labelOf(state.status)], ["filter_source", state.source && languageName(state.source)],
    ["filter_type", state.type && labelOf(state.type)],
  ].filter(([, value]) => value).map(([key, value]) => [words[key], value]);
}

views.set("brief", (picture) => {
  // a search finds, it does not choose: what is counted here stays what it is
  const fits = listed(picture, { searched: false });
  byId("view-brief").replaceChildren(
    make("h2", null, words.tab_brief),
    make("p", { class: "asof" }, asOf()),
    filtersOf().length ? make("p", { class: "note-line" }, words.say_of_these) : "",
    make("ol", { class: "sentences" }, ...sentences(picture, fits)),
    make("div", { class: "parts" },
      part(filled(words.changed_in, { n: CHANGED_WITHIN }), shortList(changes(picture, fits), "plain", words.nothing_changed)),
      part(filled(words.expires_in, { n: EXPIRES_WITHIN }), shortList(expiries(picture, fits), "plain", words.nothing_expires)),
      part(words.whose_move, ...orNone(movesOf(picture, fits))),
      part(words.contradictions, shortList(disputes(picture, fits), "plain", words.none_found)),
      part(words.coverage, ...coverageOf(picture), make("p", { class: "hint" }, words.silence)),
    ),
  );
});
