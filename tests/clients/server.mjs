// server.mjs — VROOM's contract over HTTP before `maillage vroom`, only for tests of clients: it answers what the
// program cannot know (paths, methods, sizes, a program that died) and hands everything else over as it is.
import http from 'node:http';
import { spawn } from 'node:child_process';

const paths = ['/', '/optimization', '/v1/vroom'];
const statusOfCode = { 0: 200, 1: 500, 2: 400, 3: 500 };
const limitsOfVroom = { bytes: 1 << 20, locations: 1000, vehicles: 200, requestMs: 300_000 };
const lingerMs = 2000;
const headers = {
  'Content-Type': 'application/json',
  'Access-Control-Allow-Origin': '*',
  'Access-Control-Allow-Methods': 'POST, GET, OPTIONS',
  'Access-Control-Allow-Headers': 'Origin, X-Requested-With, Content-Type, Accept, Authorization',
};
const failure = (code, error) => JSON.stringify({ code, error });
const tiny = '{"vehicles":[{"id":1,"start":[0,0]}],"jobs":[{"id":1,"location":[0,0.01]}]}';

/* The answer is whole at once, and the connection stays until the client has sent what it wanted to: who closes over
 * unread bytes takes the answer back. */
function send(request, response, status, text, more = {}) {
  const end = () => response.end();
  response.shouldKeepAlive &&= request.complete;
  response.writeHead(status, { ...headers, ...more, 'Content-Length': Buffer.byteLength(text) });
  response.write(text);
  if (request.complete) return end();
  request.once('end', end).once('close', end).resume();
  setTimeout(end, lingerMs).unref();
}

/* The body, or null where it is longer than the limit. */
function bodyOf(request, limit) {
  return new Promise((resolve, reject) => {
    const parts = [];
    let bytes = 0;
    request.on('data', (part) => {
      bytes += part.length;
      if (bytes > limit) return resolve(null);
      parts.push(part);
    });
    request.on('end', () => resolve(Buffer.concat(parts).toString()));
    request.on('error', reject);
  });
}

function parsed(body) {
  try { return JSON.parse(body); } catch { return null; } // the program says what is wrong
}

/* Of the flags that a request may set itself; other types than VROOM's are passed over. */
function flagsOf(options) {
  const flags = [];
  for (const key of ['g', 'c']) if (options?.[key] === true) flags.push(`-${key}`);
  for (const key of ['t', 'x', 'l']) if (typeof options?.[key] === 'number') flags.push(`-${key}`, String(options[key]));
  return flags;
}

const countOf = (list) => (Array.isArray(list) ? list.length : 0);

function tooMany(problem, limits) {
  const locations = countOf(problem?.jobs) + 2 * countOf(problem?.shipments), vehicles = countOf(problem?.vehicles);
  if (locations > limits.locations) return `too many locations: ${locations}, at most ${limits.locations}`;
  if (vehicles > limits.vehicles) return `too many vehicles: ${vehicles}, at most ${limits.vehicles}`;
  return null;
}

/* Settings: program; arguments, before those of a request; limits over VROOM's; log(line). Resolves to { url, close(), running() }. */
export async function serve({ program, arguments: given = [], limits: asked = {}, log = () => {} }) {
  const limits = { ...limitsOfVroom, ...asked };
  const running = new Set();

  /* Standard output of the program and the status that its exit stands for. */
  function run(flags, body, response) {
    return new Promise((resolve) => {
      const child = spawn(program, ['vroom', ...given, ...flags], { stdio: ['pipe', 'pipe', 'pipe'] });
      const parts = [];
      running.add(child);
      response.once('close', () => child.kill()); // who asked is gone
      child.stdin.on('error', () => {}); // it need not read all
      child.stdin.end(body);
      child.stdout.on('data', (part) => parts.push(part));
      child.stderr.on('data', (part) => log(String(part)));
      child.on('error', () => {}); // the program is not there: `close` follows, without an answer
      child.on('close', (code) => {
        const text = Buffer.concat(parts).toString();
        running.delete(child);
        resolve(text && code in statusOfCode ? { status: statusOfCode[code], text } : { status: 500, text: failure(1, 'Internal error') });
      });
    });
  }

  const isTooLong = (request) => Number(request.headers['content-length'] ?? 0) > limits.bytes;
  const refuseLong = (request, response) =>
    send(request, response, 413, failure(4, `the body is larger than ${limits.bytes} bytes`));

  async function solve(request, response) {
    if (isTooLong(request)) return refuseLong(request, response);
    const body = await bodyOf(request, limits.bytes);
    if (body === null) return refuseLong(request, response);
    const problem = parsed(body), many = tooMany(problem, limits);
    if (many) return send(request, response, 413, failure(4, many));
    const { status, text } = await run(flagsOf(problem?.options), body, response);
    send(request, response, status, text);
  }

  async function health(request, response) {
    const { status } = await run([], tiny, response);
    send(request, response, status, JSON.stringify({ status: status === 200 ? 'ready' : 'broken' }));
  }

  async function answer(request, response) {
    const path = request.url.split('?')[0].replace(/\/+/g, '/').replace(/(.)\/$/, '$1');
    response.on('finish', () => log(`${request.method} ${path} ${response.statusCode}`));
    if (request.method === 'OPTIONS') return send(request, response, 200, '');
    if (path === '/health' && request.method === 'GET') return health(request, response);
    if (!paths.includes(path)) return send(request, response, 404, failure(2, `nothing is at ${path}: POST to one of ${paths.join(', ')}`));
    if (request.method !== 'POST') return send(request, response, 405, failure(2, `${request.method} is not answered here, POST is`), { Allow: 'POST, OPTIONS' });
    return solve(request, response);
  }

  const server = http.createServer({ requestTimeout: limits.requestMs, headersTimeout: limits.requestMs,
    connectionsCheckingInterval: Math.min(1000, limits.requestMs / 2) }, (request, response) => answer(request, response).catch(() => response.destroy()));
  server.on('checkContinue', (request, response) => {
    if (!isTooLong(request)) response.writeContinue();
    answer(request, response).catch(() => response.destroy());
  });
  server.on('clientError', (error, socket) => { // no request came of it, or it never ended
    const [status, words] = error.code === 'ERR_HTTP_REQUEST_TIMEOUT' ? ['408 Request Timeout', `the request took more than ${limits.requestMs} ms`]
      : ['400 Bad Request', 'this is not HTTP'];
    const text = failure(2, words);
    if (socket.writable) socket.end(`HTTP/1.1 ${status}\r\nContent-Type: application/json\r\nContent-Length: ${text.length}\r\nConnection: close\r\n\r\n${text}`);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    running: () => running.size,
    close: () => new Promise((resolve) => { server.close(resolve); server.closeAllConnections(); }),
  };
}
