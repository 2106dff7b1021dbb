// Opens report.html of several scenarios in headless Chromium, from the file, and checks what a reader meets: nothing is
// said on the console and nothing asked of a network; every figure is the one in the CSV files or in `--json`; nothing
// is cut at 1280 and at 400 pixels; tables sort, plots tell their values, the switch turns the language; axe finds no
// violation; it prints on A4. Run by .ci/report-page, which installs what is needed.
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const out = process.env.OUT;
const require = createRequire(pathToFileURL(join(out, "tools/node_modules/")));
const { chromium } = require("playwright-core");
const { parse } = require("csv-parse/sync");
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");

const WIDTHS = [1280, 400];
const LANGUAGES = ["en", "zh"];
const A4 = [595, 842];
const FLAGS = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];
const SHANGHAI = ["scenarios/shanghai.toml", "--set", "calendar.days=1", "--replications", "16"];
const CASES = {
  starter: ["run", "scenarios/starter.toml"],
  chinese: ["run", "scenarios/starter.toml", "--lang", "zh", "--set", "queues.main.label=政策咨询 <b>&\"'"],
  sweep: "sweep scenarios/starter.toml --vary agents.team.shifts.early.heads --from 6 --to 12 --step 2".split(" "),
  search: ["run", ...SHANGHAI],
  network: "run scenarios/network.toml --set calendar.days=1 --replications 4".split(" "),
  plain: "run scenarios/mmn.toml --set calendar.days=2 --replications 4 --no-plots".split(" "),
};

// The names of cases on the command line: only these.
const only = process.argv.slice(2);

let failures = 0;
let checks = 0;

function check(isRight, what) {
  checks += 1;
  if (!isRight) {
    failures += 1;
    console.error(`   FAILED: ${what}`);
  }
}

// Runs the command and keeps what it says in JSON.
function runs(name, command) {
  const folder = join(out, name);
  const arguments_ = [...command, "--quiet", "--json", "--out", folder];
  const ran = spawnSync(process.env.SIM, arguments_, { encoding: "utf8", maxBuffer: 1 << 28 });
  // 4: a search that found nothing; its page is as good as any.
  if (![0, 4].includes(ran.status)) {
    throw new Error(`sim ${arguments_.join(" ")}: exit code ${ran.status}\n${ran.stderr}`);
  }
  return { folder, json: JSON.parse(ran.stdout) };
}

// The rows of a CSV file by the JSON list of their keys.
function tableOf(folder, file) {
  const resources = JSON.parse(readFileSync(join(folder, "datapackage.json"), "utf8")).resources;
  const keys = resources.find((resource) => resource.path === file).schema.primaryKey;
  const rows = parse(readFileSync(join(folder, file), "utf8"), { columns: true });
  return new Map(rows.map((row) => [JSON.stringify(keys.map((key) => row[key])), row]));
}

// Every figure of the page with where it says that it comes from.
function figuresIn() {
  const read = (element) => ({
    table: element.closest("[data-table]")?.dataset.table,
    key: element.closest("[data-key]")?.dataset.key,
    metric: element.dataset.metric,
    json: element.dataset.json,
    value: element.dataset.value,
    text: (element.querySelector(`:scope > [lang=${document.documentElement.lang}]`) ?? element).textContent.trim(),
  });
  return [...document.querySelectorAll("[data-metric], [data-json]")].map(read);
}

// Whether what is read can be the exact figure, rounded.
function agrees(text, value) {
  if (value === "") {
    return text === "–";
  }
  text = text.replace("小时", "h").replace("分", "min").replace("秒", "s").replace("+", "");
  const exact = Number(value);
  if (Number.isNaN(exact)) {
    return true;
  }
  const number = (part) => Number(part.replaceAll(",", ""));
  const time = /^(?:([\d,]+) h)? ?(?:(\d+) min)? ?(?:([\d.]+) s)?$/.exec(text);
  if (text.endsWith("%")) {
    return Math.abs(number(text.slice(0, -1)) / 100 - exact) <= (Math.abs(exact) < 0.9995 ? 0.000_51 : 0.005_1);
  }
  if (time !== null && text !== "") {
    const [, hours = "0", minutes = "0", seconds = "0"] = time;
    const room = text.includes("h") ? (text.includes("min") ? 31 : 1801) : text.includes("min") ? 0.51 : 0.051;
    return Math.abs(number(hours) * 3600 + number(minutes) * 60 + number(seconds) - exact) <= room;
  }
  if (/^[\d:]+:\d\d$/.test(text)) {
    const seconds = text.split(":").reduce((sum, part) => sum * 60 + Number(part), 0);
    return Math.abs(seconds - exact) <= 0.501;
  }
  return Math.abs(number(text) - exact) <= (text.includes(".") ? 0.051 : 0.501);
}

function at(json, path) {
  return JSON.parse(path).reduce((value, key) => value?.[key], json);
}

async function checksFigures(page, name, { folder, json }) {
  const figures = await page.evaluate(figuresIn);
  const tables = new Map();
  const wrong = figures.filter(({ table, key, metric, json: path, value, text }) => {
    if (path !== undefined) {
      return Number(value) !== at(json, path) || !agrees(text, value);
    }
    if (!tables.has(table)) {
      tables.set(table, tableOf(folder, table));
    }
    return tables.get(table).get(key)?.[metric] !== value || !agrees(text, value);
  });
  check(figures.length > 100, `${name}: only ${figures.length} figures`);
  check(wrong.length === 0, `${name}: ${wrong.length} figures differ from the files: ${JSON.stringify(wrong[0])}`);
  return figures.length;
}

// What is wider than its box, or out of its drawing.
function cutIn() {
  const isSeen = (element) => element.getClientRects().length > 0;
  const cut = [];
  const root = document.documentElement;
  if (root.scrollWidth > root.clientWidth) {
    cut.push(`the page: ${root.scrollWidth} > ${root.clientWidth}`);
  }
  for (const element of document.body.querySelectorAll("*:not(.scroll):not(.unseen):not(svg):not(svg *)")) {
    const hides = getComputedStyle(element).display !== "inline" && !element.closest(".unseen");
    if (hides && isSeen(element) && element.scrollWidth > element.clientWidth + 1) {
      const inside = element.closest(".scroll");
      if (inside === null || ["TH", "TD", "PRE"].includes(element.tagName)) {
        cut.push(`${element.tagName} ${element.textContent.trim().slice(0, 60)}`);
      }
    }
    if (isSeen(element) && !element.closest(".scroll, .unseen") && element.getBoundingClientRect().right > root.clientWidth + 1) {
      cut.push(`past the edge: ${element.tagName} ${element.textContent.trim().slice(0, 60)}`);
    }
  }
  for (const svg of document.querySelectorAll("svg")) {
    const box = svg.getBoundingClientRect();
    for (const text of svg.querySelectorAll("text")) {
      const { left, right, top, bottom } = text.getBoundingClientRect();
      const isIn = left >= box.left - 1 && right <= box.right + 1 && top >= box.top - 1 && bottom <= box.bottom + 1;
      if (isSeen(text) && !isIn) {
        cut.push(`out of the drawing: ${text.textContent.trim()}`);
      }
    }
  }
  return cut;
}

// Clicks each head of each table, twice: numbers must then rise, and fall.
function sortingIn() {
  const wrong = [];
  const key = (cell) => cell.dataset.order ?? cell.dataset.value ?? cell.textContent.trim();
  for (const table of document.querySelectorAll("table.sorts")) {
    [...table.tHead.rows[0].cells].forEach((heading, column) => {
      const before = table.tBodies[0].rows.length;
      for (const direction of ["ascending", "descending"]) {
        heading.querySelector("button").click();
        const cells = [...table.tBodies[0].rows].map((row) => key(row.cells[column])).filter((text) => text !== "");
        const numbers = cells.map(Number);
        const sign = direction === "ascending" ? 1 : -1;
        const isSorted = numbers.every((number, place) => place === 0 || sign * (number - numbers[place - 1]) >= 0);
        if (!numbers.some(Number.isNaN) && !isSorted) {
          wrong.push(`${table.caption.textContent} ${heading.textContent} ${direction}`);
        }
        if (heading.getAttribute("aria-sort") !== direction || table.tBodies[0].rows.length !== before) {
          wrong.push(`${table.caption.textContent} ${heading.textContent}: not sorted ${direction}`);
        }
      }
    });
  }
  return wrong;
}

async function checksLanguage(page, name, language) {
  const other = language === "en" ? "zh" : "en";
  await page.click(`[data-language=${language}]`);
  const shown = await page.evaluate((other) => {
    const seen = (element) => element.getClientRects().length > 0;
    return {
      root: document.documentElement.lang,
      others: [...document.querySelectorAll(`body [lang=${other}]`)].filter(seen).length,
      headings: [...document.querySelectorAll("h2")].map((heading) => heading.innerText).join(" "),
    };
  }, other);
  check(shown.root === language && shown.others === 0, `${name}: ${shown.others} texts of ${other} are seen in ${language}`);
  const isChinese = /^[^a-z]*\p{Script=Han}[^a-z]*$/u.test(shown.headings);
  check(isChinese === (language === "zh"), `${name}: headings in ${language} read ${shown.headings}`);
}

async function checksAxe(page, name) {
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => globalThis.axe.run(document));
  const told = violations.map(({ id, nodes }) => `${id}: ${nodes[0].html.slice(0, 160)} ${nodes[0].failureSummary}`);
  check(violations.length === 0, `${name}: axe finds ${told.join("; ")}`);
}

// Plots say their spots, by pointer and by key.
async function checksPlots(page, name) {
  for (const plot of await page.locator(".plot:visible").all()) {
    const spots = JSON.parse(await plot.getAttribute("data-spots"));
    if (spots.length === 0) {
      continue;
    }
    await plot.scrollIntoViewIfNeeded();
    await plot.focus();
    await page.keyboard.press("Home");
    check((await plot.locator(".tooltip").textContent()) === spots[0][2], `${name}: Home does not say the first spot`);
    await page.keyboard.press("End");
    check((await plot.locator(".tooltip").textContent()) === spots.at(-1)[2], `${name}: End does not say the last spot`);
    await page.keyboard.press("Escape");
    check((await plot.locator(".tooltip").textContent()) === "", `${name}: Escape leaves the tooltip`);
    const box = await plot.locator("svg").boundingBox();
    const width = Number((await plot.locator("svg").getAttribute("viewBox")).split(" ")[2]);
    const [x, y] = spots[0].map((side) => (side * box.width) / width);
    await plot.locator("svg").hover({ position: { x, y }, force: true });
    const said = await plot.locator(".tooltip").textContent();
    const isThere = spots.some((spot) => spot[0] === spots[0][0] && spot[1] === spots[0][1] && spot[2] === said);
    check(isThere, `${name}: pointing at ${spots[0]} says ${said}`);
    await page.mouse.move(0, 0);
  }
}

async function checksPrint(page, name) {
  const path = join(out, `${name}.pdf`);
  const pdf = await page.pdf({ path, preferCSSPageSize: true });
  const text = pdf.toString("latin1");
  const boxes = [...text.matchAll(/\/MediaBox\s*\[\s*0\s+0\s+([\d.]+)\s+([\d.]+)\s*\]/g)];
  const isA4 = boxes.length > 0 && boxes.every(([, ...sides]) => sides.every((side, place) => Math.abs(side - A4[place]) < 1.5));
  check(isA4, `${name}: printed on ${boxes.map(([all]) => all)[0]}, not A4`);
  await page.emulateMedia({ media: "print" });
  const printed = await page.evaluate(() => ({
    words: document.body.innerText.length,
    isSwitchSeen: document.querySelector(".switch").getClientRects().length > 0,
  }));
  check(printed.words > 1000 && pdf.length > 20_000, `${name}: the print is blank`);
  check(!printed.isSwitchSeen, `${name}: the switch is printed`);
  // 182 mm between the margins, in pixels.
  await page.setViewportSize({ width: 688, height: 900 });
  const cut = await page.evaluate(() => {
    const tables = [...document.querySelectorAll("table")].filter((table) => table.getClientRects().length > 0);
    return tables.filter((table) => table.getBoundingClientRect().right > innerWidth + 1).map((table) => table.caption.textContent);
  });
  check(cut.length === 0, `${name}: wider than the paper: ${cut.join(", ")}`);
  await page.emulateMedia({ media: "screen" });
}

// The same of a copy of the page whose plots have spots that are known, whatever theirs are.
async function checksKnownSpots(browser, folder) {
  const known = [[120, 300, "one <b>&"], [480, 80, "two"], [900, 500, "three"]];
  const text = JSON.stringify(known).replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;");
  const path = join(out, "spots.html");
  const report = readFileSync(join(folder, "report.html"), "utf8");
  writeFileSync(path, report.replaceAll(/ data-spots="[^"]*"/g, ` data-spots="${text}"`));
  for (const width of WIDTHS) {
    const page = await browser.newPage({ viewport: { width, height: 900 } });
    await page.goto(pathToFileURL(path).href);
    const before = checks;
    await checksPlots(page, `known spots at ${width}`);
    check(checks > before, `known spots at ${width}: no plot was looked at`);
    await page.close();
  }
}

async function checksPage(browser, name, made) {
  const context = await browser.newContext();
  const page = await context.newPage();
  const address = pathToFileURL(join(made.folder, "report.html")).href;
  page.setDefaultTimeout(10_000);
  const said = [];
  page.on("console", (message) => said.push(message.text()));
  page.on("pageerror", (error) => said.push(String(error)));
  const asked = [];
  page.on("request", (request) => asked.push(request.url()));
  await page.goto(address);
  check(said.length === 0, `${name}: the console says ${said.join("; ")}`);
  let figures = 0;
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 900 });
    for (const language of LANGUAGES) {
      const where = `${name} at ${width} in ${language}`;
      await checksLanguage(page, where, language);
      await page.evaluate(() => document.querySelectorAll("details").forEach((folded) => (folded.open = true)));
      const cut = await page.evaluate(cutIn);
      check(cut.length === 0, `${where}: cut: ${cut.slice(0, 5).join("; ")}`);
      await checksAxe(page, where);
      figures = await checksFigures(page, where, made);
      await checksPlots(page, where);
    }
  }
  const unsorted = await page.evaluate(sortingIn);
  check(unsorted.length === 0, `${name}: ${unsorted.slice(0, 3).join("; ")}`);
  await checksFigures(page, `${name}, sorted`, made);
  await checksPrint(page, name);
  check(said.length === 0, `${name}: the console says ${said.join("; ")}`);
  const strange = asked.filter((url) => url !== address && !url.startsWith("data:"));
  check(strange.length === 0, `${name}: asked for ${strange.join(", ")}`);
  await context.close();
  console.log(`   ${name}: ${figures} figures, ${Math.round(readFileSync(join(made.folder, "report.html")).length / 1024)} KiB`);
}

async function main() {
  const profile = mkdtempSync(join(tmpdir(), "report-page-"));
  const executablePath = execFileSync("sh", ["-c", "command -v chromium"], { encoding: "utf8" }).trim();
  const browser = await chromium.launch({ executablePath, args: [...FLAGS, `--crash-dumps-dir=${profile}`] });
  try {
    for (const [name, command] of Object.entries(CASES).filter(([name]) => only.length === 0 || only.includes(name))) {
      const made = runs(name, command);
      check(existsSync(join(made.folder, "report.html")), `${name}: there is no report.html`);
      try {
        await checksPage(browser, name, made);
      } catch (error) {
        check(false, `${name}: ${error.message}`);
      }
      if (name === "starter") {
        await checksKnownSpots(browser, made.folder);
      }
    }
  } finally {
    await browser.close();
    rmSync(profile, { recursive: true, force: true });
  }
  console.log(`   ${checks - failures} checks passed, ${failures} failed`);
  process.exitCode = failures === 0 ? 0 : 1;
}

await main();
