// clients.mjs — other people's clients of VROOM's JSON get their answers, from a server over the program on the loopback:
// node clients.mjs PROGRAM [PYTHON]. Every plan is recomputed by `maillage check`. PYTHON has the package openrouteservice.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import fs from 'node:fs';
import http from 'node:http';
import { createRequire } from 'node:module';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { promisify } from 'node:util';
import { serve } from './server.mjs';

const [program, python] = process.argv.slice(2);
const Openrouteservice = createRequire(path.join(process.cwd(), 'package.json'))('openrouteservice-js');
const run = promisify(execFile);
const scratch = fs.mkdtempSync(path.join(os.tmpdir(), 'maillage-clients-'));
const said = [];
const server = await serve({ program, limits: { requestMs: 2000 }, log: (line) => said.push(line) });
after(async () => {
  await server.close();
  fs.rmSync(scratch, { recursive: true });
});

/* ---- problems ---- */

const depot = [4.83, 45.76];
const near = (i) => [4.83 + 0.013 * ((i * 7) % 11 - 5), 45.76 + 0.009 * ((i * 5) % 13 - 6)];
const van = (id, more = {}) => ({ id, profile: 'driving-car', start: depot, end: depot, capacity: [6], time_window: [25200, 64800], ...more });
const jobs = (count) => Array.from({ length: count }, (_, i) => ({ id: i + 1, location: near(i), service: 120, delivery: [1] }));
const day = () => ({
  vehicles: [van(1), van(2, { skills: [3] }), van(3, { max_tasks: 4 })],
  jobs: [...jobs(9), { id: 10, location: near(10), skills: [3], delivery: [1], time_windows: [[28800, 32400]] }],
  shipments: [{ amount: [2], pickup: { id: 1, location: near(11) }, delivery: { id: 2, location: near(12) } }],
  options: { x: 0, t: 1 },
});

/* The checker's word on an answer to a problem: it says nothing, or this fails with what it says. */
async function check(problem, answer) {
  const files = ['problem.json', 'answer.json'].map((name) => path.join(scratch, name));
  [problem, answer].forEach((content, i) => fs.writeFileSync(files[i], JSON.stringify(content)));
  await run(program, ['check', ...files]);
}

const stepsOf = (answer) => answer.routes.flatMap((route) => route.steps);

/* ---- openrouteservice-js ---- */

const clientOf = (more = {}) => new Openrouteservice.Optimization({ host: server.url, timeout: 60_000, ...more });

/* What optimize() throws. */
async function refusal(client, problem) {
  try {
    await client.optimize(problem);
  } catch (error) {
    return error;
  }
  return assert.fail('a refusal was expected');
}

test('openrouteservice-js: a day is planned, and the checker agrees', async () => {
  const answer = await clientOf().optimize(day());
  assert.equal(answer.code, 0);
  assert.equal(answer.summary.unassigned, 0);
  assert.equal(stepsOf(answer).filter((step) => step.id !== undefined).length, 12);
  await check(day(), answer);
});

test('openrouteservice-js: geometry, and a limit of time', async () => {
  const answer = await clientOf().optimize({ ...day(), options: { g: true, l: 0.5 } });
  assert.ok(answer.routes.every((route) => route.geometry.length > 4 && route.distance > 0));
  await check(day(), answer);
});

test('openrouteservice-js: given routes', async () => {
  const given = day();
  given.vehicles[0].steps = [4, 2].map((id) => ({ type: 'job', id }));
  const answer = await clientOf().optimize({ ...given, options: { c: true } });
  assert.deepEqual(answer.routes[0].steps.map((step) => step.id), [undefined, 4, 2, undefined]);
  assert.equal(answer.unassigned.length, 10);
});

test('openrouteservice-js: another path, a host that ends in a stroke', async () => {
  for (const client of [clientOf({ service: 'v1/vroom' }), clientOf({ host: `${server.url}/` })])
    assert.equal((await client.optimize(day())).code, 0);
});

test('openrouteservice-js: what it adds to the body is no mistake, and a key is never told', async () => {
  const key = 'k3y-that-is-secret';
  const answer = await clientOf({ api_key: key }).optimize(day());
  assert.equal(answer.warnings, undefined);
  const error = await refusal(clientOf({ api_key: key }), { ...day(), jobs: [{ id: 'one' }] });
  const told = JSON.stringify([answer, await error.response.json(), said]);
  assert.ok(!told.includes(key));
  assert.ok(said.some((line) => line.startsWith('[Error] jobs/0/id')) && said.includes('POST /optimization 400'));
});

test('openrouteservice-js: mistakes are a 400 that names them all', async () => {
  const error = await refusal(clientOf(), { ...day(), jobs: [{ id: 1, location: near(1), priority: 101 }, { id: 1, location: near(2), delivery: [1, 2] }] });
  const told = await error.response.json();
  assert.equal(error.status, 400);
  assert.equal(told.code, 2);
  assert.deepEqual(told.errors.map((one) => one.where).sort(), ['jobs/0/priority', 'jobs/1/delivery', 'jobs/1/id']);
});

test('openrouteservice-js: too much is a 413 with its limit', async () => {
  const cases = [
    [{ vehicles: [van(1)], jobs: jobs(1001) }, /1001.*1000/],
    [{ vehicles: [van(1)], shipments: Array.from({ length: 501 }, (_, i) => ({ pickup: { id: i, location: depot }, delivery: { id: i, location: near(i) } })) }, /1002.*1000/],
    [{ vehicles: Array.from({ length: 201 }, (_, i) => van(i)), jobs: jobs(1) }, /201.*200/],
    [{ ...day(), filling: 'x'.repeat(1 << 20) }, /1048576/],
  ];
  for (const [problem, words] of cases) {
    const error = await refusal(clientOf(), problem);
    const told = await error.response.json();
    assert.equal(error.status, 413);
    assert.equal(told.code, 4);
    assert.match(told.error, words);
  }
});

test('openrouteservice-js: no road file is a 500 with code 3, no program a 500 with code 1', async () => {
  const broken = [[{ program, arguments: ['--roads', path.join(scratch, 'none.roads')] }, 3], [{ program: path.join(scratch, 'none') }, 1]];
  for (const [settings, code] of broken) {
    const own = await serve(settings);
    const error = await refusal(clientOf({ host: own.url }), day());
    assert.equal(error.status, 500);
    assert.equal((await error.response.json()).code, code);
    assert.equal((await fetch(`${own.url}/health`)).status, 500);
    await own.close();
  }
});

const long = { vehicles: Array.from({ length: 40 }, (_, i) => van(i, { capacity: [30] })), jobs: jobs(950), options: { t: 1 } };

test('openrouteservice-js: its own time limit ends the question', async () => {
  await assert.rejects(clientOf({ timeout: 300 }).optimize({ ...long }), { name: 'AbortError' });
});

/* Until it holds; the test's own time limit is the end of waiting. */
async function until(holds) {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 20));
}

test('a search ends when nobody waits for it any more', { timeout: 60_000 }, async () => {
  await until(() => server.running() === 0);
  const gone = new AbortController();
  const asked = fetch(server.url, { method: 'POST', body: JSON.stringify(long), signal: gone.signal });
  await until(() => server.running() === 1);
  gone.abort();
  await assert.rejects(asked, { name: 'AbortError' });
  await until(() => server.running() === 0);
});

/* ---- paths and methods ---- */

test('other paths and methods are answered in JSON', async () => {
  const cases = [['/health', 'GET', 200], ['/solve', 'POST', 404], ['/', 'GET', 405], ['/v1/vroom', 'PUT', 405], ['/', 'OPTIONS', 200]];
  for (const [where, method, status] of cases) {
    const answer = await fetch(server.url + where, { method });
    assert.equal(answer.status, status, `${method} ${where}`);
    assert.equal(answer.headers.get('content-type'), 'application/json');
    assert.equal(answer.headers.get('access-control-allow-origin'), '*');
    assert.match(answer.headers.get('access-control-allow-headers'), /Authorization/);
    if (method !== 'OPTIONS') assert.equal(typeof await answer.json(), 'object');
  }
});

/* ---- bodies that are too long or too slow: an answer comes though the rest of them never does ---- */

/* What a connection answers to these bytes: status and JSON. */
function asked(bytes) {
  return new Promise((resolve, reject) => {
    const socket = net.connect(new URL(server.url).port, '127.0.0.1', () => socket.write(bytes));
    let text = '';
    socket.on('error', reject);
    socket.on('data', (part) => {
      text += part;
      const [head, body] = text.split('\r\n\r\n');
      const length = Number(/content-length: (\d+)/i.exec(head)?.[1]);
      if (body === undefined || Buffer.byteLength(body) < length) return;
      socket.destroy();
      resolve({ status: Number(head.split(' ')[1]), told: JSON.parse(body) });
    });
    socket.on('close', () => reject(new Error(`no whole answer: ${text}`)));
  });
}

test('a body that is too long, or never ends, has its answer', { timeout: 60_000 }, async () => {
  const head = (more) => `POST / HTTP/1.1\r\nHost: here\r\n${more}\r\n\r\n`;
  const cases = [
    [head('Content-Length: 50000000'), 413],
    [`${head('Content-Length: 50000000')}{"vehicles":`, 413],
    [head('Content-Length: 50000000\r\nExpect: 100-continue'), 413],
    [`${head('Transfer-Encoding: chunked')}200000\r\n${'x'.repeat(0x200000)}\r\n`, 413],
    [`${head('Content-Length: 100')}{"vehicles":`, 408],
    [`${head('Transfer-Encoding: chunked')}4\r\n{"ve\r\n`, 408],
    ['POST / HTTP/1.1\r\nHost: here\r\nContent-Le', 408],
    ['no HTTP\r\n\r\n', 400],
  ];
  const answers = await Promise.all(cases.map(([bytes]) => asked(bytes)));
  answers.forEach(({ status, told }, i) => {
    assert.equal(status, cases[i][1], cases[i][0].slice(0, 100));
    assert.equal(told.code, status === 413 ? 4 : 2);
    assert.ok(told.error);
  });
});

test('after "Expect: 100-continue" a body within the limit is read', { timeout: 60_000 }, async () => {
  const status = await new Promise((resolve, reject) => {
    const request = http.request(server.url, { method: 'POST', headers: { Expect: '100-continue' } }, (response) => resolve(response.statusCode));
    request.on('continue', () => request.end(JSON.stringify(day()))).on('error', reject).flushHeaders();
  });
  assert.equal(status, 200);
});

/* ---- openrouteservice for Python ---- */

test('openrouteservice for Python: old keys, geometry, mistakes', { skip: python ? false : 'no Python with the package openrouteservice' }, async () => {
  const here = path.dirname(new URL(import.meta.url).pathname);
  const { stdout } = await run(python, [path.join(here, 'ors_python.py'), server.url]);
  const { matrix, geometry, mistake } = JSON.parse(stdout);
  assert.equal(matrix.answer.summary.cost, 450);
  assert.deepEqual(matrix.answer.routes[0].delivery, [2]);
  assert.deepEqual(matrix.answer.warnings.map((one) => one.where).sort(), ['jobs/0/amount', 'jobs/1/amount', 'matrix']);
  await check(matrix.problem, matrix.answer);
  assert.ok(geometry.answer.routes[0].geometry.length > 4);
  await check(geometry.problem, geometry.answer);
  assert.equal(mistake.status, 400);
  assert.equal(mistake.message.code, 2);
});
