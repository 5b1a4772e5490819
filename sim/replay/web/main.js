// Puts the page together and keeps it in step with the clock.

const BANNER_SECONDS = 4;
const LEAST_ASIDE = 21; // rem

async function start() {
  const told = JSON.parse(document.getElementById("data").textContent);
  const runs = [];
  for (const words of told) runs.push(new Run(words, await unpack(words.index, words.data)));
  const weeks = Math.min(...runs.map((run) => run.weeks));
  const state = { week: 0, cell: -1 };
  const layers = Object.fromEntries(Object.keys(LAYERS).map((name) => [name, true]));
  const turns = [...new Set(runs.flatMap((run) => run.chapters.map((chapter) => chapter.week)))];
  const chapters = turns.filter((week) => week < weeks).sort((one, other) => one - other);
  let colours;

  const clock = new Clock(weeks, chapters, () => show());
  const at = (id) => document.getElementById(id);
  const choose = (cell) => {
    state.cell = cell;
    panel.select("place");
  };
  const panel = new Panel(runs, weeks, layers, () => show());
  panel.go = (week, cell = -1) => {
    clock.playing = false;
    if (cell >= 0) state.cell = cell;
    clock.go(week);
  };
  const banners = [];
  const captions = runs.map(() => make("small"));
  const maps = runs.map((run, k) => {
    const box = make("div", { class: "mapbox" });
    banners.push(make("div", { class: "banner", "aria-hidden": "true" }));
    const name = runs.length > 1 ? `${"AB"[k]}: ${run.strategy}` : "";
    at("maps").append(make("figure", {}, name ? make("figcaption", {}, name, " ", captions[k]) : null, box));
    const map = new MapView(run, box, layers, choose);
    box.append(banners[k]);
    return map;
  });
  const timeline = new Timeline(runs, at("timeline"), weeks, (week) => panel.go(week));

  function show() {
    const before = state.week;
    state.week = clock.week;
    maps.forEach((map) => map.draw(clock.week, state.cell));
    captions.forEach((caption, k) => (caption.textContent = brief(runs[k], clock.week)));
    timeline.draw(clock.week);
    panel.draw(state, colours);
    at("scrub").value = clock.week;
    at("scrub").setAttribute("aria-valuetext", `Week ${clock.week}, year ${year(clock.week)}`);
    at("date").textContent = `Week ${clock.week} · year ${year(clock.week)}`;
    at("play").textContent = clock.playing ? "Stop" : "Play";
    at("play").setAttribute("aria-pressed", clock.playing);
    at("speed").textContent = `${SPEEDS[clock.speed]} week${SPEEDS[clock.speed] > 1 ? "s" : ""} a second`;
    if (!clock.playing && at("spoken").textContent !== panel.words) at("spoken").textContent = panel.words;
    announce(before, clock.week);
  }

  // What has just happened, across the map for some seconds.
  function announce(from, to) {
    if (to === from) return;
    runs.forEach((run, k) => {
      const inside = run.markers.filter((m) => (to > from && clock.playing ? m.week > from : m.week === to) && m.week <= to);
      const marker = inside.find((m) => m.chapter) ?? inside[0];
      clearTimeout(banners[k].timer);
      if (!marker && clock.playing && banners[k].classList.contains("on")) {
        banners[k].timer = setTimeout(() => banners[k].classList.remove("on"), banners[k].until - Date.now());
        return;
      }
      banners[k].classList.toggle("on", Boolean(marker));
      if (!marker) return;
      banners[k].replaceChildren(make("b", {}, marker.title), marker.text);
      banners[k].until = Date.now() + BANNER_SECONDS * 1000;
      banners[k].timer = setTimeout(() => banners[k].classList.remove("on"), BANNER_SECONDS * 1000);
    });
  }

  function layout() {
    colours = palette();
    // Where time is below the maps it decides their height, beside them they decide its width.
    divide();
    timeline.resize(colours);
    divide();
    maps.forEach((map) => map.resize(colours));
    panel.drawn = "";
    show();
  }

  // The maps take the width that their height allows; what is left is for the words.
  function divide() {
    const [aside, box] = [document.querySelector("aside"), at("maps")];
    const scrolls = getComputedStyle(document.body).display === "flex";
    const beside = getComputedStyle(document.querySelector("main")).display === "contents";
    const ratio = runs[0].width / runs[0].height;
    const boxes = [...box.querySelectorAll(".mapbox")];
    boxes.forEach((one) => (one.style.aspectRatio = scrolls ? ratio : ""));
    box.style.width = "";
    const room = document.body.clientWidth - 3 * rem();
    const wanted = runs.length * boxes[0].clientHeight * ratio + (runs.length - 1) * 0.8 * rem();
    const least = (beside ? 2 : 1) * LEAST_ASIDE * rem();
    if (!scrolls) box.style.width = `${Math.min(wanted, room - least)}px`;
    aside.classList.toggle("wide", !scrolls && aside.clientWidth > (runs.length > 1 ? 2.4 : 1.7) * LEAST_ASIDE * rem());
  }

  function theme(dark) {
    document.documentElement.classList.toggle("dark", dark);
    at("theme").textContent = dark ? "Light" : "Dark";
    layout();
  }

  const step = (dx, dy) => {
    const { width, height, capital } = runs[0];
    const from = state.cell < 0 ? capital : state.cell;
    const x = Math.max(0, Math.min(width - 1, (from % width) + dx));
    const y = Math.max(0, Math.min(height - 1, Math.floor(from / width) + dy));
    choose(state.cell < 0 ? capital : y * width + x);
  };
  const turnTheme = () => theme(!document.documentElement.classList.contains("dark"));
  const help = () => at("helping").showModal();
  keys(clock, { theme: turnTheme, help, step });
  at("play").addEventListener("click", () => clock.play());
  at("next").addEventListener("click", () => clock.chapter(1));
  at("back").addEventListener("click", () => clock.chapter(-1));
  at("faster").addEventListener("click", () => clock.faster(1));
  at("slower").addEventListener("click", () => clock.faster(-1));
  at("theme").addEventListener("click", turnTheme);
  at("help").addEventListener("click", help);
  at("pause").addEventListener("change", (event) => (clock.pause = event.target.checked));
  at("scrub").max = weeks - 1;
  at("scrub").addEventListener("input", (event) => panel.go(Number(event.target.value)));
  window.addEventListener("resize", layout);

  const [one] = runs;
  document.body.className = runs.length > 1 ? "two" : "one";
  const what = runs.length > 1 ? one.scenario : `${one.scenario} with ${one.strategy}`;
  at("title").append(one.title, " ", make("small", {}, what));
  at("claim").textContent = one.claim;
  at("footer").textContent =
    `${one.claim} One simulated run${runs.length > 1 ? " of each strategy, with the same luck" : ""}: seed ${one.seed}, ` +
    `scenario ${runs.map((run) => run.hash).join(" and ")}, peacegrid ${one.version}.`;
  theme(matchMedia("(prefers-color-scheme: dark)").matches);
}

start().catch((error) => {
  const trouble = document.getElementById("trouble");
  trouble.hidden = false;
  trouble.textContent = `This page does not work in this browser (${error.message}). It needs one of 2023 or later.`;
  throw error;
});
