// The story of a place: who lives there, who rules it, and what happened there, by date.

const MOST_EVENTS = 150; // of a place, listed around the present week

function story(runs, cell, week, go, colours) {
  const run = runs[0];
  const district = run.districtOf(cell);
  const [x, y] = [cell % run.width, Math.floor(cell / run.width)];
  const parts = [make("h2", {}, district ? `Place ${x}, ${y} in ${district}` : `Place ${x}, ${y}`)];
  if (!run.n.land[cell]) return [...parts, make("p", {}, "Water. Nobody lives here.")];
  const facts = [];
  if (cell === run.capital) facts.push("The capital of the country.");
  for (const [where, name] of run.hubs) if (where === cell) facts.push(`${name}: goods come in here.`);
  const people = run.n.population[cell];
  facts.push(people ? `Home of ${number(people)} people at the start, most of them ${run.groupOf(cell)}.` : "Nobody lived here at the start.");
  parts.push(make("p", {}, facts.join(" ")));
  runs.forEach((one, k) => parts.push(...chapterOf(one, k, runs, cell, week, go, colours)));
  return parts;
}

function chapterOf(run, k, runs, cell, week, go, colours) {
  const frame = run.frame(week);
  const rows = run.eventsIn(cell);
  const dead = (until) => rows.reduce((sum, i) => sum + (run.n.event_week[i] <= until ? run.n.event_dead[i] : 0), 0);
  const all = dead(run.weeks);
  const sentence = [all ? `${number(dead(week))} killed here up to week ${week}, ${number(all)} in the whole run.` : "Nobody is killed here in the whole run."];
  const guests = run.displaced(cell, frame);
  if (guests >= 50) sentence.push(`About ${number(Number(guests.toPrecision(2)))} displaced people live here.`);
  sentence.push(...presence(run, cell, frame));
  const canvas = make("canvas", { class: "line", role: "img", "aria-label": `Who rules this place over time. ${ruleText(run, cell, frame)}` });
  queueMicrotask(() => controlLine(canvas, run, cell, week, rows, colours));
  return [
    runs.length > 1 ? make("h3", {}, `${"AB"[k]}: ${run.strategy}`) : null,
    make("p", {}, sentence.join(" ")),
    make("p", {}, make("small", {}, `${ruleText(run, cell, frame)} Line: up the state, down an armed group; ticks: killings.`)),
    canvas,
    eventList(run, rows, week, go),
  ].filter(Boolean);
}

function ruleText(run, cell, frame) {
  const control = run.control(cell, frame);
  if (Number.isNaN(control)) return "Nobody lives here now.";
  if (control > RULE) return "The state rules daily life.";
  if (control < -RULE) return "An armed group rules daily life.";
  return "Nobody rules for sure.";
}

function presence(run, cell, frame) {
  const here = (kind) => run.movers(kind, frame).filter((one) => one.cell === cell);
  const found = [];
  const units = here("bases");
  if (units.length) {
    const kinds = [...new Set(units.map((unit) => run.names.units[unit.kind]))].join(", ");
    found.push(`A base of the mission: ${number(units.reduce((sum, unit) => sum + unit.size, 0))} peacekeepers (${kinds}).`);
  }
  for (const { size, kind } of here("bands").slice(0, 3)) {
    found.push(`A band of ${run.parties[kind]} with ${count(size, "fighter")}.`);
  }
  for (const { size, kind } of here("convoys").slice(0, 2)) {
    found.push(`An aid convoy passes with ${count(size, "tonne")} (${run.names.goods[kind]}).`);
  }
  if (here("zones").length) found.push("A safe zone: the mission has promised to keep people safe.");
  return found;
}

function eventList(run, rows, week, go) {
  if (!rows.length) return make("p", {}, "No act of violence in this run.");
  const past = rows.filter((i) => run.n.event_week[i] <= week).length;
  const from = Math.max(0, Math.min(past - MOST_EVENTS / 2, rows.length - MOST_EVENTS));
  const shown = rows.slice(from, from + MOST_EVENTS);
  const list = make("ol", { "aria-label": "What happened here" }, ...shown.map((i) => eventItem(run.event(i), week, go)));
  if (shown.length < rows.length) list.append(make("li", {}, make("small", {}, `${shown.length} of ${rows.length} events`)));
  return list;
}

function eventItem(event, week, go) {
  const state = event.week === week ? "now" : event.week > week ? "later" : "";
  return make("li", { class: state }, make("button", { type: "button", onclick: () => go(event.week) },
    make("span", { class: "when" }, `${event.week}`), eventSign(event), make("span", {}, eventText(event))));
}

// The sign of a type of violence, as on the map.
function eventSign({ violence: type }) {
  const canvas = make("canvas", { role: "img", "aria-label": VIOLENCE[type] });
  const unit = rem();
  violence(sharpen(canvas, 1.1 * unit, 1.1 * unit), 0.55 * unit, 0.55 * unit, 0.36 * unit, type, palette());
  canvas.style.flex = "none";
  return canvas;
}

function controlLine(canvas, run, cell, week, rows, colours) {
  const { clientWidth: width, clientHeight: height } = canvas;
  if (!width) return;
  const ratio = window.devicePixelRatio || 1;
  canvas.width = width * ratio;
  canvas.height = height * ratio;
  const pen = canvas.getContext("2d");
  pen.scale(ratio, ratio);
  const x = (at) => 2 + (at / Math.max(1, run.weeks - 1)) * (width - 4);
  const low = height - 14; // below: killings
  const y = (control) => 3 + (low - 6) * (0.5 - control / 2);
  for (const [colour, from, to] of [["state", 1, RULE], ["rebel", -RULE, -1]]) {
    pen.globalAlpha = 0.2;
    pen.fillStyle = colours[colour];
    pen.fillRect(0, y(from), width, y(to) - y(from));
  }
  pen.globalAlpha = 1;
  pen.strokeStyle = colours.ink;
  pen.lineWidth = 2;
  pen.beginPath();
  for (let at = 0; at < run.weeks; at += 2) {
    const control = run.control(cell, run.frame(at));
    if (!Number.isNaN(control)) pen.lineTo(x(at), y(control));
  }
  pen.stroke();
  for (const i of rows) {
    if (!run.n.event_dead[i]) continue;
    pen.fillStyle = colours[`v${run.n.event_violence[i]}`];
    const tall = Math.min(12, 3 + Math.sqrt(run.n.event_dead[i]));
    pen.fillRect(x(run.n.event_week[i]) - 0.8, height - tall, 1.6, tall);
  }
  pen.strokeStyle = colours.accent;
  line(pen, x(week), 0, x(week), height);
}
