// The clock: which week it is, how fast it goes, and the keys and buttons that move it.

const SPEEDS = [1, 2, 4, 8, 16, 32]; // weeks a second

class Clock {
  constructor(weeks, chapters, changed) {
    Object.assign(this, { weeks, chapters, changed });
    this.week = 0;
    this.playing = false;
    this.speed = 2;
    this.pause = false; // at chapters
  }

  go(week) {
    this.week = Math.max(0, Math.min(this.weeks - 1, Math.round(week)));
    this.part = 0;
    this.changed();
  }

  play(on = !this.playing) {
    if (on && this.week >= this.weeks - 1) this.week = 0;
    this.playing = on;
    this.part = 0;
    this.last = null;
    if (on) requestAnimationFrame((now) => this.tick(now));
    this.changed();
  }

  tick(now) {
    if (!this.playing) return;
    // A tab that was away must not make years pass in a blink.
    const passed = this.last === null ? 0 : Math.min(now - this.last, 250) / 1000;
    this.last = now;
    this.part += passed * SPEEDS[this.speed];
    const steps = Math.floor(this.part);
    if (steps) {
      this.part -= steps;
      const from = this.week;
      const stop = this.pause ? this.chapters.find((week) => week > from && week <= from + steps) : undefined;
      this.week = Math.min(stop ?? from + steps, this.weeks - 1);
      if (stop !== undefined || this.week === this.weeks - 1) this.playing = false;
      this.changed();
    }
    requestAnimationFrame((later) => this.tick(later));
  }

  faster(step) {
    this.speed = Math.max(0, Math.min(SPEEDS.length - 1, this.speed + step));
    this.changed();
  }

  chapter(direction) {
    const ahead = this.chapters.filter((week) => (direction > 0 ? week > this.week : week < this.week));
    this.go(ahead.length ? (direction > 0 ? ahead[0] : ahead.at(-1)) : direction > 0 ? this.weeks - 1 : 0);
  }
}

// Keys work wherever the focus is, but for what a field or a button needs itself.
function keys(clock, actions) {
  const table = {
    " ": () => clock.play(),
    ArrowLeft: () => clock.go(clock.week - 1),
    ArrowRight: () => clock.go(clock.week + 1),
    PageUp: () => clock.go(clock.week - YEAR),
    PageDown: () => clock.go(clock.week + YEAR),
    Home: () => clock.go(0),
    End: () => clock.go(clock.weeks - 1),
    "+": () => clock.faster(1),
    "=": () => clock.faster(1),
    "-": () => clock.faster(-1),
    c: () => clock.chapter(1),
    C: () => clock.chapter(-1),
    d: actions.theme,
    "?": actions.help,
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
    const pressable = event.target.closest("button, input[type=checkbox]");
    if (event.key === " " && pressable) return;
    const beside = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] }[event.key];
    const scrolls = event.target.id === "tab" && event.key.startsWith("Page");
    const act = event.shiftKey && beside ? () => actions.step(...beside) : scrolls ? null : table[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  });
}
