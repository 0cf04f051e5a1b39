// Opens the report from disk in headless Chromium, without a network, as a reader would: clicks it through, steps with the keyboard, looks
// for what stands over the edge, and keeps pictures of it in light, in dark and at the width of a phone. Ends with 1 where something is wrong.
//   node test.mjs REPORT.html PICTURES [BROWSER]
import { mkdirSync, statSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const [report, pictures, executablePath = "/usr/bin/chromium"] = process.argv.slice(2);
const sections = ["claims", "findings", "faults", "coverage", "states", "mutants", "speed"];
const wrong = [];
const expect = (holds, what) => { if (!holds) wrong.push(what); };
const views = [
  { name: "light", colorScheme: "light", viewport: { width: 1280, height: 900 } },
  { name: "dark", colorScheme: "dark", viewport: { width: 1280, height: 900 } },
  { name: "phone", colorScheme: "light", viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true },
  { name: "phone-dark", colorScheme: "dark", viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true },
];

mkdirSync(pictures, { recursive: true });
const size = statSync(report).size;
expect(size < 5_000_000, `the page has ${size} bytes, and may have 5,000,000`);
const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
for (const view of views) {
  const context = await browser.newContext({ ...view, reducedMotion: "reduce" });
  const page = await context.newPage();
  const says = (what) => `${view.name}: ${what}`;
  page.on("console", (message) => { if (["error", "warning"].includes(message.type())) wrong.push(says(`console: ${message.text()}`)); });
  page.on("pageerror", (error) => wrong.push(says(`error: ${error.message}`)));
  page.on("request", (request) => { if (!/^(file|data):/u.test(request.url())) wrong.push(says(`asks the network for ${request.url()}`)); });
  await page.goto(pathToFileURL(resolve(report)).href);
  await page.screenshot({ path: `${pictures}/${view.name}.png` });
  await lookOver(page, view, says);
  await stepThrough(page, view, says);
  await coverage(page, says);
  await page.addStyleTag({ content: ".bar, .right, .told { position: static !important; }" }); // what sticks would stand across the pictures
  for (const id of sections) {
    await page.locator(`#${id}`).screenshot({ path: `${pictures}/${view.name}-${id}.png` });
  }
  await context.close();
}
await browser.close();
for (const one of wrong) console.error(one);
console.log(wrong.length > 0 ? `${report}: ${wrong.length} things are wrong` : `${report} (${size} bytes) opens from disk in ${views.length} views, is clicked through, and asks nobody`);
process.exit(wrong.length > 0 ? 1 : 0);

/** The page as a whole: a heading each section, names for what can be used, and nothing over the edge. */
async function lookOver(page, view, says) {
  for (const section of sections) {
    expect(await page.locator(`#${section} h2`).isVisible(), says(`section ${section} has no heading`));
    expect((await page.locator(`#${section}-body, #${section === "coverage" ? "lines" : section}-body`).first().innerText()).length > 0, says(`section ${section} is empty`));
  }
  const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect(over <= 0, says(`the page is ${over} px wider than the window`));
  const unnamed = await page.evaluate(() => [...document.querySelectorAll("button, select, [tabindex='0'][role]")].filter((one) => !(one.getAttribute("aria-label") || one.textContent.trim() || one.labels?.length)).length);
  expect(unnamed === 0, says(`${unnamed} controls have no name`));
  expect(await page.locator("#verdict .stamp").isVisible(), says("there is no verdict"));
  expect(await page.locator("#claims tbody tr").count() > 5, says("there are hardly any claims"));
}

/** An exhibit: the keyboard goes through its steps, each with its state; another one is chosen. */
async function stepThrough(page, view, says) {
  for (const section of ["findings", "faults"]) {
    const track = page.locator(`#${section} .track`);
    const count = page.locator(`#${section} .steer output`);
    await track.focus();
    await page.keyboard.press("Home");
    expect((await count.innerText()).startsWith("step 1 of"), says(`${section}: Home does not go to the first step: ${await count.innerText()}`));
    const steps = await page.locator(`#${section} .step`).count();
    const states = new Set();
    for (let step = 1; step <= steps; step++) {
      expect((await count.innerText()) === `step ${step} of ${steps}`, says(`${section}: at ${await count.innerText()}, and should be at ${step}`));
      states.add(await page.locator(`#${section} .state`).innerText());
      await page.keyboard.press(step % 2 ? "ArrowRight" : "ArrowDown");
    }
    expect(states.size === steps, says(`${section}: ${steps} steps show ${states.size} states`));
    await page.keyboard.press("Home");
    await page.locator(`#${section} .jump`).click();
    expect(await page.locator(`#${section} .apart`).isVisible(), says(`${section}: nothing says where expected and actual part ways`));
    expect(await page.locator(`#${section} .step[aria-selected="true"].parting`).count() === 1, says(`${section}: the step that is told is not the one that is shown`));
    await page.keyboard.press("Tab");
    const outline = await page.evaluate(() => getComputedStyle(document.activeElement).outlineStyle);
    expect(outline !== "none" || view.isMobile, says(`${section}: the focus cannot be seen`));
    const title = await page.locator(`#${section} .exhibit h3`).innerText();
    if (await page.locator(`#${section} .choose select`).isVisible()) await page.locator(`#${section} .choose select`).selectOption({ index: 1 });
    else await page.locator(`#${section} .picks button`).nth(1).click();
    expect((await page.locator(`#${section} .exhibit h3`).innerText()) !== title, says(`${section}: another one is not shown when it is chosen`));
    const last = await page.locator(`#${section} .choose option`).count() - 1;
    for (let at = 0; at <= last; at++) {
      await page.locator(`#${section} .choose select`).selectOption({ index: at }, { force: true });
      const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      expect(over <= 0, says(`${section} ${at}: the page is ${over} px wider than the window`));
      if (section === "faults") await page.locator(`#${section} .exhibit`).screenshot({ path: `${pictures}/${view.name}-fault-${at}.png` });
    }
  }
}

/** Lines and cases: another check shows other ones, and the keyboard reaches each line. */
async function coverage(page, says) {
  const strip = page.locator("#coverage .strip").last();
  await strip.focus();
  await page.keyboard.press("End");
  expect(/Line 795 /u.test(await page.locator(".told").innerText()), says(`the last line is told as: ${await page.locator(".told").innerText()}`));
  const before = await page.locator("#lines-body .fn .n").allInnerTexts();
  await page.locator("#lines-check").selectOption({ index: 4 });
  expect(String(await page.locator("#lines-body .fn .n").allInnerTexts()) !== String(before), says("one check exercises all that all exercise"));
  await page.locator("#lines-check").selectOption({ index: 0 });
  const cases = await page.locator(".cases").innerText();
  await page.locator("#cases-check").selectOption({ index: 1 });
  expect((await page.locator(".cases").innerText()) !== cases, says("the cases do not change with the check"));
}
