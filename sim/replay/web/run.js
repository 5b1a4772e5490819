// One run: its words and numbers, and what can be asked of them for a week. Weeks count from 0;
// how things stand is at the end of a week, so that a frame of n weeks lived belongs to week n - 1.

const YEAR = 52;
const SHOWN = 13; // weeks of violence that the map shows
const PHASES = ["", "authorised", "deploying", "at work", "drawing down", "gone"];
const VIOLENCE = ["", "state-based", "non-state", "one-sided"];

class Run {
  constructor(words, numbers) {
    Object.assign(this, words);
    this.n = numbers;
    this.cells = this.width * this.height;
    this.deathsSoFar = sums(this.week("deaths"));
    this.civiliansSoFar = sums(this.week("deaths_civilians"));
    this.eventsBefore = this.countEvents();
    this.moverStarts = {};
    for (const kind of ["bands", "bases", "convoys", "zones"]) {
      this.moverStarts[kind] = [0, ...sums(this.n[`${kind}_count`])];
    }
    this.chapters = this.markers.filter((marker) => marker.chapter);
  }

  // A weekly series by its name in series.parquet.
  week(name) {
    return this.n[`week_${name}`];
  }

  // Rows of events before each week: events of week w are rows [w] up to [w + 1].
  countEvents() {
    const before = new Uint32Array(this.weeks + 1);
    for (const week of this.n.event_week) before[week + 1]++;
    for (let w = 0; w < this.weeks; w++) before[w + 1] += before[w];
    return before;
  }

  // The frame at or before a week, and how far the week is on the way to the next one, 0 to 1.
  frame(week) {
    const weeks = this.n.frameWeek;
    let low = 0;
    let high = weeks.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (weeks[middle] <= week + 1) low = middle;
      else high = middle - 1;
    }
    const next = Math.min(low + 1, weeks.length - 1);
    const span = weeks[next] - weeks[low];
    return { now: low, next, part: span ? (week + 1 - weeks[low]) / span : 0 };
  }

  // Who rules daily life in a cell: -1 armed group to 1 state, NaN where nobody lives.
  control(cell, { now, next, part }) {
    const { nobody, control } = this.steps;
    const one = this.n.control[now * this.cells + cell];
    const other = this.n.control[next * this.cells + cell];
    if (one === nobody) return NaN;
    return (other === nobody ? one : one + (other - one) * part) / control - 1;
  }

  // Displaced people whom a cell hosts, to about six percent.
  displaced(cell, { now, next, part }) {
    const one = this.n.displacedHere[now * this.cells + cell];
    const other = this.n.displacedHere[next * this.cells + cell];
    return Math.expm1((one + (other - one) * part) / this.steps.displaced);
  }

  // Things of a kind that stand on the map: cell, size and kind of each.
  movers(kind, { now }) {
    const starts = this.moverStarts[kind];
    const column = (name) => this.n[`${kind}_${name}`];
    const found = [];
    for (let i = starts[now]; i < starts[now + 1]; i++) {
      found.push({ cell: column("cell")[i], size: column("size")?.[i], kind: column("kind")?.[i] });
    }
    return found;
  }

  // Dead of the last weeks by cell and type of violence, and those of this week among them.
  recent(week) {
    const found = new Map();
    const from = this.eventsBefore[Math.max(0, week - SHOWN + 1)];
    const fresh = this.eventsBefore[week];
    for (let i = from; i < this.eventsBefore[week + 1]; i++) {
      const dead = this.n.event_dead[i];
      if (!dead) continue;
      const key = this.n.event_cell[i] * 4 + this.n.event_violence[i];
      const here = found.get(key) ?? { dead: 0, fresh: 0 };
      here.dead += dead;
      if (i >= fresh) here.fresh += dead;
      found.set(key, here);
    }
    return found;
  }

  // One act of violence in words.
  event(i) {
    const n = this.n;
    return {
      week: n.event_week[i],
      cell: n.event_cell[i],
      violence: n.event_violence[i],
      kind: this.kinds[n.event_kind[i]],
      sides: [this.actors[n.event_a[i]], this.actors[n.event_b[i]]],
      cause: this.causes[n.event_cause[i]],
      dead: n.event_dead[i],
      civilians: n.event_civilians[i],
    };
  }

  // Rows of the events of a cell, by date.
  eventsIn(cell) {
    const rows = [];
    this.n.event_cell.forEach((where, i) => where === cell && rows.push(i));
    return rows;
  }

  districtOf(cell) {
    const row = this.n.district[cell];
    return row ? this.districts[row - 1] : "";
  }

  groupOf(cell) {
    const row = this.n.group[cell];
    return row ? this.groups[row - 1] : "";
  }

  // Agreements in force in a week: rows a, b, kind, signed, ended, end.
  inForce(week) {
    return this.agreements.filter(
      ([, , , signed, ended]) => signed <= week && (ended < 0 || ended > week),
    );
  }
}

function sums(values) {
  let total = 0;
  return Array.from(values, (value) => (total += value));
}
