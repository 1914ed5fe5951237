import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { isDeepStrictEqual, parseArgs, promisify } from 'node:util';
import { endChildrenOnSignal, readSeconds, reportError } from './command-line.js';
import { PACKAGE, RESULTS } from './paths.js';
import { accepts, Child, freePort } from './processes.js';
import { alignColumns } from './report.js';
import { startGateway } from './servers.js';

const GATEWAY = './gateway --auth none --host 127.0.0.1 --port {port} --data-dir {data} --mcp-config {config}';

const USAGE = `Usage: conformance/inspector [options]

Lists the tools of @modelcontextprotocol/server-everything with the MCP Inspector and calls one, over Streamable HTTP and
HTTP+SSE, directly and through the gateway, which in turn reaches the server over stdio, Streamable HTTP and HTTP+SSE.
The tools must be those that the server lists over stdio. Exits with 1 when something differs.

  --direct-only       leave the gateway out
  --gateway COMMAND   {port}, {data} and {config} (an mcp.json) are filled in; /mcp and /sse are its paths
                      (default: ${GATEWAY})
  --timeout SECONDS   for the gateway to start, which includes building it (default 300)
  --help`;

const EVERYTHING = join(PACKAGE, 'node_modules/@modelcontextprotocol/server-everything/dist/index.js');
const INSPECTOR = join(PACKAGE, 'node_modules/@modelcontextprotocol/inspector/clients/launcher/build/index.js');
const LOGS = join(RESULTS, 'inspector');
const CALL_MS = 30_000;
const SERVER_START_MS = 20_000;

/** Runs the Inspector against a target and gives what it printed; it keeps its own files in `home`. */
async function inspect(home, target, ...options) {
  const command = [INSPECTOR, '--cli', ...target, ...options];
  try {
    const env = { PATH: process.env.PATH, HOME: home };
    return JSON.parse((await promisify(execFile)(process.execPath, command, { env, timeout: CALL_MS })).stdout);
  } catch (error) {
    throw new Error(error.killed ? `no answer within ${CALL_MS / 1000} s` : (error.stderr || error.message).trim());
  }
}

/** Gives what is wrong with a server at an address, or undefined. */
async function findProblem(home, url, transport, expectedTools) {
  const target = [url, '--transport', transport];
  try {
    const { tools } = await inspect(home, target, '--method', 'tools/list');
    if (!isDeepStrictEqual(tools, expectedTools)) return describeDifference(tools, expectedTools);
    const call = ['--method', 'tools/call', '--tool-name', 'echo', '--tool-arg', 'message=hi'];
    const { content } = await inspect(home, target, ...call);
    return content?.[0]?.text === 'Echo: hi' ? undefined : `echo answered ${JSON.stringify(content)}`;
  } catch (error) {
    return error.message;
  }
}

function describeDifference(tools = [], expected) {
  const names = (list) => list.map(({ name }) => name).join(', ');
  if (names(tools) !== names(expected))
    return `tools/list has ${names(tools) || 'nothing'}; expected ${names(expected)}`;
  const altered = tools.filter((tool, index) => !isDeepStrictEqual(tool, expected[index]));
  return `tools/list has altered ${names(altered)}`;
}

/** Starts the server over one of the HTTP transports. */
async function startEverything(mode, path) {
  const port = await freePort();
  // It prints its environment on request, so it gets none but this.
  const env = { PATH: process.env.PATH, PORT: String(port) };
  const child = new Child('server-everything', [process.execPath, EVERYTHING, mode], {
    env,
    log: join(LOGS, `${mode}.log`),
  });
  await child.until(() => accepts(port), SERVER_START_MS);
  return `http://127.0.0.1:${port}${path}`;
}

function readOptions() {
  const { values } = parseArgs({
    options: {
      'direct-only': { type: 'boolean', default: false },
      gateway: { type: 'string', default: GATEWAY },
      timeout: { type: 'string', default: '300' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  return { ...values, timeoutMs: readSeconds('--timeout', values.timeout) };
}

/** Checks a server at its two addresses; gives the row of the table and prints what is wrong. */
async function check(home, label, addresses, expectedTools) {
  const row = [label];
  for (const [transport, url] of Object.entries(addresses)) {
    const problem = await findProblem(home, url, transport, expectedTools);
    if (problem) console.error(`${label}, over ${transport}: ${problem}`);
    row.push(problem ? 'FAILED' : 'ok');
  }
  return row;
}

async function checkGateway(home, label, server, expectedTools, { gateway: command, timeoutMs }) {
  const logs = join(LOGS, label.replaceAll(/\W+/g, '-'));
  mkdirSync(logs, { recursive: true });
  const config = join(logs, 'mcp.json');
  writeFileSync(config, JSON.stringify({ mcpServers: { everything: server } }, null, 2));
  let gateway;
  try {
    gateway = await startGateway(command, { config }, logs, timeoutMs);
  } catch (error) {
    console.error(`${label}: ${error.message}`);
    return [label, 'FAILED', 'FAILED'];
  }
  try {
    const addresses = { http: `${gateway.origin}/mcp`, sse: `${gateway.origin}/sse` };
    return await check(home, label, addresses, expectedTools);
  } finally {
    await gateway.end();
  }
}

async function main(home) {
  const options = readOptions();
  if (options.help) {
    console.log(USAGE);
    return 0;
  }
  rmSync(LOGS, { recursive: true, force: true });
  mkdirSync(LOGS, { recursive: true });
  const stdio = { command: process.execPath, args: [EVERYTHING, 'stdio'] };
  const { tools } = await inspect(home, [stdio.command, ...stdio.args], '--method', 'tools/list');
  const http = await startEverything('streamableHttp', '/mcp');
  const sse = await startEverything('sse', '/sse');

  const rows = [await check(home, 'directly', { http, sse }, tools)];
  const servers = { stdio, http: { url: http }, sse: { type: 'sse', url: sse } };
  for (const [transport, server] of options['direct-only'] ? [] : Object.entries(servers)) {
    rows.push(await checkGateway(home, `through the gateway, server over ${transport}`, server, tools, options));
  }
  console.log(alignColumns([['the Inspector over', 'http', 'sse'], ...rows]));
  console.log(`\nLogs: ${relative(process.cwd(), LOGS)}`);
  return rows.flat().includes('FAILED') ? 1 : 0;
}

const home = mkdtempSync(join(tmpdir(), 'inspector-'));
endChildrenOnSignal();
try {
  process.exitCode = await main(home);
} catch (error) {
  process.exitCode = reportError(error, USAGE);
} finally {
  await Child.endAll();
  rmSync(home, { recursive: true, force: true });
}
