// Which rows the signs of turns stand on above the time line, and which of them have their text.

// Where the signs of a run stand on so many rows. Chapters get their texts first, then the others
// where there is room; what has none for its text is a sign alone, which shows it when pointed at.
// What has no room even for its sign is left to the list of chapters: piled signs say nothing.
function arranged(time, k, levels, terse = new Set()) {
  const half = 0.475 * rem();
  const rows = Array.from({ length: levels }, () => []); // what is taken: from, to
  const find = (from, to) => rows.findIndex((row) => row.every(([a, b]) => to < a || from > b));
  const shown = time.runs[k].markers.filter((marker) => marker.week < time.weeks);
  const marks = shown.map((marker, i) => {
    const [x, wide] = [time.x(marker.week), time.wide[k][i] + 4];
    const left = x + wide > time.width;
    const span = left ? [x - wide + half, x + half] : [x - half, x - half + wide];
    return { chapter: marker.chapter, button: time.marks[k][i], x, left, span };
  });
  const settle = (one, from, to, small) => {
    const level = find(from, to);
    if (level < 0) return;
    Object.assign(one, { level, small });
    rows[level].push([from, to]);
  };
  const widen = (one) => {
    const [from, to] = one.span;
    const own = ([a, b]) => a === one.x - half && b === one.x + half;
    one.small = !rows[one.level].every((place) => own(place) || to < place[0] || from > place[1]);
    if (!one.small) rows[one.level].push(one.span);
  };
  for (const one of marks) if (one.chapter && !terse.has(one.button)) settle(one, ...one.span, false);
  for (const great of [true, false]) {
    for (const one of marks) {
      if (one.level === undefined && one.chapter === great) settle(one, one.x - half, one.x + half, true);
    }
  }
  for (const one of marks) if (one.small) widen(one);
  for (const one of marks) one.hidden = one.level === undefined;
  // A chapter without room for its sign is worse than one without its text.
  const lost = marks.find((one) => one.chapter && one.hidden);
  const over = (one) => lost.x + half > one.span[0] && lost.x - half < one.span[1];
  const wordy = lost && marks.find((one) => one.chapter && !one.small && !terse.has(one.button) && over(one));
  return wordy ? arranged(time, k, levels, terse.add(wordy.button)) : marks;
}

// As few rows as give every chapter its text.
function arrangeAll(time) {
  const [least, most] = time.runs.length > 1 ? [1, 2] : [2, 5];
  time.marks.flat().forEach((button) => Object.assign(button, { className: "mark", hidden: false }));
  time.wide = time.marks.map((marks) => marks.map((button) => button.offsetWidth));
  for (time.levels = least; ; time.levels++) {
    time.arranged = time.runs.map((_, k) => arranged(time, k, time.levels));
    const crowded = time.arranged.flat().some((one) => one.chapter && (one.small || one.hidden));
    if (!crowded || time.levels === most) return;
  }
}
