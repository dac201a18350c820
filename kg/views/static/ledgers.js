// What follows from the statuses: the two-sided ledger, what is owed, whose move it is, what falls
// due, how many texts of each side there are. The rules of kg/answers/ledger.py, matters.py and
// terms.py, over the same rows; a test holds every answer to that of the program.

const CONDITIONS = `${SCHEME}condition-kind/`;
const IN_PRINCIPLE = rankOf.get(`${STATUS}agreedInPrinciple`) ?? 0;
const statusSet = (...names) => new Set(names.map((name) => STATUS + name));
const DONE = statusSet("fulfilled", "released", "withdrawn", "lapsed");
const ANSWER_OPEN = statusSet("unanswered", "noted", "considering", "neitherConfirmsNorDenies", "linked");
const ANSWER_BACK = statusSet("counterproposed", "declined", "refused");
const AGREEMENT_OVER = statusSet("expired", "denounced");
const FULFILLED = `${STATUS}fulfilled`;
const UNDER_WAY = statusSet("inEffect", "partlyFulfilled");
const COME = statusSet("held", "fulfilled", "inEffect", "agreementInForce");
const BEGUN = statusSet("inEffect", "partlyFulfilled", "fulfilled", "suspended");
const AXES = [STAGE, ANSWER, PERFORMANCE];
const ROLES = ["debtor", "creditor", "proponent", "addressee"];
const tail = (iri) => (iri ? iri.slice(Math.max(iri.lastIndexOf("/"), iri.lastIndexOf("#")) + 1) : "");
const affirms = (row) => row.stance?.endsWith("affirms");
const denies = (row) => row.stance?.endsWith("denies");

const matters = new Map(tables.subjects.filter((row) => row.issue !== null).map((row) => [row.subject, row.issue]));

/** All that is so at a moment; what has been asked for once is kept. */
class Picture {
  constructor(moment) {
    this.moment = moment;
    this.today = moment.validAt ?? data.today;
    this.acts = visible(tables.acts, moment);
    const timeless = (rows) => visible(rows.map((row) => ({ ...row, day: 0, day_to: 0 })), moment);
    this.properties = timeless(tables.properties);
    this.sources = timeless(tables.sources);
    this.steps = seen(this.acts);
    this.statuses = statuses(this.steps);
    this.kept = new Map();
  }

  once(name, make) {
    if (!this.kept.has(name)) this.kept.set(name, make());
    return this.kept.get(name);
  }

  /** The statuses by all accounts taken for one; what is denied takes nothing back. */
  get together() {
    return this.once("together", () => {
      const told = this.acts.filter((row) => row.stance !== `${STANCE}denies`);
      return statuses(seen(told.map((row) => ({ ...row, account: "all" }))));
    });
  }

  /** The stage of each subject by each account, with its rank (0 where terminated). */
  get stages() {
    return this.once("stages", () =>
      this.statuses
        .filter((row) => row.axis === STAGE)
        .map((row) => ({ ...row, rank: row.status === `${STATUS}terminated` ? 0 : rankOf.get(row.status) ?? 0 })),
    );
  }

  /** Who is claimed to be the debtor (or creditor …): subject, account, party. */
  roles(role) {
    return this.once(role, () => {
      const told = this.properties.filter((row) => row.property === BR + role);
      const found = [];
      for (const rows of grouped(told, (row) => keyed(row.subject, row.account, row.value)).values()) {
        const yes = greatest(rows.filter(affirms).map((row) => row.weighed));
        const no = Math.max(-1, greatest(rows.filter(denies).map((row) => row.weighed)));
        if (yes === -Infinity || yes < no) continue;
        found.push({ subject: rows[0].subject, account: rows[0].account, party: rows[0].value_side ?? rows[0].value });
      }
      return found;
    });
  }

  /** The matters that a side says were at least agreed in principle, or both that they were performed or not. */
  get owed() {
    return this.once("owed", () => {
      const own = (row) => "ab".includes(row.account) && row.basis === "confirmed";
      const agreed = this.stages.filter((row) => own(row) && row.rank >= IN_PRINCIPLE);
      const performed = this.statuses.filter((row) => own(row) && row.axis === PERFORMANCE);
      const [one, other] = ["a", "b"].map(
        (who) => new Set(performed.filter((row) => row.account === who).map((row) => row.subject)),
      );
      return new Set([...agreed.map((row) => row.subject), ...[...one].filter((subject) => other.has(subject))]);
    });
  }

  /** Since when the term has passed of what was to go on until then, by subject. */
  get over() {
    return this.once("over", () => {
      const continuing = new Set(
        this.properties
          .filter((row) => affirms(row) && row.property === `${BR}obligationKind` && tail(row.value) === "continuing")
          .map((row) => row.subject),
      );
      const found = new Map();
      for (const [subject, { due, passed }] of this.due) {
        if (passed && due !== null && continuing.has(subject)) found.set(subject, due + 1);
      }
      return found;
    });
  }

  /** How many texts of each side were looked at, and how many of them read in full. */
  get coverage() {
    return this.once("coverage", () => {
      const found = { a: { texts: 0, read: 0 }, b: { texts: 0, read: 0 } };
      const own = this.sources.filter((row) => OWN.has(row.attribution) && row.account in found);
      for (const key of new Set(own.map((row) => keyed(row.account, row.document)))) {
        const [account, document] = key.split("\u0000");
        if (documentOf.get(document)?.weak) continue; // a lead only, whose silence tells nothing
        found[account].texts += 1;
        if (documentOf.get(document)?.read) found[account].read += 1;
      }
      return found;
    });
  }

  /** Since when a subject has had one of the statuses by anybody's account. */
  reached(wanted) {
    const found = new Map();
    for (const row of this.statuses) {
      if (wanted.has(row.status)) found.set(row.subject, Math.min(found.get(row.subject) ?? FAR, row.since));
    }
    return found;
  }

  claimed(property) {
    const told = this.properties.filter((row) => row.property === BR + property);
    const key = (row) => keyed(row.subject, row.account, row.value);
    const no = grouped(told.filter(denies), key);
    return told.filter(
      (row) => affirms(row) && (no.get(key(row)) ?? [{ weighed: -1 }]).some((other) => row.weighed >= other.weighed),
    );
  }

  /** By when each account says that something is due: the latest word of each. */
  get terms() {
    return this.once("terms", () => {
      const held = this.reached(statusSet("held"));
      const sorted = this.claimed("term").sort(
        (one, other) => one.weighed - other.weighed || byText(one.value ?? "", other.value ?? ""),
      );
      return [...grouped(sorted, (row) => keyed(row.subject, row.account)).values()].map((rows) => {
        const { subject, account, due: fixed, due_by } = rows.at(-1);
        const due = fixed ?? (due_by ? held.get(due_by) ?? null : null);
        const passed = due !== null ? due < this.today : due_by ? false : null;
        return { subject, account, due, due_by, passed };
      });
    });
  }

  /** The subjects that wait for a suspensive condition, by account. */
  get suspended() {
    return this.once("suspended", () => {
      const met = this.reached(COME);
      const waiting = this.claimed("condition").filter(
        (row) => row.condition_kind === SUSPENSIVE && !(row.depends_on && met.has(row.depends_on)),
      );
      return new Set(waiting.map((row) => keyed(row.subject, row.account)));
    });
  }

  /** Subjects and parties of which some account has told some performance. */
  get performed() {
    return this.once("performed", () => {
      const found = new Set();
      for (const one of this.steps) {
        const begun = (setsOf.get(one.step) ?? []).some((row) => row.axis === PERFORMANCE && BEGUN.has(row.status));
        if (begun) found.add(keyed(one.subject, one.by_party));
      }
      return found;
    });
  }

  /** Performance of which an account tells no step, though by it something is owed. */
  get defaults() {
    return this.once("defaults", () => {
      const told = new Set(
        this.statuses
          .filter((row) => row.axis === PERFORMANCE)
          .map((row) => keyed(row.subject, row.account, row.party)),
      );
      const debtors = grouped(this.roles("debtor"), (row) => row.subject);
      const found = [];
      for (const { subject, account, basis, since: agreed, rank } of this.stages) {
        if (!"ab".includes(account) || rank < IN_PRINCIPLE) continue;
        for (const party of new Set((debtors.get(subject) ?? []).map((row) => row.party))) {
          if (told.has(keyed(subject, account, party))) continue;
          const due = greatest(
            this.terms
              .filter((row) => row.passed && row.subject === subject && row.account === account)
              .map((row) => row.due),
          );
          const lapsed = due !== -Infinity && !this.performed.has(keyed(subject, party));
          const name = lapsed ? "lapsed" : this.suspended.has(keyed(subject, account)) ? "conditional" : "pending";
          const since = lapsed ? due + 1 : agreed;
          found.push({ subject, account, party, basis, axis: PERFORMANCE, status: STATUS + name, since });
        }
      }
      return found;
    });
  }

  /** On which axes each account denies a step; `split` where somebody of it affirms it. */
  get denials() {
    return this.once("denials", () => {
      const doers = grouped(this.steps, (row) => keyed(row.subject, row.act, row.step));
      const affirmed = new Set(this.steps.map((row) => keyed(row.subject, row.account, row.act, row.step)));
      const found = new Map();
      for (const row of this.acts.filter(denies)) {
        const others = doers.get(keyed(row.subject, row.act, row.step)) ?? [{ by_party: NOBODY }];
        const split = affirmed.has(keyed(row.subject, row.account, row.act, row.step));
        for (const { by_party: doer } of others) {
          const by = row.by_party === NOBODY ? doer : row.by_party;
          for (const { axis } of setsOf.get(row.step) ?? []) {
            const party = axis === ANSWER || axis === PERFORMANCE ? by : NOBODY;
            const key = keyed(row.subject, axis, party, row.account);
            found.set(key, (found.get(key) ?? false) || split);
          }
        }
      }
      return found;
    });
  }

  /** The highest stage that both sides affirm themselves, by subject. */
  get corroborated() {
    return this.once("corroborated", () => {
      const stages = tables.effects.filter((row) => row.axis === STAGE && row.status !== null);
      const byRank = new Map(stages.map((row) => [row.rank, row.status]));
      const own = this.stages.filter((row) => row.basis === "confirmed");
      const ranks = (who) => new Map(own.filter((row) => row.account === who).map((row) => [row.subject, row.rank]));
      const [one, other] = [ranks("a"), ranks("b")];
      const found = new Map();
      for (const [subject, rank] of one) {
        if (!other.has(subject)) continue;
        const lower = Math.min(rank, other.get(subject));
        const ended = rank === 0 && other.get(subject) === 0 ? `${STATUS}terminated` : null;
        found.set(subject, lower > 0 ? byRank.get(lower) ?? null : ended);
      }
      return found;
    });
  }

  /** One row a matter, axis and party, with the word of each account. */
  get ledger() {
    return this.once("ledger", () => {
      const rows = new Map();
      const at = (subject, axis, party) => {
        const key = keyed(subject, axis, party);
        if (!rows.has(key)) rows.set(key, { subject, axis, party, accounts: {} });
        return rows.get(key);
      };
      for (const row of this.acts) if (matters.has(row.subject)) at(row.subject, STAGE, NOBODY);
      for (const row of [...this.statuses, ...this.defaults]) {
        if (matters.has(row.subject)) at(row.subject, row.axis, row.party).accounts[row.account] = row;
      }
      for (const key of this.denials.keys()) {
        const [subject, axis, party] = key.split("\u0000");
        if (matters.has(subject)) at(subject, axis, party);
      }
      const made = [...rows.values()].map((row) => this.row(row));
      const order = (row) => (AXES.includes(row.axis) ? AXES.indexOf(row.axis) : 9);
      return made.sort(
        (one, other) =>
          other.owed - one.owed || byText(one.issue, other.issue) || byText(one.subject, other.subject) ||
          order(one) - order(other) || byText(one.axis, other.axis) || byText(one.party, other.party),
      );
    });
  }

  row({ subject, axis, party, accounts }) {
    const side = (who) => {
      const told = accounts[who];
      const split = this.denials.get(keyed(subject, axis, party, who));
      const denied = split !== undefined;
      const basis = told ? (split ? "split" : told.basis) : denied ? "denied" : "silent";
      return { status: told?.status ?? null, since: told?.since ?? null, basis, denies: denied };
    };
    const [a, b] = [side("a"), side("b")];
    const alike = a.basis === "confirmed" && b.basis === "confirmed" && a.status === b.status;
    return {
      subject, axis, party, a, b,
      issue: matters.get(subject),
      owed: Number(this.owed.has(subject)),
      third: accounts.third?.status ?? null,
      narrator: accounts.narrator?.status ?? null,
      corroborated: axis === STAGE ? this.corroborated.get(subject) ?? null : alike ? a.status : null,
      contested: Boolean((a.status && b.denies) || (b.status && a.denies)),
    };
  }

  /** The life of every matter of which something has been told: roles, stage, whose move. */
  get lives() {
    return this.once("lives", () => {
      const told = new Set(this.acts.map((row) => row.subject));
      const found = new Map();
      for (const subject of matters.keys()) {
        if (!told.has(subject)) continue;
        found.set(subject, {
          subject, stage: null, answers: new Map(), performance: new Map(),
          owed: this.owed.has(subject), over: this.over.get(subject) ?? null,
          roles: Object.fromEntries(ROLES.map((role) => [role, new Set()])),
        });
      }
      for (const row of this.together) {
        const life = found.get(row.subject);
        if (!life) continue;
        if (row.axis === STAGE) life.stage = row;
        else if (row.axis === ANSWER && row.party !== NOBODY) life.answers.set(row.party, row);
        else if (row.axis === PERFORMANCE) life.performance.set(row.party, row);
      }
      for (const role of ROLES) {
        for (const row of this.roles(role)) found.get(row.subject)?.roles[role].add(row.party);
      }
      for (const life of found.values()) life.move = moveOf(life);
      return found;
    });
  }

  /** By when something is due: the latest term that anybody tells, by subject. */
  get due() {
    return this.once("due", () => {
      const order = (row) => [row.due ?? -1, row.due_by ?? "", row.passed === null ? -1 : Number(row.passed)];
      const sorted = [...this.terms].sort((one, other) => {
        const [x, y] = [order(one), order(other)];
        return x[0] - y[0] || byText(x[1], y[1]) || x[2] - y[2];
      });
      return new Map(sorted.map((row) => [row.subject, row]));
    });
  }

  /** What has passed its term or falls due within so many days, agreements too. */
  expiring(days) {
    const over = new Map(
      this.together.filter((row) => row.axis === `${AXIS}agreement`).map((row) => [row.subject, row.status]),
    );
    const found = [];
    for (const [subject, { due, due_by, passed }] of [...this.due].sort(([one], [other]) => byText(one, other))) {
      if (!(passed || (due !== null && due <= this.today + days))) continue;
      const life = this.lives.get(subject);
      const left = due === null ? null : due - this.today;
      if (!life && subject.includes("/id/agreement/")) {
        const known = tables.subjects.some((row) => row.subject === subject);
        if (known && !AGREEMENT_OVER.has(over.get(subject))) found.push({ subject, due, due_by, passed, left });
      } else if (life && life.move.why !== "done" && life.move.why !== "ended") {
        found.push({ subject, due, due_by, passed, left });
      }
    }
    return found;
  }
}

/** Whether it was done by all who are told to do it, though no account tells that it was agreed. */
const isCarriedOut = (life) =>
  Boolean(life) && !life.owed && life.performance.size > 0 && [...life.performance.values()].every((row) => row.status === FULFILLED);

const SUSPENSIVE = `${CONDITIONS}suspensive`;

/** Whose move it is, why, and since which day; see `Life.move` of kg/answers/matters.py. */
function moveOf(life) {
  const { stage, roles } = life;
  const parties = [data.a, data.b];
  if (stage?.status === `${STATUS}terminated`) return { who: [], why: "ended", since: stage.since };
  if (life.owed) {
    const move = toPerform(life);
    return life.over !== null && move.why !== "done" ? { who: [], why: "term over", since: life.over } : move;
  }
  if (!stage) return { who: [], why: "ended", since: null };
  const asked = roles.addressee.size ? [...roles.addressee] : parties.filter((one) => !roles.proponent.has(one));
  for (const [who, { status, since }] of [...life.answers].sort(([one], [other]) => byText(one, other))) {
    if (ANSWER_BACK.has(status)) {
      const back = roles.proponent.size ? [...roles.proponent] : parties.filter((one) => one !== who);
      return { who: back.sort(byText), why: tail(status), status, since };
    }
    if (ANSWER_OPEN.has(status)) return { who: [who], why: tail(status), status, since };
  }
  if (!roles.proponent.size && !roles.addressee.size) {
    return { who: [...parties].sort(byText), why: tail(stage.status), status: stage.status, since: stage.since };
  }
  return { who: asked.sort(byText), why: "no answer known", since: stage.since };
}

function toPerform(life) {
  const begun = [...life.performance.values()].map((row) => row.since);
  const since = life.stage?.since ?? Math.min(...begun, FAR);
  const left = [...life.roles.debtor].map((who) => [who, life.performance.get(who) ?? null]);
  const waiting = left.filter(([, told]) => told === null || !DONE.has(told.status));
  if (!left.length) {
    const told = [...life.performance.values()];
    const done = told.length > 0 && told.every((row) => DONE.has(row.status));
    return { who: [], why: done ? "done" : "no debtor is told", since };
  }
  if (!waiting.length) {
    return { who: [], why: "done", since: greatest(left.map(([, told]) => told?.since ?? -1)) };
  }
  const last = greatest(waiting.map(([, told]) => told?.since ?? -1));
  const why = waiting.every(([, told]) => told === null) ? "to perform" : "to go on";
  return { who: waiting.map(([who]) => who).sort(byText), why, since: Math.max(since, last) };
}
