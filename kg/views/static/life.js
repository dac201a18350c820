// The life of matters, meetings and agreements as of any moment and by any account: the rules of
// kg/lifecycle.py over the same rows, so that the page can be asked again without the store. A test
// holds every answer to that of the program.

const BR = "https://w3id.org/bilateral/ontology#";
const SCHEME = "https://w3id.org/bilateral/scheme/";
const NOBODY = `${BR}nobody`;
const FAR = 9999999;
const DAYS = 10000000;
const SECOND_HAND = 5;
const AXIS = `${SCHEME}axis/`;
const STATUS = `${SCHEME}status/`;
const STANCE = `${SCHEME}stance/`;
const ATTRIBUTION = `${SCHEME}attribution/`;
const STAGE = `${AXIS}stage`;
const ANSWER = `${AXIS}answer`;
const PERFORMANCE = `${AXIS}performance`;
const OWN = new Set([`${ATTRIBUTION}quoted`, `${ATTRIBUTION}reported`]);

/** Rows by a key, in the order in which the keys first come. */
function grouped(rows, keyOf) {
  const groups = new Map();
  for (const row of rows) {
    const key = keyOf(row);
    const group = groups.get(key);
    if (group) group.push(row);
    else groups.set(key, [row]);
  }
  return groups;
}

const keyed = (...parts) => parts.join("\u0000");
const greatest = (numbers) => numbers.reduce((one, other) => (other > one ? other : one), -Infinity);
const least = (numbers) => numbers.reduce((one, other) => (other < one ? other : one), Infinity);
const byText = (one, other) => (one < other ? -1 : one > other ? 1 : 0);

/**
 * The rows of claims that count at a moment, with account, by_party and weighed.
 * `moment` has validAt and reportedBy (day numbers or null), accordingTo (an IRI or null), doubtful.
 */
function visible(rows, moment) {
  const until = moment.validAt ?? FAR;
  const known = moment.reportedBy ?? FAR;
  const found = [];
  for (const row of rows) {
    const happened = moment.doubtful ? row.day ?? 0 : row.day_to ?? FAR;
    const reported = moment.doubtful ? row.reported : row.reported_to;
    if (happened > until || reported === null || reported > known) continue;
    const account = row.side ?? row.speaker ?? NOBODY;
    const weight = row.attribution === `${ATTRIBUTION}secondHand` ? SECOND_HAND : row.weight ?? 0;
    found.push({
      ...row,
      day: row.day ?? 0,
      account:
        account === data.a ? "a" : account === data.b ? "b" : account === NOBODY ? "narrator" : "third",
      by_party: row.party ?? row.agent ?? NOBODY,
      weighed: weight * DAYS + (row.said ?? 0),
    });
  }
  const who = moment.accordingTo;
  if (!who) return found;
  const own = found.filter((row) => [row.speaker, row.side, row.outlet].includes(who));
  const claims = new Set(own.map((row) => row.claim));
  return found.filter((row) => claims.has(row.claim));
}

/** The steps that each account sees: one a subject, account, step and party. */
function seen(claims) {
  const step = (row) => keyed(row.subject, row.account, row.act, row.step);
  const denials = new Map();
  for (const row of claims) {
    if (row.stance !== `${STANCE}denies`) continue;
    denials.set(step(row), Math.max(denials.get(step(row)) ?? -1, row.weighed));
  }
  const affirmed = grouped(
    claims.filter((row) => row.stance === `${STANCE}affirms`),
    (row) => keyed(step(row), row.by_party, row.day),
  );
  const found = [];
  for (const rows of affirmed.values()) {
    const [{ subject, account, act, step: taken, by_party, day }] = rows;
    const denial = denials.get(step(rows[0]));
    if ((denial ?? -1) > greatest(rows.map((row) => row.weighed))) continue;
    const own = rows.some((row) => OWN.has(row.attribution));
    found.push({ subject, account, act, step: taken, by_party, day, own, denied: denial !== undefined });
  }
  return found;
}

const setsOf = grouped(tables.effects.filter((row) => row.status !== null), (row) => row.step);
const endsOf = grouped(tables.effects.filter((row) => row.ends !== null), (row) => row.step);
const rankOf = new Map(tables.effects.filter((row) => row.status !== null).map((row) => [row.status, row.rank]));
const endsStage = (step) => (endsOf.get(step) ?? []).some((row) => row.ends === STAGE);

/** The status of every subject on every axis, by each account and party, with since when. */
function statuses(steps) {
  const ended = new Map();
  const rows = [];
  for (const one of steps) {
    for (const { ends } of endsOf.get(one.step) ?? []) {
      const key = keyed(one.subject, one.account, ends);
      ended.set(key, Math.max(ended.get(key) ?? -1, one.day));
    }
    for (const { status, axis, rank } of setsOf.get(one.step) ?? []) {
      const party = axis === ANSWER || axis === PERFORMANCE ? one.by_party : NOBODY;
      rows.push({ ...one, status, axis, rank, party });
    }
  }
  const found = [];
  for (const group of grouped(rows, (row) => keyed(row.subject, row.axis, row.account, row.party)).values()) {
    const one = group[0].axis === STAGE ? stageOf(group, ended) : latestOf(group, ended);
    if (!one) continue;
    const { subject, axis, account, party } = group[0];
    found.push({ subject, axis, account, party, ...one });
  }
  return found;
}

function stageOf(rows, ended) {
  const end = ended.get(keyed(rows[0].subject, rows[0].account, STAGE)) ?? -1;
  const counted = rows
    .map((row) => ({ ...row, ending: endsStage(row.step) }))
    .filter((row) => row.day > end || (row.ending && row.day === end))
    .map((row) => ({ ...row, height: row.ending ? 0 : row.rank }));
  if (!counted.length) return null;
  const height = greatest(counted.map((row) => row.height));
  const top = counted.filter((row) => row.height === height);
  return {
    status: top.map((row) => row.status).sort(byText).at(-1),
    since: least(top.map((row) => row.day)),
    basis: top.some((row) => row.own) ? "confirmed" : "attributed",
  };
}

function latestOf(rows, ended) {
  const sorted = [...rows].sort(
    (one, other) => one.day - other.day || one.rank - other.rank || byText(one.act, other.act),
  );
  const gone = (row) =>
    Math.max(
      ended.get(keyed(row.subject, row.account, row.status)) ?? -1,
      ended.get(keyed(row.subject, row.account, row.axis)) ?? -1,
    ) > row.day;
  const status = sorted.at(-1).status;
  const before = sorted.findLastIndex((row) => row.status !== status);
  const run = sorted.slice(before + 1).filter((row) => !gone(row));
  if (!run.length) return null;
  return {
    status,
    since: least(run.map((row) => row.day)),
    basis: run.some((row) => row.own) ? "confirmed" : "attributed",
  };
}
