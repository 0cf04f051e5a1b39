// Plots with a logarithmic vertical axis, as plain SVG. Each series is named at its end, and in a table for those who do not see it.
const ticksOf = (low, high) => {
  const ticks = [];
  for (let power = Math.floor(Math.log10(low)); power <= Math.ceil(Math.log10(high)); power++) ticks.push(10 ** power);
  return ticks;
};

/** series: [{ name, color, points: [[x, y]] }]; x linear or logarithmic, y logarithmic. */
function plot({ title, caption, series, logarithmicX, xText, yText, width = 560, height = 310, legendOnly = false }) {
  const points = series.flatMap((one) => one.points);
  const xs = points.map(([x]) => x);
  const ys = points.map(([, y]) => y);
  const ticks = ticksOf(Math.min(...ys), Math.max(...ys));
  const edge = { left: 52, right: legendOnly ? 16 : 88, top: 14, bottom: 40 };
  const toX = logarithmicX ? Math.log10 : (x) => x;
  const [xLow, xHigh] = [toX(Math.min(...xs)), toX(Math.max(...xs))];
  const [yLow, yHigh] = [Math.log10(ticks[0]), Math.log10(ticks.at(-1))];
  const px = (x) => edge.left + ((toX(x) - xLow) / (xHigh - xLow)) * (width - edge.left - edge.right);
  const py = (y) => height - edge.bottom - ((Math.log10(y) - yLow) / (yHigh - yLow)) * (height - edge.top - edge.bottom);
  const picture = h("svg", { viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": `${title}. ${series.map((one) => `${one.name}: ${one.points.map(([x, y]) => `${xText(x)} ${yText(y)}`).join(", ")}`).join(". ")}` });
  for (const tick of ticks) {
    picture.append(h("line", { class: "grid", x1: edge.left, x2: width - edge.right, y1: py(tick), y2: py(tick) }), h("text", { x: edge.left - 8, y: py(tick) + 4, "text-anchor": "end" }, yText(tick)));
  }
  for (const x of logarithmicX ? [...new Set(xs)] : [...new Set(xs)].filter((one) => one % 5 === 0)) picture.append(h("text", { x: px(x), y: height - 16, "text-anchor": "middle" }, xText(x)));
  const taken = [];
  for (const one of series) {
    const color = { "--c": one.color };
    picture.append(h("path", { class: "series", style: color, d: one.points.map(([x, y], index) => `${index === 0 ? "M" : "L"}${px(x).toFixed(1)} ${py(y).toFixed(1)}`).join("") }));
    for (const [x, y] of one.points) picture.append(h("circle", { style: color, cx: px(x), cy: py(y), r: 3.5 }, h("title", {}, `${one.name}, ${xText(x)}: ${yText(y)}`)));
    if (!legendOnly) {
      const [x, y] = one.points.at(-1);
      let at = py(y) + 4;
      while (taken.some((other) => Math.abs(other - at) < 14)) at += 3;
      taken.push(at);
      picture.append(h("text", { class: "name", style: color, x: px(x) + 9, y: at }, one.name));
    }
  }
  const legend = legendOnly ? h("ul", { class: "legend" }, series.map((one) => h("li", {}, h("i", { style: { "--c": one.color } }), one.name))) : null;
  return h("figure", { class: "card" }, h("figcaption", {}, title, caption ? h("small", {}, caption) : null), legend, picture);
}

/** A table of what a plot shows. */
function dataTable(label, columns, rows) {
  return h("details", {}, h("summary", {}, label), h("div", { class: "scroll" }, h("table", {},
    h("thead", {}, h("tr", {}, columns.map((column, index) => h("th", { scope: "col", class: index > 0 ? "n" : null }, column)))),
    h("tbody", {}, rows.map((row) => h("tr", {}, row.map((cell, index) => h(index === 0 ? "th" : "td", { class: index > 0 ? "n" : null, scope: index === 0 ? "row" : null }, cell))))))));
}
