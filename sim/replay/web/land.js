// What does not move: relief, water, roads, rivers, borders of districts, names of places. Drawn
// once for a size of the window and a choice of colours, then copied under every week.

const LEAST_ROAD = 70; // of 255: poorer roads are tracks and not drawn
const LEAST_NAMED = 26; // rem: on narrower maps names of districts would hide each other

class Land {
  constructor(run, side, colours) {
    this.run = run;
    this.side = side; // pixels of a cell
    this.colours = colours;
    this.under = document.createElement("canvas");
    this.pen = sharpen(this.under, run.width * side, run.height * side);
    this.relief();
    this.rivers();
  }

  // Top left corner of a cell; row 0 of the data is in the south.
  corner(cell) {
    const { width, height } = this.run;
    return [(cell % width) * this.side, (height - 1 - Math.floor(cell / width)) * this.side];
  }

  middle(cell) {
    const [x, y] = this.corner(cell);
    return [x + this.side / 2, y + this.side / 2];
  }

  relief() {
    const { pen, run, side, colours } = this;
    for (let cell = 0; cell < run.cells; cell++) {
      const [x, y] = this.corner(cell);
      pen.globalAlpha = 1;
      pen.fillStyle = run.n.land[cell] ? colours.land : colours.water;
      pen.fillRect(x, y, side + 0.6, side + 0.6);
      if (!run.n.land[cell]) continue;
      pen.globalAlpha = 0.22 * (run.n.terrain[cell] / 255);
      pen.fillStyle = "#000";
      pen.fillRect(x, y, side + 0.6, side + 0.6);
    }
    pen.globalAlpha = 1;
  }

  // Good roads join neighbouring cells that both have one.
  roads(pen) {
    const { run, side, colours } = this;
    const { road, land } = run.n;
    const good = (cell) => land[cell] && road[cell] >= LEAST_ROAD;
    pen.strokeStyle = colours.road;
    pen.lineWidth = Math.min(4, Math.max(1, side * 0.09));
    pen.lineCap = "round";
    for (let cell = 0; cell < run.cells; cell++) {
      const x = cell % run.width;
      const beside = [x + 1 < run.width ? cell + 1 : -1, cell + run.width];
      for (const other of beside) {
        if (other < 0 || other >= run.cells || !good(cell) || !good(other)) continue;
        line(pen, ...this.middle(cell), ...this.middle(other));
      }
    }
  }

  rivers() {
    const { pen, run, side, colours } = this;
    pen.strokeStyle = colours.river;
    pen.lineWidth = Math.max(2, side * 0.2);
    pen.lineCap = "round";
    for (let cell = 0; cell < run.cells; cell++) {
      const onward = run.n.downstream[cell] - 2; // -2: no river, -1: off the map
      if (onward < -1) continue;
      const [x, y] = this.middle(cell);
      line(pen, x, y, ...(onward >= 0 ? this.middle(onward) : this.edge(cell, x, y)));
    }
  }

  edge(cell, x, y) {
    const column = cell % this.run.width;
    if (column === 0) return [0, y];
    if (column === this.run.width - 1) return [x + this.side / 2, y];
    return [x, cell < this.run.width ? y + this.side / 2 : y - this.side / 2];
  }

  borders(pen) {
    const { run, side, colours } = this;
    const { district, land } = run.n;
    pen.strokeStyle = colours.border;
    pen.lineWidth = Math.min(3.5, Math.max(1.6, side / 12));
    const apart = (a, b) => land[a] && land[b] && district[a] && district[b] && district[a] !== district[b];
    for (let cell = 0; cell < run.cells; cell++) {
      const [x, y] = this.corner(cell);
      const east = cell + 1;
      const north = cell + run.width;
      if (east % run.width && apart(cell, east)) line(pen, x + side, y, x + side, y + side);
      if (north < run.cells && apart(cell, north)) line(pen, x, y, x + side, y);
    }
  }

  // Capital, hubs and the scale, drawn above the week.
  above(pen) {
    const { run, side, colours } = this;
    const size = Math.max(0.8 * rem(), 11);
    pen.font = `600 ${size}px system-ui, sans-serif`;
    pen.textBaseline = "middle";
    const name = (cell, text) => {
      if (run.width * side < LEAST_NAMED * 0.6 * rem()) return;
      const [x, y] = this.middle(cell);
      const right = x < (run.width * side) / 2;
      pen.textAlign = right ? "left" : "right";
      halo(pen, text, x + (right ? 1 : -1) * (size * 0.75), y + size * 0.95, colours);
    };
    for (const [cell, text] of run.hubs) {
      const [x, y] = this.middle(cell);
      hub(pen, x, y, size * 0.42, colours);
      if (cell !== run.capital) name(cell, text);
    }
    const [x, y] = this.middle(run.capital);
    star(pen, x, y, size * 0.85, colours);
    const port = run.hubs.find(([cell]) => cell === run.capital);
    name(run.capital, port ? `Capital, ${port[1]}` : "Capital");
    this.scale(pen, size);
  }

  // The name of a district stands at the middle of its cells, where there is room for names.
  districts(pen) {
    const { run, colours } = this;
    if (run.width * this.side < LEAST_NAMED * rem()) return;
    pen.save();
    pen.font = `${Math.max(0.75 * rem(), 10)}px system-ui, sans-serif`;
    pen.textBaseline = "middle";
    pen.textAlign = "center";
    pen.globalAlpha = 0.8;
    run.districts.forEach((text, row) => {
      const cells = [...run.n.district.keys()].filter((cell) => run.n.district[cell] === row + 1);
      if (!cells.length) return;
      const mean = (axis) => cells.reduce((sum, cell) => sum + this.middle(cell)[axis], 0) / cells.length;
      const half = pen.measureText(text).width / 2 + 4;
      const x = Math.max(half, Math.min(run.width * this.side - half, mean(0)));
      halo(pen, text, x, mean(1), { ...colours, ink: colours.faint });
    });
    pen.restore();
  }

  scale(pen, size) {
    const { run, side, colours } = this;
    const length = run.cellKm * run.width > 300 ? 100 : run.cellKm * run.width > 60 ? 20 : 5;
    const width = (length / run.cellKm) * side;
    const y = run.height * side - size;
    pen.strokeStyle = colours.halo;
    pen.lineWidth = 7;
    pen.lineCap = "butt";
    line(pen, size - 2, y, size + width + 2, y);
    pen.strokeStyle = colours.ink;
    pen.lineWidth = 3;
    line(pen, size, y, size + width, y);
    pen.textAlign = "left";
    pen.textBaseline = "middle";
    halo(pen, `${length} km`, size * 1.5 + width, y, colours);
  }
}

function line(pen, x0, y0, x1, y1) {
  pen.beginPath();
  pen.moveTo(x0, y0);
  pen.lineTo(x1, y1);
  pen.stroke();
}

// Text that can be read on any ground.
function halo(pen, text, x, y, colours) {
  pen.lineWidth = 4;
  pen.lineJoin = "round";
  pen.strokeStyle = colours.halo;
  pen.strokeText(text, x, y);
  pen.fillStyle = colours.ink;
  pen.fillText(text, x, y);
}
