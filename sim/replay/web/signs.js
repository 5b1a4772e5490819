// Signs of the map. The key draws them with the same functions, so that it cannot lie.

// Shapes and cividis shades of armed groups, by row of the party (0 is the government).
const PARTY_SHADES = ["#00224e", "#fee838", "#3b496c", "#bcae6c", "#7d7c78", "#213d6b", "#d9c55c", "#575c6d"];
const PARTY_SIDES = [3, -3, 5, 4, 6, 3, -3, 5];

function polygon(pen, x, y, radius, sides, turn = -Math.PI / 2) {
  pen.beginPath();
  for (let k = 0; k < sides; k++) {
    const angle = turn + (2 * Math.PI * k) / sides;
    pen.lineTo(x + radius * Math.cos(angle), y + radius * Math.sin(angle));
  }
  pen.closePath();
}

function circle(pen, x, y, radius) {
  pen.beginPath();
  pen.arc(x, y, radius, 0, 2 * Math.PI);
}

// An armed band; a party has its own shape and shade.
function band(pen, x, y, radius, party, colours) {
  const k = (party - 1 + PARTY_SHADES.length) % PARTY_SHADES.length;
  const sides = PARTY_SIDES[k];
  polygon(pen, x, y, radius, Math.abs(sides), sides < 0 ? Math.PI / 2 : -Math.PI / 2);
  pen.fillStyle = PARTY_SHADES[k];
  pen.fill();
  pen.lineWidth = 1.2;
  pen.strokeStyle = k % 2 ? "#1c1e22" : "#ffffff";
  pen.stroke();
}

// Violence: a circle in fights with the state, a diamond between groups, a crossed circle against
// civilians. The area grows with the dead; a filled core shows those of this very week.
function violence(pen, x, y, radius, type, colours, core = 0) {
  pen.strokeStyle = pen.fillStyle = colours[`v${type}`];
  const form = (r) => (type === 2 ? polygon(pen, x, y, r * 1.15, 4) : circle(pen, x, y, r));
  form(radius);
  pen.globalAlpha = 0.2;
  pen.fill();
  pen.globalAlpha = 1;
  pen.lineWidth = 1.8;
  pen.stroke();
  if (type === 3) {
    const d = radius * Math.SQRT1_2;
    line(pen, x - d, y - d, x + d, y + d);
    line(pen, x - d, y + d, x + d, y - d);
  }
  if (core) {
    form(core);
    pen.globalAlpha = 0.75;
    pen.fill();
    pen.globalAlpha = 1;
  }
}

function violenceRadius(dead, scale) {
  return Math.min(2.2 + 1.75 * Math.sqrt(dead), 34) * scale;
}

// A base of the mission: a shield.
function base(pen, x, y, radius, colours) {
  const r = radius;
  pen.beginPath();
  pen.moveTo(x - r, y - r);
  pen.lineTo(x + r, y - r);
  pen.lineTo(x + r, y + r * 0.1);
  pen.quadraticCurveTo(x + r * 0.85, y + r * 0.85, x, y + r * 1.3);
  pen.quadraticCurveTo(x - r * 0.85, y + r * 0.85, x - r, y + r * 0.1);
  pen.closePath();
  pen.fillStyle = colours.base;
  pen.fill();
  pen.lineWidth = 1.6;
  pen.strokeStyle = colours.halo;
  pen.stroke();
}

// An aid convoy: a truck.
function convoy(pen, x, y, radius, colours) {
  const r = radius;
  pen.fillStyle = "#ffffff";
  pen.strokeStyle = "#1c1e22";
  pen.lineWidth = 1.4;
  pen.beginPath();
  pen.rect(x - r * 1.3, y - r * 0.8, r * 1.7, r * 1.3);
  pen.rect(x + r * 0.4, y - r * 0.3, r * 0.9, r * 0.8);
  pen.fill();
  pen.stroke();
  pen.fillStyle = "#1c1e22";
  for (const at of [-0.7, 0.75]) {
    circle(pen, x + r * at, y + r * 0.6, r * 0.32);
    pen.fill();
  }
}

// A safe zone: a broken ring round the cell.
function zone(pen, x, y, radius, colours) {
  for (const [width, colour] of [[5, colours.halo], [2.6, colours.ink]]) {
    pen.lineWidth = width;
    pen.strokeStyle = colour;
    pen.setLineDash([5, 3]);
    circle(pen, x, y, radius);
    pen.stroke();
  }
  pen.setLineDash([]);
}

// Displaced people: a tent; its width grows with the square root of how many there are.
function tent(pen, x, y, radius, colours) {
  pen.beginPath();
  pen.moveTo(x - radius, y + radius * 0.7);
  pen.lineTo(x, y - radius * 0.7);
  pen.lineTo(x + radius, y + radius * 0.7);
  pen.lineWidth = 1.8;
  pen.strokeStyle = colours.displaced;
  pen.stroke();
}

function tentRadius(people, scale) {
  return Math.min(0.12 * Math.sqrt(people), 16) * scale;
}

function star(pen, x, y, radius, colours) {
  pen.beginPath();
  for (let k = 0; k < 10; k++) {
    const r = k % 2 ? radius * 0.42 : radius;
    const angle = -Math.PI / 2 + (Math.PI * k) / 5;
    pen.lineTo(x + r * Math.cos(angle), y + r * Math.sin(angle));
  }
  pen.closePath();
  pen.fillStyle = "#ffffff";
  pen.strokeStyle = "#1c1e22";
  pen.lineWidth = 1.6;
  pen.fill();
  pen.stroke();
}

function hub(pen, x, y, radius, colours) {
  pen.beginPath();
  pen.rect(x - radius, y - radius, 2 * radius, 2 * radius);
  pen.fillStyle = "#ffffff";
  pen.strokeStyle = "#1c1e22";
  pen.lineWidth = 1.6;
  pen.fill();
  pen.stroke();
  circle(pen, x, y, radius * 0.35);
  pen.fillStyle = "#1c1e22";
  pen.fill();
}

// Lines across a cell: here an armed group rules.
function hatch(pen, x, y, side) {
  const step = Math.max(side / 3, 3.5);
  pen.beginPath();
  for (let d = step / 2; d < 2 * side; d += step) {
    const from = Math.min(d, side);
    const to = Math.max(0, d - side);
    pen.moveTo(x + to, y + from);
    pen.lineTo(x + from, y + to);
  }
  pen.stroke();
}
