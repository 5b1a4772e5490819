// The map of one run in one week.

const FULL = 0.6; // control beyond this has the full colour
const RULE = 1 / 3; // beyond this a side rules, as in the run's own tables
const LEAST_DISPLACED = 150; // fewer in a cell are not drawn
const LEAST_SCALE = 0.72; // of signs: smaller ones are not told apart

const LAYERS = {
  control: "Who rules",
  violence: "Violence",
  displaced: "Displaced",
  bands: "Armed bands",
  bases: "Peacekeepers",
  convoys: "Aid convoys",
  zones: "Safe zones",
};

class MapView {
  constructor(run, box, layers, choose) {
    this.run = run;
    this.box = box;
    this.layers = layers;
    this.canvas = make("canvas", { role: "img", onclick: (event) => choose(this.cellAt(event)) });
    box.append(this.canvas);
  }

  resize(colours) {
    const { clientWidth, clientHeight } = this.box;
    this.colours = colours;
    this.side = Math.max(2, Math.min(clientWidth / this.run.width, clientHeight / this.run.height));
    this.pen = sharpen(this.canvas, this.side * this.run.width, this.side * this.run.height);
    // Signs grow with the map, and somewhat more where cells are large.
    const large = Math.min(1.7, Math.max(1, Math.sqrt(this.side / 16)));
    this.scale = Math.max(LEAST_SCALE, (large * this.side * Math.max(this.run.width, this.run.height)) / 560);
    this.land = new Land(this.run, this.side, colours);
  }

  cellAt(event) {
    const box = this.canvas.getBoundingClientRect();
    const x = Math.floor(((event.clientX - box.left) / box.width) * this.run.width);
    const y = Math.floor((1 - (event.clientY - box.top) / box.height) * this.run.height);
    return y * this.run.width + x;
  }

  draw(week, chosen) {
    const { pen, run, layers } = this;
    const frame = run.frame(week);
    const size = [run.width * this.side, run.height * this.side];
    pen.clearRect(0, 0, ...size);
    pen.drawImage(this.land.under, 0, 0, ...size);
    if (layers.control) this.drawControl(frame);
    this.land.roads(pen);
    this.land.borders(pen);
    this.land.districts(pen);
    if (layers.displaced) this.drawDisplaced(frame);
    if (layers.violence) this.drawViolence(week);
    if (layers.zones) this.drawZones(frame);
    if (layers.bands) this.drawBands(frame);
    if (layers.convoys) this.drawConvoys(frame);
    if (layers.bases) this.drawBases(frame);
    this.land.above(pen);
    if (chosen >= 0) this.drawChosen(chosen);
    this.canvas.setAttribute("aria-label", this.inWords(week));
  }

  // For those who cannot see it.
  inWords(week) {
    const { run } = this;
    const share = (name) => `${Math.round((run.week(name)[week] / run.steps.share) * 100)} percent`;
    return (
      `Map of ${run.scenario} with ${run.strategy}, week ${week}: the state rules ` +
      `${share("under_state")} of the people, armed groups ${share("under_groups")}. ` +
      "Shift and arrow keys choose a place."
    );
  }

  drawControl(frame) {
    const { pen, run, side, colours } = this;
    pen.strokeStyle = colours.hatch;
    pen.lineWidth = Math.max(0.7, side / 22);
    for (let cell = 0; cell < run.cells; cell++) {
      const control = run.control(cell, frame);
      if (Number.isNaN(control)) continue;
      const [x, y] = this.land.corner(cell);
      pen.globalAlpha = 0.08 + 0.5 * Math.min(1, Math.abs(control) / FULL);
      pen.fillStyle = control > 0 ? colours.state : colours.rebel;
      pen.fillRect(x, y, side, side);
      if (control < -RULE) {
        pen.globalAlpha = 0.7;
        hatch(pen, x, y, side);
      }
    }
    pen.globalAlpha = 1;
  }

  drawDisplaced(frame) {
    const { pen, run, side, colours, scale } = this;
    for (let cell = 0; cell < run.cells; cell++) {
      const people = run.displaced(cell, frame);
      if (people < LEAST_DISPLACED) continue;
      const [x, y] = this.land.middle(cell);
      tent(pen, x, y + side * 0.15, Math.max(3, tentRadius(people, scale)), colours);
    }
  }

  drawViolence(week) {
    const { pen, run, colours, scale } = this;
    // Large signs first, so that none hides a smaller one.
    const found = [...run.recent(week)].sort((one, other) => other[1].dead - one[1].dead);
    for (const [key, { dead, fresh }] of found) {
      const [x, y] = this.land.middle(Math.floor(key / 4));
      const core = fresh ? violenceRadius(fresh, scale) : 0;
      violence(pen, x, y, violenceRadius(dead, scale), key % 4, colours, core);
    }
  }

  drawZones(frame) {
    for (const { cell } of this.run.movers("zones", frame)) {
      zone(this.pen, ...this.land.middle(cell), Math.max(this.side * 0.62, 7), this.colours);
    }
  }

  drawBands(frame) {
    const { side, scale } = this;
    this.run.movers("bands", frame).forEach(({ cell, size, kind }, k) => {
      const [x, y] = this.land.middle(cell);
      const radius = Math.min(3.2 + 0.42 * Math.sqrt(size), 11) * scale;
      band(this.pen, x + jitter(k, 0) * side, y + jitter(k, 1) * side, radius, kind, this.colours);
    });
  }

  drawConvoys(frame) {
    this.run.movers("convoys", frame).forEach(({ cell }, k) => {
      const [x, y] = this.land.middle(cell);
      convoy(this.pen, x + jitter(k, 1) * this.side, y, Math.max(4, 4.4 * this.scale), this.colours);
    });
  }

  drawBases(frame) {
    const strength = new Map();
    for (const { cell, size } of this.run.movers("bases", frame)) {
      strength.set(cell, (strength.get(cell) ?? 0) + size);
    }
    for (const [cell, people] of strength) {
      const radius = Math.min(4 + 0.1 * Math.sqrt(people), 10) * this.scale;
      base(this.pen, ...this.land.middle(cell), radius, this.colours);
    }
  }

  drawChosen(cell) {
    const { pen, side, colours } = this;
    const [x, y] = this.land.corner(cell);
    for (const [width, colour] of [[6, colours.halo], [3, colours.chosen]]) {
      pen.lineWidth = width;
      pen.strokeStyle = colour;
      pen.strokeRect(x - 1, y - 1, side + 2, side + 2);
    }
  }
}

// Small offsets that keep signs of one cell apart, the same in every drawing.
function jitter(k, axis) {
  return 0.6 * (((k * [0.618034, 0.754878][axis]) % 1) - 0.5);
}
