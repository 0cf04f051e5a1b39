// Elements are made here, and their text is set as text: nothing of the data is ever read as markup.
const evidence = JSON.parse(document.getElementById("evidence").textContent);
const receipt = evidence.receipt;

const svgNames = new Set(["svg", "path", "line", "circle", "text", "g", "title"]);

/** An element: its attributes (a function is a listener), and what stands in it. */
function h(name, attributes = {}, ...content) {
  const element = svgNames.has(name) ? document.createElementNS("http://www.w3.org/2000/svg", name) : document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (typeof value === "function") element.addEventListener(key, value);
    else if (key === "style") for (const [property, set] of Object.entries(value)) element.style.setProperty(property, set);
    else if (value === true) element.setAttribute(key, "");
    else if (value !== false && value !== null && value !== undefined) element.setAttribute(key, value);
  }
  element.append(...content.flat(Infinity).filter((part) => part !== null && part !== undefined && part !== false));
  return element;
}

const byId = (id) => document.getElementById(id);
const number = (value) => value.toLocaleString("en");
const short = (value) => value >= 1e7 ? `${Math.round(value / 1e6)} M` : value >= 1e6 ? `${(value / 1e6).toFixed(1)} M` : number(value);
const sign = { holds: "✓", violated: "✗", undecided: "?" };
const stamp = (verdict) => h("span", { class: `stamp ${verdict}` }, h("span", { "aria-hidden": "true" }, sign[verdict]), verdict);
const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);

/** The lines of "106-110, 130". */
function linesOf(text) {
  const lines = new Set();
  for (const range of (text ?? "").split(",").filter((part) => part.trim().length > 0)) {
    const [first, last = first] = range.split("-").map(Number);
    for (let line = first; line <= last; line++) lines.add(line);
  }
  return lines;
}
