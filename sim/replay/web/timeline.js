// Time under the map: for each run its turns as signs, the mission's phases, agreements, and the
// dead by type of violence; for two runs the difference; one cursor for all.

const THUMB = 8; // half the thumb of the scrub bar: both have the same scale
const BIN = 4; // weeks in a bar
const LEVEL = 1.25; // rem: height of a row of signs

class Timeline {
  constructor(runs, box, weeks, go) {
    Object.assign(this, { runs, box, weeks, go });
    this.canvas = make("canvas", { "aria-hidden": "true" });
    this.cursor = make("canvas", { "aria-hidden": "true" });
    box.append(this.canvas, this.cursor);
    this.bins = runs.map((run) => ["state_based", "non_state", "one_sided"].map((type) => this.binned(run.week(`deaths_${type}`))));
    this.most = Math.max(8, ...this.bins.flatMap((types) => types[0].map((_, k) => types[0][k] + types[1][k] + types[2][k])));
    this.marks = runs.map((run, k) => run.markers.filter((m) => m.week < weeks).map((marker) => this.mark(marker, k)));
    box.addEventListener("pointerdown", (event) => this.drag(event));
    box.addEventListener("pointermove", (event) => event.buttons && this.held && this.seek(event));
    box.addEventListener("pointerup", () => (this.held = false));
  }

  drag(event) {
    if (event.target.closest(".mark")) return;
    this.held = true;
    this.box.setPointerCapture(event.pointerId);
    this.seek(event);
  }

  seek(event) {
    const part = (event.clientX - this.box.getBoundingClientRect().left - THUMB) / (this.width - 2 * THUMB);
    this.go(Math.round(part * (this.weeks - 1)));
  }

  binned(values) {
    const found = new Array(Math.ceil(this.weeks / BIN)).fill(0);
    for (let week = 0; week < this.weeks; week++) found[Math.floor(week / BIN)] += values[week];
    return found;
  }

  mark(marker, k) {
    const which = this.runs.length > 1 ? `${"AB"[k]}, ` : "";
    const button = make(
      "button",
      {
        type: "button", class: "mark", title: marker.text, "data-week": marker.week, "data-kind": marker.kind,
        "aria-label": `${which}week ${marker.week}: ${marker.title}. ${marker.text}`,
        onclick: () => this.go(marker.week),
      },
      icon(marker.kind),
      make("span", {}, marker.title),
    );
    this.box.append(button);
    return button;
  }

  x(week) {
    return THUMB + (week / Math.max(1, this.weeks - 1)) * (this.width - 2 * THUMB);
  }

  resize(colours) {
    const unit = rem();
    const two = this.runs.length > 1;
    this.colours = colours;
    this.width = this.box.clientWidth;
    // Heights of the rows of a run: signs, phases, agreements, bars.
    arrangeAll(this);
    this.rows = { marks: this.levels * LEVEL * unit, phases: 1.15 * unit, papers: 0.5 * unit, bars: (two ? 2.1 : 4) * unit };
    // A run without a mission has no row of its phases.
    const tall = this.runs.map((run) => this.rows.marks + this.phased(run) + this.rows.papers + this.rows.bars);
    this.bottoms = sums(tall);
    this.difference = two ? 2.6 * unit : 0;
    this.height = this.bottoms.at(-1) + this.difference + 1.15 * unit;
    this.box.style.height = `${this.height}px`;
    this.pen = sharpen(this.canvas, this.width, this.height);
    this.runs.forEach((run, k) => {
      const [top, bottom] = [this.bottoms[k] - tall[k], this.bottoms[k]];
      this.place(k, top);
      if (this.phased(run)) this.phases(run, top + this.rows.marks);
      this.papers(run, bottom - this.rows.bars - this.rows.papers);
      this.bars(k, bottom);
    });
    if (two) this.differ(this.bottoms.at(-1));
    this.axis();
    this.over = sharpen(this.cursor, this.width, this.height);
  }

  place(k, top) {
    const unit = rem();
    for (const { button, x, left, small, level, hidden } of this.arranged[k]) {
      button.hidden = hidden;
      button.classList.toggle("small", small);
      button.classList.toggle("left", left);
      button.style.left = left ? "" : `${x - 0.475 * unit}px`;
      button.style.right = left ? `${this.width - x - 0.475 * unit}px` : "";
      button.style.top = `${top + this.rows.marks - (level + 1) * LEVEL * unit + 0.1 * unit}px`;
    }
  }

  phased(run) {
    return run.week("mission_stage").some(Boolean) ? this.rows.phases : 0;
  }

  phases(run, top) {
    const { pen, colours } = this;
    const stages = run.week("mission_stage");
    const tall = this.rows.phases;
    pen.font = `${0.85 * rem()}px system-ui, sans-serif`;
    pen.textBaseline = "middle";
    pen.textAlign = "center";
    for (let from = 0; from < this.weeks; ) {
      let to = from;
      while (to < this.weeks && stages[to] === stages[from]) to++;
      const [x0, x1] = [this.x(from), this.x(Math.min(to, this.weeks - 1))];
      const stage = stages[from];
      pen.globalAlpha = [0, 0.12, 0.3, 0.55, 0.3, 0][stage];
      pen.fillStyle = colours.base;
      pen.fillRect(x0, top, x1 - x0, tall);
      pen.globalAlpha = 1;
      const text = stage ? (stage === 5 ? "mission gone" : PHASES[stage]) : "no mission";
      pen.fillStyle = stage % 5 ? colours.ink : colours.faint;
      if (pen.measureText(text).width < x1 - x0 - 6) pen.fillText(text, (x0 + x1) / 2, top + tall / 2);
      from = to;
    }
  }

  // Agreements as lines from signing to end: thick for settlements, broken off with a cross.
  papers(run, top) {
    const { pen, colours } = this;
    const y = top + this.rows.papers / 2;
    for (const [, , kind, signed, ended, end] of run.agreements) {
      if (signed >= this.weeks) continue;
      const [x0, x1] = [this.x(Math.max(signed, 0)), this.x(ended < 0 ? this.weeks - 1 : Math.min(ended, this.weeks - 1))];
      pen.strokeStyle = colours.ink;
      pen.globalAlpha = kind === 3 ? 1 : 0.55;
      pen.lineWidth = kind === 3 ? 4.5 : 1.8;
      line(pen, x0, y, Math.max(x1, x0 + 2), y);
      pen.globalAlpha = 1;
      if (end !== 1) continue;
      pen.lineWidth = 2.2;
      pen.strokeStyle = colours.v1;
      line(pen, x1 - 4, y - 4, x1 + 4, y + 4);
      line(pen, x1 - 4, y + 4, x1 + 4, y - 4);
    }
  }

  // Bars of the dead: state-based full, between groups hollow, against civilians hatched.
  bars(k, bottom) {
    const { pen, colours } = this;
    const tall = this.rows.bars;
    const wide = Math.max(1, ((this.width - 2 * THUMB) / this.weeks) * BIN - 0.6);
    this.bins[k][0].forEach((_, i) => {
      let y = bottom;
      this.bins[k].forEach((values, type) => {
        const height = (values[i] / this.most) * (tall - 2);
        y -= height;
        pen.fillStyle = colours[`v${type + 1}`];
        pen.fillRect(this.x(i * BIN), y, wide, height);
      });
    });
    pen.strokeStyle = colours.line;
    pen.lineWidth = 1;
    line(pen, 0, bottom, this.width, bottom);
    pen.font = `${0.85 * rem()}px system-ui, sans-serif`;
    pen.textBaseline = "top";
    const name = this.runs.length > 1 ? `${"AB"[k]}: ` : "";
    // The words stand at the end with the lower bars.
    const totals = this.bins[k][0].map((_, i) => this.bins[k].reduce((sum, type) => sum + type[i], 0));
    const part = Math.ceil(totals.length / 4);
    const right = Math.max(...totals.slice(0, part)) > Math.max(...totals.slice(-part));
    pen.textAlign = right ? "right" : "left";
    halo(pen, `${name}killed in four weeks, up to ${number(this.most)}`, right ? this.width - THUMB : THUMB, bottom - tall + 2, colours);
  }

  differ(top) {
    const { pen, colours, runs } = this;
    const gaps = Array.from({ length: this.weeks }, (_, w) => runs[0].deathsSoFar[w] - runs[1].deathsSoFar[w]);
    const [low, high] = [Math.min(0, ...gaps), Math.max(0, ...gaps)];
    const tall = this.difference - 6;
    this.gapY = (gap) => top + 3 + tall * ((high - gap) / Math.max(1, high - low));
    this.gaps = gaps;
    pen.strokeStyle = colours.line;
    pen.lineWidth = 1;
    line(pen, 0, this.gapY(0), this.width, this.gapY(0));
    pen.strokeStyle = pen.fillStyle = colours.ink;
    pen.lineWidth = 2.4;
    pen.beginPath();
    gaps.forEach((gap, week) => pen.lineTo(this.x(week), this.gapY(gap)));
    pen.stroke();
    pen.lineTo(this.x(this.weeks - 1), this.gapY(0));
    pen.lineTo(this.x(0), this.gapY(0));
    pen.globalAlpha = 0.15;
    pen.fill();
    pen.globalAlpha = 1;
    // The words stand at the end of the line, on the side where it is not.
    const above = this.gapY(gaps.at(-1)) - top > tall / 2;
    pen.textAlign = "right";
    pen.textBaseline = above ? "top" : "bottom";
    const words = `deaths so far, A − B: ${signed(gaps.at(-1))} at the end`;
    halo(pen, words, this.width - THUMB, above ? top + 2 : top + tall + 2, colours);
  }

  axis() {
    const { pen, colours } = this;
    const y = this.height - 1.15 * rem();
    const years = Math.ceil(this.weeks / YEAR);
    const every = Math.ceil((years * 4.6 * rem()) / this.width);
    pen.textAlign = "center";
    pen.textBaseline = "top";
    pen.fillStyle = colours.faint;
    pen.strokeStyle = colours.line;
    pen.lineWidth = 1;
    for (let one = 0; one < years; one++) {
      const x = this.x(one * YEAR);
      line(pen, x, y, x, y + 5);
      const middle = (one + 0.5) * YEAR;
      if (one % every === 0 && middle < this.weeks) pen.fillText(one ? `${one + 1}` : "year 1", this.x(middle), y + 2);
    }
  }

  draw(week) {
    const { over: pen, colours } = this;
    const x = this.x(week);
    pen.clearRect(0, 0, this.width, this.height);
    pen.strokeStyle = colours.accent;
    pen.lineWidth = 2.5;
    line(pen, x, 0, x, this.height - 1.15 * rem());
    if (!this.gaps) return;
    circle(pen, x, this.gapY(this.gaps[week]), 4.5);
    pen.fillStyle = colours.accent;
    pen.fill();
  }
}
