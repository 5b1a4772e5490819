// Colours, numbers and elements.

const COLOURS = [
  "paper", "panel", "ink", "faint", "line", "land", "water", "river", "road", "border", "state",
  "rebel", "nobody", "hatch", "v1", "v2", "v3", "displaced", "base", "halo", "chosen", "accent",
];
const ICON = 16; // side of the box in which signs of the time line are drawn

// Signs of turns of the run; each has a form of its own, colour only helps.
const ICONS = {
  war: ["v1", "M8 0l1.8 4.4 4-2.2-2.2 4L16 8l-4.4 1.8 2.2 4-4-2.2L8 16l-1.8-4.4-4 2.2 2.2-4L0 8l4.4-1.8-2.2-4 4 2.2z"],
  mission: ["base", "M2 1h12v8c0 4-4 6-6 7-2-1-6-3-6-7z"],
  agreement: ["ink", "M1 3h14v10H1zM3 5v6h10V5zM4 7.4h8v1.2H4z"],
  broken: ["v1", "M2.5 0L8 5.5 13.5 0 16 2.5 10.5 8l5.500 5.500-2.500 2.500L8 10.500 2.500 16 0 13.500 5.500 8 0 2.500z"],
  vote: ["faint", "M1 7h14v8H1zM4.500 0h7v6h-7z"],
  coup: ["v1", "M8 0l8 15H0zM7 5v5h2V5zm0 6v2h2v-2z"],
  inject: ["ink", "M10 0L2 9h5l-2 7 9-10H8.500z"],
  peak: ["v1", "M5 16V0h6v16zM0 16v-5h4v5zM12 16v-7h4v7z"],
  peace: ["state", "M8 1a7 7 0 100 14A7 7 0 008 1zm0 3a4 4 0 110 8 4 4 0 010-8z"],
  end: ["faint", "M3 0h2v16H3zM6 1h9l-3 3.500 3 3.500H6z"],
};

function palette() {
  const style = getComputedStyle(document.documentElement);
  return Object.fromEntries(
    COLOURS.map((name) => [name, style.getPropertyValue(`--${name}`).trim()]),
  );
}

const rem = () => parseFloat(getComputedStyle(document.documentElement).fontSize);

function number(value) {
  return Math.round(value).toLocaleString("en-GB");
}

function signed(value) {
  const rounded = Math.round(value);
  return rounded > 0 ? `+${number(rounded)}` : rounded < 0 ? `−${number(-rounded)}` : "0";
}

function count(value, one, many = `${one}s`) {
  return `${Math.round(value) ? number(value) : "no"} ${Math.round(value) === 1 ? one : many}`;
}

const year = (week) => Math.floor(week / YEAR) + 1;

// An element with attributes (on... are listeners) and children; strings are text, never markup.
function make(tag, attributes = {}, ...children) {
  const found = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) found.addEventListener(name.slice(2), value);
    else if (value === true) found.setAttribute(name, "");
    else if (value !== false && value != null) found.setAttribute(name, value);
  }
  found.append(...children.filter((child) => child != null));
  return found;
}

function icon(kind, title = "") {
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg");
  const path = document.createElementNS(space, "path");
  const [colour, shape] = ICONS[kind];
  svg.setAttribute("viewBox", `0 0 ${ICON} ${ICON}`);
  svg.setAttribute("width", "0.95rem");
  svg.setAttribute("height", "0.95rem");
  svg.setAttribute("aria-hidden", title ? "false" : "true");
  path.setAttribute("d", shape);
  path.setAttribute("fill", `var(--${colour})`);
  path.setAttribute("fill-rule", "evenodd");
  svg.append(path);
  return svg;
}

// A canvas of a size in CSS pixels, sharp on every screen.
function sharpen(canvas, width, height) {
  const ratio = window.devicePixelRatio || 1;
  canvas.width = Math.round(width * ratio);
  canvas.height = Math.round(height * ratio);
  canvas.style.width = `${width}px`;
  canvas.style.height = `${height}px`;
  const pen = canvas.getContext("2d");
  pen.setTransform(ratio, 0, 0, ratio, 0, 0);
  return pen;
}
