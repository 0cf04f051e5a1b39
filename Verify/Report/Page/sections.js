// The sections of the page, from top to bottom.
const checks = receipt.claims.filter((claim) => claim.kind === "check");
const figure = (claim, name) => claim?.figures.find((one) => one.name === name)?.value;
const sum = (name, claims = checks) => claims.reduce((all, claim) => all + (figure(claim, name) ?? 0), 0);

function head() {
  const held = checks.filter((claim) => claim.verdict === "holds").length;
  byId("verdict").append(stamp(receipt.verdict), h("span", {}, `${held} of ${checks.length} checks hold`));
  const written = new Date(receipt.written);
  const meta = [["commit", `${receipt.commit?.slice(0, 12) ?? "not known"}${receipt.isChanged ? ", with changes" : ""}`], ["seed", receipt.seed], ["time", `${number(Math.round(receipt.seconds))} s`],
    ["written", `${written.toISOString().slice(0, 16).replace("T", " ")} UTC`], ["machine", receipt.machine]];
  byId("meta").append(...meta.map(([name, value]) => h("div", {}, h("dt", {}, name), h("dd", {}, value))));
  const recordings = checks.filter((claim) => claim.name.startsWith("recording "));
  const covered = new Set(coverageClaims.flatMap((claim) => [...linesOf(claim.lines)]));
  const mutants = receipt.claims.filter((claim) => claim.kind === "mutants");
  const tiles = [
    [sum("operations", recordings), "answers of the original, reproduced by model and port"],
    [sum("transitions"), "transitions of small scopes: every claim, and the port"],
    [sum("schedules") + sum("executions"), "schedules of threads, each explained by an order"],
    [evidence.findings.length, "expectations that the original breaks"],
    [sum("planted-faults-seen") + sum("planted-races-found"), "planted faults and races found by the checks"],
    [evidence.statements.filter((line) => covered.has(line)).length, `of ${evidence.statements.length} lines of clone.c exercised`],
    [sum("mutants-seen", mutants), `of ${number(sum("mutants", mutants))} mutants seen by the tests`],
  ];
  byId("tiles").append(...tiles.filter(([value]) => value > 0).map(([value, text]) => h("li", {}, h("b", {}, short(value)), h("span", {}, text))));
}

function claimsSection() {
  const told = (one) => h("span", {}, one.basis === "timed" ? h("i", {}, "~") : null, h("b", {}, number(one.value)), ` ${one.name === one.unit.replaceAll(" ", "-") ? one.unit : one.name === "depth" ? "levels deep" : one.name}`);
  byId("claims-body").append(h("div", { class: "card scroll" }, h("table", { class: "claims" },
    h("thead", {}, h("tr", {}, ["check", "covered", "bound", "seed", "seconds", "verdict"].map((text) => h("th", { scope: "col", class: text === "seconds" ? "n" : null }, text)))),
    h("tbody", {}, checks.map((claim) => h("tr", {}, h("th", { scope: "row" }, claim.name), h("td", {}, h("div", { class: "figures" }, claim.figures.map(told))), h("td", { class: "bound" }, claim.bound),
      h("td", { class: "mono", "data-name": claim.seed ? "seed" : null }, claim.seed ?? ""), h("td", { class: "n", "data-name": "seconds" }, claim.seconds.toFixed(1)), h("td", {}, stamp(claim.verdict))))))));
}

function exhibitSections() {
  byId("findings-body").append(gallery(evidence.findings, "Findings", false));
  byId("faults-body").append(gallery(evidence.faults, "Planted faults", true));
  const broken = receipt.claims.filter((claim) => claim.verdict === "violated");
  if (broken.length > 0) {
    byId("counterexamples").hidden = false;
    document.querySelector('.bar a[href="#counterexamples"]').parentElement.hidden = false;
    const undrawn = broken.filter((claim) => !evidence.counterexamples.some((one) => one.id === claim.name));
    byId("counterexamples-body").append(...(evidence.counterexamples.length > 0 ? [gallery(evidence.counterexamples, "Counterexamples", true)] : []), ...undrawn.map((claim) => h("p", { class: "replay" }, `${claim.name}: ${claim.bound}`, claim.replay ? h("code", { tabindex: "0" }, claim.replay) : null)));
  }
}

function statesSection() {
  const colors = [1, 2, 3, 4, 0, 1, 2].map((lane) => `var(--lane-${lane})`);
  const [small, large] = [evidence.scopes.filter((scope) => Math.max(...scope.new) < 2000), evidence.scopes.filter((scope) => Math.max(...scope.new) >= 2000)];
  const draw = (scopes, caption) => scopes.length === 0 ? null : plot({ title: caption, caption: "new states at each level", legendOnly: true, xText: (x) => `${x}`, yText: (y) => number(y), series: scopes.map((scope, index) => ({ name: scope.name, color: colors[index], points: scope.new.map((count, level) => [level, count]) })) });
  const total = (scope) => scope.new.reduce((all, one) => all + one, 0);
  byId("states-body").append(h("div", { class: "plots" }, draw(small, "Scopes of one unit, or of coarse time"), draw(large, "Scopes of two units")),
    dataTable("The scopes as a table", ["scope", "states", "depth", "most at one level"], evidence.scopes.map((scope) => [scope.name, number(total(scope)), number(scope.new.length - 1), number(Math.max(...scope.new))])));
}

function mutantsSection() {
  const body = byId("mutants-body");
  if (evidence.mutation.length === 0) {
    body.append(h("p", { class: "card empty" }, "There was no mutation run where this report was made. ", h("code", {}, "verify mutants --run"), " makes one."));
    return;
  }
  const colors = { killed: "var(--holds)", timeout: "var(--lane-4)", survived: "var(--broken)", noCoverage: "var(--open)" };
  const names = { killed: "a test fails", timeout: "the tests do not end, or their host dies", survived: "all tests pass", noCoverage: "no test runs it" };
  body.append(h("ul", { class: "legend" }, Object.entries(names).map(([kind, text]) => h("li", {}, h("i", { style: { "--c": colors[kind] } }), text))));
  for (const project of evidence.mutation) {
    const seen = project.files.reduce((all, file) => all + file.killed + file.timeout, 0);
    const all = project.files.reduce((count, file) => count + file.killed + file.timeout + file.survived + file.noCoverage, 0);
    body.append(h("h3", {}, `${project.project}: ${number(seen)} of ${number(all)} seen`), h("div", { class: "card files" }, project.files.map((file) => {
      const count = file.killed + file.timeout + file.survived + file.noCoverage;
      return h("div", { class: "file" }, h("span", { class: "mono" }, file.path), h("span", { class: "stack", role: "img", "aria-label": Object.keys(names).map((kind) => `${names[kind]}: ${file[kind]}`).join(", ") }, Object.keys(names).map((kind) => h("i", { style: { "--c": colors[kind], flex: `${file[kind]} 0 0` } }))),
        h("span", { class: "n" }, count === 0 ? "–" : `${((100 * (file.killed + file.timeout)) / count).toFixed(1)} %`), h("span", { class: "n count" }, `${number(count)} mutants`),
        file.survivors.length > 0 ? h("details", {}, h("summary", {}, `${file.survivors.length} that no test sees`), file.survivors.map((one) => h("div", {}, h("span", {}, `line ${one.line}, ${one.mutator}, ${one.status}`),
          h("pre", { tabindex: "0" }, one.before.split("\n").map((line) => h("span", { class: "minus" }, `- ${line}\n`)), one.after.split("\n").map((line) => h("span", { class: "plus" }, `+ ${line}\n`)))))) : null);
    })));
  }
}

function speedSection() {
  const body = byId("speed-body");
  const speed = evidence.speed;
  if (speed === null) {
    body.append(h("p", { class: "card empty" }, "No measurement is kept with the project (Benchmarks/measured.json)."));
    return;
  }
  const contestants = [["port", "port", "var(--lane-1)"], ["list", "list", "var(--lane-2)"], ["original", "original", "var(--lane-3)"]];
  const questions = [["release_alloc_acquire_locked_ns", "Close, ask for any, open", "one round at a random device"], ["release_acquire_locked_ns", "Close and open a device", "one thread"],
    ["release_acquire_two_threads_locked_ns", "Close and open, two threads at once", "each on devices of its own"], ["gc_ns_per_entry", "Sweep of everything", "an entry"]];
  const time = (y) => y >= 1e6 ? `${number(+(y / 1e6).toPrecision(3))} ms` : y >= 1e3 ? `${number(+(y / 1e3).toPrecision(3))} µs` : `${+y.toPrecision(3)} ns`;
  const at = (n) => n >= 1e6 ? `${n / 1e6} M` : n >= 1e3 ? `${n / 1e3} k` : `${n}`;
  body.append(h("div", { class: "plots" }, questions.map(([field, title, caption]) => plot({ title, caption: `${caption}, over the number of entries`, logarithmicX: true, xText: at, yText: time,
    series: contestants.map(([key, name, color]) => ({ name, color, points: speed.rows.filter((row) => row.contestant === key && row[field] > 0).map((row) => [row.n, row[field]]) })).filter((one) => one.points.length > 0) }))),
    h("p", { class: "bound" }, `${speed.note} Measured ${speed.measured}, ${speed.machine}.`),
    dataTable("The measurements as a table", ["contestant, entries", ...questions.map(([, title]) => title)], speed.rows.map((row) => [`${row.contestant}, ${number(row.n)}`, ...questions.map(([field]) => time(row[field]))])));
}

/** The section that is read is marked in the bar. */
function followSections() {
  const links = new Map([...document.querySelectorAll(".bar a")].map((link) => [link.hash.slice(1), link]));
  const watch = new IntersectionObserver((seen) => {
    for (const one of seen.filter((entry) => entry.isIntersecting)) {
      links.forEach((link) => link.removeAttribute("aria-current"));
      links.get(one.target.id)?.setAttribute("aria-current", "true");
    }
  }, { rootMargin: "-20% 0px -70% 0px" });
  document.querySelectorAll("main > section").forEach((section) => watch.observe(section));
}

head();
claimsSection();
exhibitSections();
linesSection();
casesSection();
statesSection();
mutantsSection();
speedSection();
followSections();
