// The lines of clone.c by number, a cell each: the darker, the more checks run it. And the cases of operations, for one check at a time.
const coverageClaims = receipt.claims.filter((claim) => claim.kind === "coverage");
const nameOfCheck = (claim) => claim.name.replace(/^coverage of /u, "");

function linesSection() {
  const statements = new Set(evidence.statements);
  const exercised = coverageClaims.map((claim) => linesOf(claim.lines));
  const told = h("p", { class: "told", role: "status" }, "Point at a line, or move along a function with the arrow keys.");
  const select = h("select", { id: "lines-check", change: draw }, h("option", { value: "-1" }, "all checks"), coverageClaims.map((claim, index) => h("option", { value: index }, `${nameOfCheck(claim)} (${number(exercised[index].size)} lines)`)));
  const body = h("div", { class: "lines" });

  function tell(line) {
    const by = coverageClaims.filter((_, index) => exercised[index].has(line)).map(nameOfCheck);
    told.textContent = !statements.has(line) ? `Line ${line} holds no statement.` : by.length === 0 ? `Line ${line} is exercised by no check.` : `Line ${line} is exercised by ${by.length === coverageClaims.length ? "every check" : by.join(", ")}.`;
  }

  function strip(fn) {
    const chosen = Number(select.value);
    const cells = [];
    for (let line = fn.first; line <= fn.last; line++) {
      const by = chosen < 0 ? exercised.filter((lines) => lines.has(line)).length / exercised.length : exercised[chosen].has(line) ? 1 : 0;
      cells.push(h("i", { class: !statements.has(line) ? "none" : by === 0 ? "missed" : null, style: { "--h": by.toFixed(2) }, "data-line": line }));
    }
    let at = -1;
    const go = (to) => { cells[at]?.classList.remove("here"); at = Math.max(0, Math.min(cells.length - 1, to)); cells[at].classList.add("here"); tell(fn.first + at); };
    return h("div", { class: "strip", tabindex: "0", role: "group", "aria-label": `Lines of ${fn.name}, ${fn.first} to ${fn.last}`, focus: () => go(at), blur: () => cells[at]?.classList.remove("here"),
      pointerover: (event) => { if (event.target.dataset.line) tell(Number(event.target.dataset.line)); },
      click: (event) => { if (event.target.dataset.line) go(Number(event.target.dataset.line) - fn.first); },
      keydown: (event) => {
        const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: cells.length - 1 }[event.key];
        if (to !== undefined) { event.preventDefault(); go(to); }
      } }, cells);
  }

  function draw() {
    const chosen = Number(select.value);
    body.replaceChildren(...evidence.functions.map((fn) => {
      const own = evidence.statements.filter((line) => line >= fn.first && line <= fn.last);
      const run = own.filter((line) => chosen < 0 ? exercised.some((lines) => lines.has(line)) : exercised[chosen].has(line));
      return h("div", { class: "fn" }, h("span", { class: "mono" }, fn.name), strip(fn), h("span", { class: "n" }, `${run.length} of ${own.length}`));
    }));
  }

  draw();
  const all = evidence.statements.filter((line) => exercised.some((lines) => lines.has(line))).length;
  byId("lines-body").append(
    h("div", { class: "ask" }, h("label", { for: "lines-check" }, "Exercised by"), select, h("span", {}, `${all} of ${statements.size} lines by some check`),
      h("span", { class: "scale" }, "one", [1, 2, 3, 4, 5, 6, 7].map((by) => h("i", { style: { background: `rgb(var(--heat), ${0.16 + 0.84 * by / 7})` } })), "every check")),
    h("div", { class: "card" }, body, told));
}

function casesSection() {
  const titles = { operation: "Operations", alloc: "Which way alloc went", sweep: "What a sweep came to", answer: "Answers", time: "Time", flag: "Flags that were set", refused: "Refusals" };
  const body = h("div", { class: "cases" });
  const select = h("select", { id: "cases-check", change: draw }, coverageClaims.map((claim, index) => h("option", { value: index }, nameOfCheck(claim))));
  function draw() {
    const claim = coverageClaims[Number(select.value)];
    const cases = claim.figures.filter((figure) => figure.unit === "times").map((figure) => ({ group: figure.name.slice(0, figure.name.indexOf(":")), name: figure.name.slice(figure.name.indexOf(":") + 2), value: figure.value }));
    const most = Math.log10(1 + Math.max(...cases.map((one) => one.value)));
    body.replaceChildren(...[...new Set(cases.map((one) => one.group))].map((group) => h("div", { class: "card" }, h("h4", {}, titles[group] ?? group),
      cases.filter((one) => one.group === group).map((one) => h("div", { class: "case" }, h("span", {}, one.name), h("span", { class: "meter", "aria-hidden": "true" }, h("i", { style: { width: `${(100 * Math.log10(1 + one.value)) / most}%` } })),
        h("b", { class: one.value === 0 ? "zero" : null }, number(one.value)))))));
  }
  draw();
  byId("cases-body").append(h("div", { class: "ask" }, h("label", { for: "cases-check" }, "Along"), select), body);
}
