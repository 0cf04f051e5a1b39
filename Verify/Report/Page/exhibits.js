// Exhibits: lanes with bars, context switches between them, the state after the chosen step, and the place where expected and actual
// part ways. The arrow keys, Home and End move between steps.
const laneColor = (lane) => `var(--lane-${lane % 5})`;
const isWhole = (mark) => mark === "operation" || mark === "placed" || mark === "unplaced";
const stepsOfThreads = new Set(["invoke", "return", "access", "stretch"]);

/** One row of the lanes: which bars pass through it, and whether the turn has passed to this lane. */
function gutterOf(exhibit, index, open) {
  const step = exhibit.steps[index];
  const before = exhibit.steps[index - 1];
  const rails = exhibit.lanes.map((_, lane) => {
    const own = lane === step.lane;
    const broken = own && index === exhibit.parting.step ? " broken" : "";
    let bar = null;
    if (own && isWhole(step.mark)) bar = h("i", { class: `whole${broken}` });
    else if (own && step.mark === "invoke") bar = h("i", { class: `begins${broken}` });
    else if (own && step.mark === "return") bar = h("i", { class: `ends${broken}` });
    else if (open.has(lane)) bar = h("i", { class: `${own ? "" : "waits"}${broken}` });
    const dot = own && (step.mark === "access" || step.mark === "stretch") ? h("b") : null;
    return h("span", { class: "rail", style: { "--c": laneColor(lane) } }, bar, dot);
  });
  const turned = before && before.part === step.part && before.lane !== step.lane && stepsOfThreads.has(step.mark);
  const [from, to] = turned ? [before.lane * 20 + 10, step.lane * 20 + 10] : [0, 0];
  const arrow = turned ? h("span", { class: "switch", style: { left: `${Math.min(from, to)}px`, width: `${Math.abs(to - from)}px`, [to > from ? "--r" : "--l"]: "-4px" } }) : null;
  return h("span", { class: "gutter", "aria-hidden": "true" }, rails, arrow);
}

/** The last step before this one after which a state is known. */
function stateBefore(exhibit, index) {
  for (let at = index - 1; at >= 0; at--) if (exhibit.steps[at].state.length > 0) return exhibit.steps[at];
  return null;
}

function entriesOf(step, before) {
  const known = new Map((before?.entries ?? []).map((entry) => [entry.entry, entry]));
  const now = new Set(step.entries.map((entry) => entry.entry));
  const fields = (entry) => [["", entry.flags, "flags"], ["", entry.process, "process"], ["given out at ", entry.time, "time"], ["", entry.device ?? "no device yet", "device"], ...(entry.threads > 0 ? [["threads inside: ", `${entry.threads}`, "threads"]] : [])];
  const cards = step.entries.map((entry) => {
    const was = known.get(entry.entry);
    const told = (text, field) => h("span", { class: was && was[field] !== entry[field] ? "changed" : null }, text);
    return h("li", { class: `entry${was || before === null ? "" : " new"}` }, h("strong", {}, `unit ${entry.unit}`, h("small", {}, `entry ${entry.entry}${was || before === null ? "" : ", new"}`)),
      fields(entry).map(([before_, text, field]) => h("div", {}, before_, told(text, field))));
  });
  const gone = [...known.values()].filter((entry) => !now.has(entry.entry)).map((entry) => h("li", { class: "entry gone" }, h("strong", {}, h("s", {}, `unit ${entry.unit}`), h("small", {}, `entry ${entry.entry}`)), h("div", {}, "gone")));
  return h("ul", { class: "entries" }, cards, gone);
}

function stateOf(exhibit, index) {
  const step = exhibit.steps[index];
  const panel = h("div", { class: "state" }, h("h4", {}, `State after step ${index + 1}`));
  if (step.state.length === 0 && !step.entries) {
    panel.append(h("p", {}, stepsOfThreads.has(step.mark) ? "Nobody looks at the state while threads run. What explains this run follows behind its last event." : "No state is known here."));
  } else {
    const before = stateBefore(exhibit, index);
    const known = before === null || (before.entries === null) !== (step.entries === null) ? null : new Map(before.state.map((fact) => [fact.name, fact.value]));
    const isMemory = step.entries === null && step.mark !== "operation";
    panel.append(h("dl", { class: `facts${isMemory ? " memory" : ""}` }, step.state.map((fact) => {
      const changed = known !== null && known.get(fact.name) !== fact.value;
      return [h("dt", {}, fact.name), h("dd", {}, h("span", { class: changed ? "changed" : null }, fact.value))];
    })));
    if (step.entries && step.entries.length + (before?.entries?.length ?? 0) > 0) panel.append(entriesOf(step, known === null ? null : before));
  }
  return panel;
}

function partingOf(exhibit) {
  const { expected, actual, from, to, differences } = exhibit.parting;
  return h("div", { class: "apart" }, h("h4", {}, "Here they part ways"),
    h("dl", {}, h("dt", {}, "expected"), h("dd", {}, expected), h("dt", {}, "actual"), h("dd", {}, actual)),
    differences.length > 0 ? h("table", {}, h("thead", {}, h("tr", {}, ["", from, to].map((text) => h("th", { scope: "col" }, text)))),
      h("tbody", {}, differences.map((one) => h("tr", {}, h("th", { scope: "row" }, one.fact), h("td", {}, one.from), h("td", {}, one.to))))) : null);
}

function showExhibit(exhibit, place) {
  let chosen = exhibit.parting.step;
  const open = new Set();
  const rows = [];
  const items = [];
  exhibit.steps.forEach((step, index) => {
    if (step.part && step.part !== exhibit.steps[index - 1]?.part) {
      open.clear();
      items.push(h("li", { class: "part", role: "presentation" }, capital(step.part)));
    }
    const gutter = gutterOf(exhibit, index, open);
    if (step.mark === "invoke") open.add(step.lane);
    if (step.mark === "return") open.delete(step.lane);
    const isReturn = step.mark === "return";
    const what = isReturn ? "returns" : step.mark === "stretch" ? `goes on for ${step.text}` : step.mark === "invoke" ? `begins ${step.text}` : step.text;
    const row = h("li", { class: `step ${step.mark}${index === exhibit.parting.step ? " parting" : ""}`, role: "option", id: `${exhibit.id}-${index}`, "aria-selected": "false", click: () => choose(index) }, gutter,
      h("span", { class: "says" }, h("span", { class: "does", style: { color: stepsOfThreads.has(step.mark) ? laneColor(step.lane) : "inherit" } }, what), step.answer ? h("span", { class: "gives" }, step.answer) : null));
    rows.push(row);
    items.push(row);
  });
  const track = h("ul", { class: "track", role: "listbox", tabindex: "0", "aria-label": `Steps: ${exhibit.title}`, style: { "--gutter": `${exhibit.lanes.length * 20 + 6}px` }, keydown: (event) => {
    const to = { ArrowRight: chosen + 1, ArrowDown: chosen + 1, ArrowLeft: chosen - 1, ArrowUp: chosen - 1, Home: 0, End: rows.length - 1 }[event.key];
    if (to !== undefined) { event.preventDefault(); choose(to); }
  } }, items);
  const right = h("div", { class: "right", "aria-live": "polite" });
  const count = h("output", {});
  const button = (label, text, to) => h("button", { type: "button", "aria-label": label, title: label, click: () => choose(to()) }, text);
  const buttons = [button("first step", "«", () => 0), button("previous step", "‹", () => chosen - 1), button("next step", "›", () => chosen + 1), button("last step", "»", () => rows.length - 1)];
  const jump = h("button", { type: "button", class: "jump", click: () => choose(exhibit.parting.step) }, `Step ${exhibit.parting.step + 1}: where expected and actual part ways`);

  function choose(index) {
    rows[chosen].setAttribute("aria-selected", "false");
    chosen = Math.max(0, Math.min(rows.length - 1, index));
    rows[chosen].setAttribute("aria-selected", "true");
    track.setAttribute("aria-activedescendant", rows[chosen].id);
    count.textContent = `step ${chosen + 1} of ${rows.length}`;
    buttons[0].disabled = buttons[1].disabled = chosen === 0;
    buttons[2].disabled = buttons[3].disabled = chosen === rows.length - 1;
    right.replaceChildren(...(chosen === exhibit.parting.step ? [partingOf(exhibit), h("div", { style: { height: "1rem" } }), stateOf(exhibit, chosen)] : [stateOf(exhibit, chosen), jump]));
    // Only the list scrolls: the page stays where the reader has it.
    const row = rows[chosen];
    if (row.offsetTop < track.scrollTop + 24 || row.offsetTop + row.offsetHeight > track.scrollTop + track.clientHeight - 24) track.scrollTop = row.offsetTop - track.clientHeight / 2;
  }

  const notes = [...exhibit.notes, { name: "found by", value: exhibit.origin }];
  place.replaceChildren(h("h3", {}, exhibit.title), ...(exhibit.explanation ? [h("p", {}, exhibit.explanation)] : []),
    h("dl", { class: "notes" }, notes.map((note) => h("div", {}, h("dt", {}, note.name), h("dd", {}, note.value)))),
    h("div", { class: "stage" }, h("div", {}, h("div", { class: "steer", role: "group", "aria-label": "Steps" }, buttons, count),
      h("ul", { class: "legend" }, exhibit.lanes.map((lane, index) => h("li", {}, h("i", { style: { "--c": laneColor(index) } }), lane))), track), right),
    h("p", { class: "replay" }, "Replay it:", h("code", { tabindex: "0" }, exhibit.replay)));
  choose(chosen);
}

/** A list of exhibits, and the one that is shown. */
function gallery(exhibits, label, few) {
  const place = h("article", { class: "exhibit card" });
  const select = h("select", { "aria-label": label, change: () => show(Number(select.value)) }, exhibits.map((one, index) => h("option", { value: index }, few ? one.kind : capital(one.title))));
  const buttons = exhibits.map((one, index) => h("button", { type: "button", "aria-pressed": "false", click: () => show(index) }, few ? [capital(one.kind), h("small", {}, one.title)] : capital(one.title)));
  function show(index) {
    buttons.forEach((one, at) => one.setAttribute("aria-pressed", `${at === index}`));
    select.value = index;
    showExhibit(exhibits[index], place);
  }
  const body = h("div", { class: few ? "gallery few" : "gallery" }, h("ul", { class: "picks card", "aria-label": label }, buttons.map((one) => h("li", {}, one))), h("label", { class: "choose" }, select), place);
  show(0);
  return body;
}
