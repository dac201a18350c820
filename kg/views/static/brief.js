// State of play: one printable page for a briefing. Six sentences made from the ledger, what has
// changed in thirty days, whose move it is, what expires in ninety, and how many texts it rests on.

const CHANGED_WITHIN = 30;
const EXPIRES_WITHIN = 90;
const LISTED = 8;
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

function sentences(picture, fits) {
  const rows = picture.ledger.filter((row) => fits(row.subject));
  const stages = rows.filter((row) => row.axis === STAGE);
  const owed = stages.filter((row) => row.owed);
  const both = owed.filter((row) => (rankOf.get(row.corroborated) ?? 0) >= IN_PRINCIPLE);
  const lives = [...picture.lives.values()].filter((life) => fits(life.subject));
  const told = lives.filter((life) => life.owed);
  const done = told.filter((life) => life.move.why === "done" || life.move.why === "ended");
  const begun = told.filter((life) => !done.includes(life) && [...life.performance.values()].some((row) => UNDER_WAY.has(row.status) || DONE.has(row.status)));
  const contested = new Set(rows.filter((row) => row.contested).map((row) => row.subject));
  const last = picture.acts.filter((row) => affirms(row) && row.day && fits(row.subject)).sort((one, other) => one.day - other.day || byText(one.act, other.act)).at(-1);
  const { a, b } = picture.coverage;
  const made = [
    filled(words.say_matters, { n: stages.length, owed: owed.length, asked: stages.length - owed.length }),
    filled(words.say_both, { n: both.length, one: owed.length - both.length }),
    filled(words.say_done, { done: done.length, begun: begun.length, open: told.length - done.length - begun.length }),
    filled(contested.size ? words.say_contested : words.say_uncontested, { n: contested.size }),
    last ? spelled(words.say_last, { step: labelOf(last.step), matter: opens(last.subject), day: shownWhen(last.day, last.act) }) : words.say_nothing,
    filled(words.say_texts, { a: sideLabel("a"), b: sideLabel("b"), na: a.texts, nb: b.texts, ra: a.read, rb: b.read }),
  ];
  return made.map((text) => make("li", null, ...[text].flat()));
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

function expiries(picture, fits) {
  return picture.expiring(EXPIRES_WITHIN).filter((row) => fits(row.subject)).map((row) =>
    make("li", null, opens(row.subject), " ",
      make("span", { class: row.passed ? "note late" : "note" }, row.due === null
        ? filled(words.until_event, { event: labelOf(row.due_by) })
        : filled(row.passed ? words.was_due : words.is_due, { day: shownDay(row.due), n: Math.abs(row.left) }))));
}

function coverageBars(picture) {
  const most = Math.max(1, ...["a", "b"].map((who) => picture.coverage[who].texts));
  return ["a", "b"].map((who) => {
    const { texts, read } = picture.coverage[who];
    const bar = make("meter", { min: 0, max: most, value: texts, "aria-label": sideLabel(who) });
    return make("p", { class: "cover" }, make("span", { class: `who ${who}` }, isolated(sideLabel(who))), bar,
      make("span", null, filled(words.n_texts, { n: texts, read })));
  });
}

function disputes(picture, fits) {
  return picture.ledger.filter((row) => row.contested && fits(row.subject)).map((row) => {
    const [yes, no] = row.a.status && row.b.denies ? ["a", "b"] : ["b", "a"];
    return make("li", null, "✕ ", opens(row.subject), " ", make("span", { class: "note" },
      filled(words.disputed, { yes: sideLabel(yes), no: sideLabel(no), status: labelOf(row[yes].status) })));
  });
}

function asOf() {
  return [
    filled(words.as_of, { day: shownDay(dayOf(state.at) ?? data.today) }),
    state.by ? filled(words.reported_until, { day: shownDay(dayOf(state.by)) }) : "",
    state.who ? filled(words.account_of, { side: labelOf(state.who) }) : "",
    state.unknown === "exclude" ? words.certain_only : "",
  ].filter(Boolean).join(" · ");
}

views.set("brief", (picture) => {
  const fits = listed(picture);
  byId("view-brief").replaceChildren(
    make("h2", null, words.tab_brief),
    make("p", { class: "asof" }, asOf()),
    make("ol", { class: "sentences" }, ...sentences(picture, fits)),
    make("div", { class: "parts" },
      part(filled(words.changed_in, { n: CHANGED_WITHIN }), shortList(changes(picture, fits), "plain", words.nothing_changed)),
      part(filled(words.expires_in, { n: EXPIRES_WITHIN }), shortList(expiries(picture, fits), "plain", words.nothing_expires)),
      part(words.whose_move, ...movesOf(picture, fits)),
      part(words.contradictions, shortList(disputes(picture, fits), "plain", words.none_found)),
      part(words.coverage, ...coverageBars(picture), make("p", { class: "hint" }, words.silence)),
    ),
  );
});
