// The moment in words.

function sentences(run, week) {
  const n = (name) => run.week(name)[week];
  const share = (name) => `${Math.round((n(name) / run.steps.share) * 100)}\u00a0%`;
  const parts = [killed(run, week)];
  let rule = `The state rules daily life for ${share("under_state")} of the people`;
  if (n("under_groups") / run.steps.share >= 0.005) {
    rule += `, armed groups for ${share("under_groups")}`;
  }
  parts.push(`${rule}.`, paper(run, week), mission(run, week));
  return parts.filter(Boolean);
}

function killed(run, week) {
  const here = run.week("deaths")[week];
  const past = Math.max(0, week - SHOWN + 1);
  const lately = run.deathsSoFar[week] - (past ? run.deathsSoFar[past - 1] : 0);
  const civilians = run.week("deaths_civilians")[week];
  const whom = here && civilians ? `, ${civilians === here ? "all" : number(civilians)} of them civilians` : "";
  const were = here === 1 ? "person is" : "people are";
  const first = here ? `${number(here)} ${were} killed${whom}` : "Nobody is killed";
  if (here && !past && week === 0) return `${first}.`;
  if (!lately) return past ? `Nobody has been killed for ${SHOWN} weeks.` : "Nobody has been killed so far.";
  return `${first}; ${number(lately)} in the last ${week + 1 - past} weeks.`;
}

// Two runs compared, as one sentence.
function gap(runs, week) {
  const [a, b] = runs.map((run) => run.deathsSoFar[week]);
  if (a === b) return "So far equally many people have been killed in A and in B.";
  const [more, less] = a > b ? ["A", "B"] : ["B", "A"];
  return `So far ${count(Math.abs(a - b), "more person has", "more people have")} been killed in ${more} than in ${less}.`;
}

// The state of a run in a few words, above its map.
function brief(run, week) {
  const wars = run.week("at_war")[week] ? "war" : "no war";
  const stage = run.week("mission_stage")[week];
  return `${wars}, ${stage ? `mission ${PHASES[stage]}` : "no mission"}`;
}

function paper(run, week) {
  const [settlements, ceasefires] = [0, 0].map((_, k) =>
    run.inForce(week).filter(([, , kind]) => (kind === 3) === (k === 0)),
  );
  if (settlements.length) return `A settlement between ${pair(run, settlements.at(-1))} is in force.`;
  if (ceasefires.length) return `A ceasefire between ${pair(run, ceasefires.at(-1))} holds.`;
  const wars = run.week("at_war")[week];
  return wars ? `${wars === 1 ? "One pair" : `${wars} pairs`} of parties ${wars === 1 ? "is" : "are"} at war.` : "No parties are at war.";
}

function pair(run, [a, b]) {
  return `${run.parties[a]} and ${run.parties[b]}`;
}

function mission(run, week) {
  const stage = run.week("mission_stage")[week];
  const strength = number(run.week("deployed")[week]);
  return [
    "No mission is there.",
    "A mission has been authorised; nobody is there yet.",
    strength === "0" ? "The mission deploys; nobody has come yet." : `The mission deploys: ${strength} peacekeepers so far.`,
    `The mission is at work with ${strength} peacekeepers.`,
    `The mission draws down: ${strength} peacekeepers are left.`,
    "The mission has gone.",
  ][stage];
}

// One act of violence.
function eventText({ kind, sides, dead, civilians, cause }) {
  const whom = sides.filter(Boolean).join(" – ");
  const lost = dead
    ? `${number(dead)} killed${civilians ? ` (${civilians === dead ? "civilians" : `${count(civilians, "civilian")}`})` : ""}`
    : "nobody killed";
  return `${kind}: ${whom}; ${lost}. Cause: ${cause}.`;
}
