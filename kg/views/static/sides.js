// The ledger: what each side says of every matter, beside the other's word; asked and owed. A row
// opens its history, a chip the words behind it.

const COLUMNS = ["matter", "a", "b", "both", "move"];
const wordOf = { confirmed: "", attributed: "attributed", split: "split", denied: "denied_by", silent: "silent" };

/** One status in one side's column: word, date, speaker, route; what it is for a blank, if it is one. */
function chip(picture, row, who) {
  const { status, since, basis, denies: denied } = row[who];
  if (!status) {
    if (!denied) return null;
    return make("span", { class: "chip denied" }, `✕ ${words.denied_by}`);
  }
  const rows = behind(picture, { ...row, account: who, status });
  const last = rows.filter(affirms).at(-1);
  const hedged = last && last.certainty && !last.certainty.endsWith("/certain");
  const planned = since > picture.today;
  const classes = ["chip", basis, hedged ? "hedged" : "", planned ? "planned" : ""].filter(Boolean).join(" ");
  const route = last ? routeOf(last) : "";
  return make("button", {
    type: "button", class: classes, "data-chip": keyed(row.subject, row.axis, row.party, who, status),
    title: [route, words[wordOf[basis]] ?? words.confirmed].filter(Boolean).join(" · "),
  },
    make("strong", null, [basis === "split" ? "✕" : planned ? "◷" : hedged ? "~" : "", labelOf(status)].filter(Boolean).join(" ")),
    since ? make("time", { datetime: isoOf(since) }, ` ${shownWhen(since, row.subject)}`) : null,
    wordOf[basis] ? make("span", { class: "basis" }, words[wordOf[basis]]) : null,
    denied && basis !== "split" ? make("span", { class: "basis" }, words.denies_step) : null,
    route ? make("span", { class: "route" }, isolated(route)) : null,
    last && isMachine(last) ? make("span", { class: "route weak" }, words.machine_only) : null,
  );
}

function sideCell(picture, rows, who) {
  const cell = make("td", { "data-label": sideLabel(who), class: `told ${who}` });
  for (const row of rows) {
    const made = chip(picture, row, who);
    if (!made) continue;
    const named = row.axis === STAGE ? "" : [labelOf(row.axis), row.party === NOBODY ? "" : labelOf(row.party)].filter(Boolean).join(", ");
    cell.append(make("div", { class: "word" }, named ? make("span", { class: "axis" }, isolated(named)) : null, made));
  }
  if (!cell.childElementCount) {
    const { texts } = picture.coverage[who];
    cell.append(make("span", { class: "silent" }, filled(words.silent_in, { n: texts, side: sideLabel(who) })));
  }
  return cell;
}

function sortKey(picture, rows) {
  const stage = rows.find((row) => row.axis === STAGE);
  const move = picture.lives.get(rows[0].subject)?.move;
  return {
    matter: labelOf(rows[0].subject),
    a: [-(rankOf.get(stage?.a.status) ?? -1), -(stage?.a.since ?? 0)],
    b: [-(rankOf.get(stage?.b.status) ?? -1), -(stage?.b.since ?? 0)],
    both: [-(rankOf.get(stage?.corroborated) ?? -1), 0],
    move: [-(move?.since ?? 0), 0],
  };
}

function inOrder(groups, picture) {
  const column = state.sort.replace(/^-/, "");
  if (!COLUMNS.includes(column)) return groups;
  const keys = new Map(groups.map((rows) => [rows, sortKey(picture, rows)[column]]));
  const sorted = groups.sort((one, other) => {
    const [x, y] = [keys.get(one), keys.get(other)];
    return column === "matter" ? x.localeCompare(y, data.language) : x[0] - y[0] || x[1] - y[1];
  });
  return state.sort.startsWith("-") ? sorted.reverse() : sorted;
}

function ledgerRow(picture, rows) {
  const subject = rows[0].subject;
  const life = picture.lives.get(subject);
  const stage = rows.find((row) => row.axis === STAGE);
  const names = (role) => [...(life?.roles[role] ?? [])].map(labelOf).join(", ");
  const bind = (role) => life?.roles[role].has(data.a) && life.roles[role].has(data.b);
  const owes = bind("debtor") && bind("creditor") ? words.each_other : names("debtor") ? `${names("debtor")} → ${names("creditor") || "…"}` : "";
  const others = [
    stage?.third ? `${words.third}: ${labelOf(stage.third)}` : "",
    stage?.narrator ? `${words.narrator}: ${labelOf(stage.narrator)}` : "",
  ].filter(Boolean);
  // beside the stage, what both tell alike of who has done what
  const alike = rows
    .filter((row) => row.axis === PERFORMANCE && row.a.status && row.a.status === row.b.status && row.a.basis === "confirmed" && row.b.basis === "confirmed")
    .map((row) => `${labelOf(row.party)}: ${labelOf(row.a.status)}`);
  const move = life?.move;
  const due = picture.due.get(subject);
  return make("tr", { "data-item": subject },
    make("th", { scope: "row" }, opens(subject), make("span", { class: "note" }, labelOf(rows[0].issue))),
    sideCell(picture, rows, "a"),
    sideCell(picture, rows, "b"),
    make("td", { "data-label": words.both_say },
      stage?.corroborated ? make("strong", null, labelOf(stage.corroborated)) : alike.length ? null : make("span", { class: "silent" }, words.not_both),
      ...alike.map((text) => make("span", { class: "note" }, text)),
      rows.some((row) => row.contested) ? make("span", { class: "note late" }, `✕ ${words.contested}`) : null,
      ...others.map((text) => make("span", { class: "note" }, text))),
    make("td", { "data-label": words.move },
      owes ? make("span", null, isolated(owes)) : null,
      move?.who.length ? make("span", { class: "note" }, filled(words.moves_since, { who: move.who.map(labelOf).join(", "), day: shownWhen(move.since, rows[0].subject) })) : make("span", { class: "note" }, move ? words[`why_${move.why}`] ?? "" : ""),
      due?.due ? make("span", { class: due.passed ? "note late" : "note" }, filled(words.due, { day: shownDay(due.due) })) : null),
  );
}

function heading(column, text, more = "") {
  const direction = state.sort === column ? "ascending" : state.sort === `-${column}` ? "descending" : "none";
  const sign = { ascending: " ▴", descending: " ▾", none: "" }[direction];
  return make("th", { scope: "col", class: more, "aria-sort": direction },
    make("button", { type: "button", class: "sort", "data-sort": column }, isolated(text), sign));
}

views.set("ledger", (picture) => {
  const fits = listed(picture);
  const bySubject = [...grouped(picture.ledger.filter((row) => fits(row.subject)), (row) => row.subject).values()];
  const body = make("tbody");
  const standing = ([{ subject, owed }]) => (owed ? "owed" : isCarriedOut(picture.lives.get(subject)) ? "carried_out" : "asked");
  for (const name of ["owed", "carried_out", "asked"]) {
    const groups = inOrder(bySubject.filter((rows) => standing(rows) === name), picture);
    if (!groups.length) continue;
    body.append(make("tr", { class: "group" }, make("th", { colspan: 5, scope: "colgroup" },
      `${words[name]} `, make("b", null, String(groups.length)))));
    body.append(...groups.map((rows) => ledgerRow(picture, rows)));
  }
  byId("view-ledger").replaceChildren(
    make("h2", null, words.ledger),
    make("p", { class: "asof" }, asOf()),
    make("p", { class: "hint" }, words.ledger_hint),
    bySubject.length
      ? make("table", { class: "twosided" },
          make("caption", { class: "unseen" }, words.ledger),
          make("thead", null, make("tr", null,
            heading("matter", words.matter), heading("a", sideLabel("a"), "side-a"), heading("b", sideLabel("b"), "side-b"),
            heading("both", words.both_say), heading("move", words.owes_move))),
          body)
      : make("p", { class: "silent" }, words.none_found),
  );
});

byId("view-ledger")?.addEventListener("click", (event) => {
  const sort = event.target.closest("[data-sort]")?.dataset.sort;
  if (sort) {
    change({ sort: state.sort === sort ? `-${sort}` : sort });
    byId("view-ledger").querySelector(`[data-sort="${sort}"]`).focus();
    return;
  }
  const button = event.target.closest("[data-chip]");
  if (!button) return;
  const [subject, axis, party, account, status] = button.dataset.chip.split("\u0000");
  const rows = behind(pictureAt(moment()), { subject, axis, party, account, status });
  openPanel(subject, { from: button, focus: event.detail === 0, claims: numbersOf(rows) });
});
