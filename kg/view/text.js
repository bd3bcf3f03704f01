// What the page says: its data, words in the chosen language, names, dates, and small elements.

const data = JSON.parse(document.getElementById("data").textContent);
let language = data.language;

const $ = (id) => document.getElementById(id);

/** A phrase of words.toml in the chosen language; `values` fill its braces, `values.n` picks the plural. */
function word(key, values = {}) {
  let phrase = data.words[language][key];
  if (typeof phrase === "object") {
    const form = new Intl.PluralRules(language).select(values.n);
    phrase = phrase[form] ?? phrase.other;
  }
  return phrase.replace(/\{(\w+)\}/g, (_, name) => {
    const value = values[name];
    return typeof value === "number" ? number(value) : value;
  });
}

function number(value, digits = 0) {
  return new Intl.NumberFormat(language, { maximumFractionDigits: digits }).format(value);
}

/** One of several labels by language: the chosen language's, else English, else any. */
const inLanguage = (labels) => labels[language] ?? labels.en ?? Object.values(labels)[0] ?? "";

const nodeName = (node) => inLanguage(data.things[node].labels) || data.things[node].id;
const edgeName = (edge) => inLanguage(data.edges[edge].labels);
/** What a status adds to the name of an edge: nothing for the plainest, whose line is whole. */
const statusNote = (edge) => (data.dashes[data.edges[edge].status] ? ` · ${termName(data.edges[edge].status)}` : "");
const termName = (term) => (data.terms[term] && inLanguage(data.terms[term])) || term;

const titled = (text) => text.charAt(0).toLocaleUpperCase(language) + text.slice(1);

/** Text as it is compared: without case, accents, hyphens or apostrophes. */
function fold(text) {
  return text.normalize("NFKD").replace(/\p{M}+/gu, "").toLowerCase()
    .replace(/œ/g, "oe").replace(/æ/g, "ae").replace(/[\s'’‘\-‐–—_/]+/g, " ").trim();
}

/** An EDTF date ("2016-10", "2014-06/..") for people. */
function showDate(edtf) {
  const [first, last] = edtf.split("/");
  if (last === undefined) return showDay(first);
  if (last === ".." || last === "") return word("open_end", { date: showDay(first) });
  if (first === ".." || first === "") return word("open_start", { date: showDay(last) });
  return `${showDay(first)} – ${showDay(last)}`;
}

function showDay(day) {
  const parts = /^(\d{4})(?:-(\d\d))?(?:-(\d\d))?$/.exec(day);
  if (!parts) return day;
  const time = Date.UTC(+parts[1], (parts[2] ?? 1) - 1, parts[3] ?? 1);
  const shown = { timeZone: "UTC", year: "numeric" };
  if (parts[2]) shown.month = parts[3] ? "short" : "long";
  if (parts[3]) shown.day = "numeric";
  return new Intl.DateTimeFormat(language, shown).format(time);
}

/** A new element; properties are set on it ("class", "data-…" and "aria-…" as attributes). */
function make(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name in element && !name.includes("-")) element[name] = value;
    else element.setAttribute(name === "class" ? "class" : name, value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

const SVG = "http://www.w3.org/2000/svg";
const OUTLINES = {
  dot: "M8 1.5a6.5 6.5 0 1 1 0 13 6.5 6.5 0 0 1 0-13z",
  square: "M2.5 2.5h11v11h-11z",
  triangle: "M8 1.5 15 14H1z",
  diamond: "M8 1 15 8l-7 7-7-7z",
};

/** The sign of a kind as the graph draws it. */
function swatch(kind) {
  const outline = OUTLINES[data.shapes[kind]] ?? OUTLINES.dot;
  return drawn("0 0 16 16", "swatch", outline, `fill:var(--${kind}, var(--edge));stroke:var(--${kind}-edge, var(--ink))`);
}

/** The line of a status as the graph draws it. */
function line(status) {
  const dashes = (data.dashes[status] ?? []).join(" ");
  return drawn("0 0 26 10", "swatch line", "M0 5h26", `stroke-dasharray:${dashes || "none"}`);
}

function drawn(box, name, path, style) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", box);
  svg.setAttribute("class", name);
  svg.setAttribute("aria-hidden", "true");
  const shape = document.createElementNS(SVG, "path");
  shape.setAttribute("d", path);
  shape.style.cssText = style;
  svg.append(shape);
  return svg;
}
