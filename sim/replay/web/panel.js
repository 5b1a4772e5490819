// Beside the map: the moment in words, its numbers, and tabs: key, chapters, events, place.

const TABS = { key: "Key", chapters: "Chapters", events: "Events", place: "Place" };

class Panel {
  constructor(runs, weeks, layers, show) {
    Object.assign(this, { runs, weeks, layers, show, open: "key" });
    const names = Object.keys(TABS);
    this.tabs = names.map((name) =>
      make("button", { type: "button", role: "tab", id: `tab-${name}`, "aria-controls": "tab", onclick: () => this.select(name) }, TABS[name]),
    );
    const bar = document.getElementById("tabs");
    bar.append(...this.tabs);
    bar.addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (!step || event.shiftKey) return;
      event.stopPropagation(); // here arrows change the tab, not the week
      const k = (names.indexOf(this.open) + step + names.length) % names.length;
      this.select(names[k]);
      this.tabs[k].focus();
    });
    this.body = document.getElementById("tab");
    this.cells = this.table();
  }

  select(name) {
    this.open = name;
    this.drawn = "";
    this.show();
  }

  // Numbers of the moment: a column for each run, and for two their difference.
  table() {
    const two = this.runs.length > 1;
    const table = document.getElementById("numbers");
    const heads = two ? [...this.runs.map((run, k) => `${"AB"[k]}`), "A − B"] : [];
    if (two) table.append(make("thead", {}, make("tr", {}, make("td"), ...heads.map((head) => make("th", { scope: "col" }, head)))));
    const rows = [
      ["Killed so far", (run, w) => run.deathsSoFar[w]],
      ["Civilians killed", (run, w) => run.civiliansSoFar[w]],
      ["Displaced", (run, w) => run.week("displaced")[w]],
      ["Fighters", (run, w) => run.week("fighters")[w]],
      ["Peacekeepers", (run, w) => run.week("deployed")[w]],
      ["Million USD spent", (run, w) => run.week("spent")[w] / run.steps.spent / 1e6],
    ];
    const body = make("tbody");
    table.append(body);
    return rows.map(([name, value]) => {
      const cells = Array.from({ length: two ? 3 : 1 }, () => make("td"));
      body.append(make("tr", {}, make("th", { scope: "row" }, name), ...cells));
      return { value, cells };
    });
  }

  draw(state, colours) {
    const { week, cell } = state;
    const lines = this.runs.map((run) => sentences(run, week));
    const title = `Week ${week}, year ${year(week)}: `;
    this.words = title + lines.map((parts, k) => (lines.length > 1 ? `${"AB"[k]}: ` : "") + parts.join(" ")).join(" ");
    const moment = document.getElementById("moment");
    if (lines.length === 1) moment.replaceChildren(make("b", {}, title), lines[0].join(" "));
    else moment.replaceChildren(make("b", {}, title), gap(this.runs, week));
    for (const { value, cells } of this.cells) {
      const values = this.runs.map((run) => value(run, week));
      values.forEach((one, k) => (cells[k].textContent = number(one)));
      if (values.length > 1) cells[2].textContent = signed(values[0] - values[1]);
    }
    this.turns(week);
    this.tabs.forEach((tab) => {
      const on = tab.id === `tab-${this.open}`;
      tab.setAttribute("aria-selected", on);
      tab.tabIndex = on ? 0 : -1;
    });
    this.body.setAttribute("aria-labelledby", `tab-${this.open}`);
    this.fill(state, colours, cell);
  }

  // The turn before and the turn to come, where there is one run to follow.
  turns(week) {
    if (this.runs.length > 1) return;
    const turn = (name, marker) => make("div", {}, make("dt", {}, name), make("dd", {}, make("b", {}, marker.title), `, week ${marker.week}`));
    const { markers } = this.runs[0];
    const past = markers.filter((marker) => marker.week <= week && marker.week > week - YEAR).at(-1);
    const next = markers.find((marker) => marker.week > week);
    const found = [past && turn("Lately", past), next && turn("Next", next)].filter(Boolean);
    document.getElementById("turns").replaceChildren(...found);
  }

  // What does not change with the week is made once.
  fill(state, colours, cell) {
    const still = this.open === "key" || (this.open === "place" && cell < 0);
    const mark = still ? `${this.open} ${colours.paper}` : `${this.open} ${state.week} ${cell} ${colours.paper}`;
    if (mark === this.drawn) return;
    const moved = this.drawn?.split(" ")[0] !== this.open;
    this.drawn = mark;
    this.body.replaceChildren(...this[this.open](state, colours));
    if (moved) this.body.scrollTop = 0;
    const now = this.open === "key" ? null : this.body.querySelector("li.now");
    if (now) this.body.scrollTop = now.offsetTop - this.body.offsetTop - this.body.clientHeight / 3;
  }

  key(_, colours) {
    const unit = rem();
    const sign = (draw) => {
      const canvas = make("canvas", { "aria-hidden": "true" });
      draw(sharpen(canvas, 1.7 * unit, 1.5 * unit), 0.85 * unit, 0.75 * unit);
      return canvas;
    };
    const layer = (name) =>
      make("label", {}, make("input", { type: "checkbox", id: `layer-${name}`, checked: this.layers[name], onchange: (event) => {
        this.layers[name] = event.target.checked;
        this.show();
      } }), LAYERS[name]);
    const row = (draw, text) => make("div", { class: "sub" }, sign(draw), text);
    const r = 0.42 * unit;
    const parties = [...new Set(this.runs.flatMap((run) => [...run.n.bands_kind]))].sort((a, b) => a - b);
    const part = (...rows) => make("div", { class: "part" }, ...rows);
    return [
      make("div", { class: "key" },
        part(
          layer("control"),
          make("div", { class: "sub" }, make("small", {}, "armed group"), ramp(colours), make("small", {}, "state"))),
        part(
          layer("violence"),
          row((pen, x, y) => violence(pen, x, y, r, 1, colours, r * 0.5), "state-based"),
          row((pen, x, y) => violence(pen, x, y, r, 2, colours, r * 0.5), "between groups"),
          row((pen, x, y) => violence(pen, x, y, r, 3, colours, r * 0.5), "against civilians"),
          make("small", {}, `Area: killed in ${SHOWN} weeks; core: in this one.`)),
        part(
          layer("bands"),
          ...parties.map((party) => row((pen, x, y) => band(pen, x, y, r, party, colours), this.runs[0].parties[party]))),
        part(
          make("div", {}, layer("bases"), sign((pen, x, y) => base(pen, x, y, r, colours))),
          make("div", {}, layer("convoys"), sign((pen, x, y) => convoy(pen, x, y, r * 0.9, colours))),
          make("div", {}, layer("displaced"), sign((pen, x, y) => tent(pen, x, y, r * 1.2, colours))),
          make("div", {}, layer("zones"), sign((pen, x, y) => zone(pen, x, y, r * 1.3, colours)))),
      ),
    ];
  }

  chapters({ week }) {
    const found = this.runs.flatMap((run, k) => run.markers.filter((m) => m.week < this.weeks).map((marker) => ({ ...marker, k })));
    found.sort((one, other) => one.week - other.week);
    const past = found.filter((marker) => marker.week <= week).length - 1;
    return [make("ol", {}, ...found.map((marker, i) => {
      const name = (this.runs.length > 1 ? `${"AB"[marker.k]}: ` : "") + marker.title;
      return make("li", { class: i === past ? "now" : i > past ? "later" : "" },
        make("button", { type: "button", onclick: () => this.go(marker.week, marker.cell) },
          make("span", { class: "when" }, `${marker.week}`), icon(marker.kind),
          make("span", {}, marker.chapter ? make("b", {}, `${name}. `) : `${name}. `, make("small", {}, marker.text))));
    }))];
  }

  events({ week }) {
    return this.runs.flatMap((run, k) => {
      const rows = [];
      for (let i = run.eventsBefore[week]; i < run.eventsBefore[week + 1]; i++) rows.push(i);
      rows.sort((one, other) => run.n.event_dead[other] - run.n.event_dead[one]);
      const head = `${this.runs.length > 1 ? `${"AB"[k]}: ` : ""}${rows.length ? number(rows.length) : "No"} ${rows.length === 1 ? "act" : "acts"} of violence in week ${week}`;
      return [make("h3", {}, head), make("ol", {}, ...rows.map((i) => this.event(run, i)))];
    });
  }

  event(run, i) {
    const event = run.event(i);
    const where = run.districtOf(event.cell);
    return make("li", {}, make("button", { type: "button", title: "Show the place", onclick: () => this.go(event.week, event.cell) },
      eventSign(event), make("span", {}, where ? make("b", {}, `${where}. `) : "", eventText(event))));
  }

  place({ week, cell }, colours) {
    if (cell < 0) return [make("p", {}, "Click a place on the map, or choose one with Shift and the arrow keys, to read its story.")];
    return story(this.runs, cell, week, (to) => this.go(to), colours);
  }
}

function ramp(colours) {
  const canvas = make("canvas", { class: "ramp", width: 120, height: 16, "aria-hidden": "true" });
  const pen = canvas.getContext("2d");
  pen.fillStyle = colours.land;
  pen.fillRect(0, 0, 120, 16);
  for (let x = 0; x < 120; x += 2) {
    const control = (x / 119) * 2 - 1;
    pen.globalAlpha = 0.08 + 0.5 * Math.min(1, Math.abs(control) / FULL);
    pen.fillStyle = control > 0 ? colours.state : colours.rebel;
    pen.fillRect(x, 0, 2, 16);
  }
  pen.globalAlpha = 0.7;
  pen.strokeStyle = colours.hatch;
  for (const x of [0, 16]) hatch(pen, x, 0, 16);
  return canvas;
}
