// The tables that say the same as the drawing of the network, for those who do not see it.

function twinCell([text, item, notes, isDenied]) {
  const shown_ = !text ? null
    : item ? make("button", { type: "button", class: isDenied ? "open denied" : "open", "data-open": item }, isolated(text))
      : make("span", { class: "silent" }, text);
  return [shown_, ...notes.map((note) => make("span", { class: "note" }, note))].filter(Boolean);
}

function makeTwin() {
  const heads = [...document.querySelectorAll("table.ledger thead th")].map((head) => head.textContent);
  byId("twin-ledger").append(...data.twin.ledger.map(([matter, issue, a, b, narrator]) =>
    make("tr", { "data-item": matter[1] },
      make("th", { scope: "row" }, ...twinCell(matter)),
      make("td", { "data-label": heads[1] }, issue),
      make("td", { "data-label": heads[2] }, ...twinCell(a)),
      make("td", { "data-label": heads[3] }, ...twinCell(b)),
      make("td", { "data-label": heads[4] }, narrator))));
  byId("twin-events").append(...data.twin.events.map(([date, event, moved]) =>
    make("tr", { "data-item": event[1] },
      make("td", { class: "date", "data-label": words.date }, date),
      make("th", { scope: "row" }, ...twinCell(event)),
      make("td", { "data-label": words.touched },
        moved.length ? make("ul", { class: "plain" }, ...moved.map((part_) => make("li", null, ...twinCell(part_)))) : null))));
}

makeTwin();
