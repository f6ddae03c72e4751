// look.mjs — open reports in a browser, as readers do, and be strict: node look.mjs SHOTS_DIR REPORT.html…
// Fails on any request that leaves the file, any console message of an error or a refused policy, any violation found by
// axe-core, a page wider than its window, a live map that does not answer. Pictures and the printed page go to SHOTS_DIR.
import fs from 'node:fs';
import path from 'node:path';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

const [shots, ...files] = process.argv.slice(2);
if (!files.length) {
  console.error('usage: node look.mjs SHOTS_DIR REPORT.html...');
  process.exit(2);
}
const require = createRequire(path.join(process.cwd(), 'package.json'));
const { chromium } = require('playwright-core');
const axeSource = fs.readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const browserPath = process.env.MAILLAGE_BROWSER || '/usr/bin/chromium';
const sizes = { desktop: { width: 1280, height: 900 }, phone: { width: 390, height: 844 } };
const largestBytes = 5_000_000;

let failures = 0;
function expect(ok, what) {
  if (!ok) failures++;
  console.log(`${ok ? 'ok  ' : 'FAIL'} ${what}`);
}

async function openPage(browser, file, options) {
  const context = await browser.newContext({ offline: true, ...options });
  const page = await context.newPage();
  const said = [], left = [];
  const url = pathToFileURL(path.resolve(file)).href;
  page.on('console', (message) => { if (['error', 'warning'].includes(message.type())) said.push(message.text()); });
  page.on('pageerror', (error) => said.push(String(error)));
  page.on('request', (request) => { if (request.url().split('#')[0] !== url) left.push(request.url()); });
  await page.goto(url);
  return { context, page, said, left };
}

async function violations(page) {
  await page.evaluate(axeSource);
  const found = await page.evaluate(async () => (await window.axe.run(document)).violations.map((v) =>
    `${v.id} (${v.nodes.length}): ${v.help}: ${v.nodes.slice(0, 3).map((n) => n.target.join(' ')).join(' | ')}`));
  return found;
}

async function tryMap(page, name) {
  const said = () => page.locator('#map-said').textContent();
  if (!await page.locator('#live').isVisible()) return console.log(`note ${name}: no live map in this build`);
  const before = await said();
  await page.locator('input[name=side][value="1"]').focus();
  await page.keyboard.press('ArrowLeft');
  expect(await said() !== before, `${name}: the arrow keys switch the network of the map (${await said()})`);
  await page.keyboard.press('ArrowRight');
  const rounds = page.locator('input[name=rounds]'); // siting alone has none
  const hasRounds = await rounds.count() > 0;
  if (hasRounds) await rounds.press('Space');
  await page.locator('input[name=colour][value="1"]').press('Space');
  await page.waitForTimeout(300);
  await page.locator('#map').screenshot({ path: path.join(shots, `${name}-map-time.png`) });
  await page.locator('input[name=colour][value="0"]').press('Space');
  await page.waitForTimeout(300);
  if (!hasRounds) return;
  await page.locator('#live').screenshot({ path: path.join(shots, `${name}-map-rounds.png`) });
  await rounds.press('Space');
}

async function trySearch(page, name) {
  const label = await page.locator('#communes option').nth(5).getAttribute('value');
  await page.locator('#commune').fill(label);
  await page.locator('#commune').press('Enter');
  await page.locator('#commune').blur();
  expect(await page.locator('#found table tbody tr').count() > 0, `${name}: the search answers for ${label}`);
  await page.locator('#lookup').screenshot({ path: path.join(shots, `${name}-search.png`) });
}

async function look(browser, file, sizeName) {
  const name = `${path.basename(file, '.html')}-${sizeName}`;
  const { context, page, said, left } = await openPage(browser, file, { viewport: sizes[sizeName] });
  expect(['en', 'fr'].includes(await page.getAttribute('html', 'lang')), `${name}: the page names its language`);
  await page.screenshot({ path: path.join(shots, `${name}-first.png`) });
  await page.screenshot({ path: path.join(shots, `${name}-whole.png`), fullPage: true });
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect(wide <= 0, `${name}: no sideways scrolling of the page (${wide} px)`);
  if (await page.locator('#map').count()) { // a page of `maillage compare` has none
    await tryMap(page, name);
    await trySearch(page, name);
  }
  if (await page.locator('.streets').count()) // a day on the streets of a map
    await page.locator('.streets').screenshot({ path: path.join(shots, `${name}-streets.png`) });
  const toStreets = page.locator('#show-streets a');
  if (await toStreets.count() && await page.locator('#live').isVisible()) {
    await toStreets.press('Enter');
    await page.waitForTimeout(800);
    expect(await page.locator('input[name=rounds]').isChecked(), `${name}: the day on streets is shown on the live map`);
    await page.locator('#live-map').screenshot({ path: path.join(shots, `${name}-map-streets.png`) });
  }
  const found = await violations(page);
  expect(!found.length, `${name}: axe-core finds nothing${found.map((v) => `\n       ${v}`).join('')}`);
  expect(!said.length, `${name}: the console stays silent ${said.join(' | ')}`);
  expect(!left.length, `${name}: nothing is asked of any network ${left.join(' ')}`);
  await context.close();
}

async function lookWithoutScripts(browser, file) {
  const name = `${path.basename(file, '.html')}-plain`;
  const { context, page } = await openPage(browser, file, { viewport: sizes.desktop, javaScriptEnabled: false });
  if (!await page.locator('#map').count()) return context.close();
  const maps = await page.locator('#stills svg').count();
  expect(maps === 2 && await page.locator('#stills').isVisible(), `${name}: two still maps stand without JavaScript`);
  expect(!await page.locator('#live').isVisible() && !await page.locator('#lookup').isVisible(), `${name}: what needs JavaScript is hidden`);
  await page.locator('#map').screenshot({ path: path.join(shots, `${name}-map.png`) });
  await context.close();
}

async function print(browser, file) {
  const name = path.basename(file, '.html');
  const { context, page } = await openPage(browser, file, { viewport: sizes.desktop });
  await page.pdf({ path: path.join(shots, `${name}.pdf`), preferCSSPageSize: true, printBackground: true });
  await context.close();
}

fs.mkdirSync(shots, { recursive: true });
const browser = await chromium.launch({ executablePath: browserPath, args: ['--no-sandbox', '--disable-gpu'] });
for (const file of files) {
  const bytes = fs.statSync(file).size;
  expect(bytes < largestBytes, `${path.basename(file)}: ${(bytes / 1e6).toFixed(2)} MB, below ${largestBytes / 1e6}`);
  for (const sizeName of Object.keys(sizes)) await look(browser, file, sizeName);
  await lookWithoutScripts(browser, file);
  await print(browser, file);
}
await browser.close();
console.log(failures ? `${failures} failed` : 'all well');
process.exit(failures ? 1 : 0);
