import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PACKAGE, REPOSITORY } from './paths.js';
import { accepts, Child, freePort } from './processes.js';

const SERVER_START_MS = 20_000;

/**
 * Starts the reference server.
 *
 * @param {'both' | 'legacy' | 'modern'} era what it speaks
 * @param {string} logs a directory
 * @returns {Promise<{url: string, end: () => Promise<void>}>}
 */
export async function startServer(era, logs) {
  const command = [process.execPath, join(PACKAGE, 'server/main.js'), '--era', era];
  const child = new Child(`The server (--era ${era})`, command, { log: join(logs, 'server.log') });
  const url = await child.until((log) => log.match(/^http:\S+$/m)?.[0], SERVER_START_MS);
  return { url, end: () => child.end() };
}

/** What stands between the suite and the server unless `--gateway` says something else. */
export const GATEWAY =
  './gateway --auth none --host 127.0.0.1 --port {port} --data-dir {data} --upstream everything={upstream}';

/**
 * Starts a gateway on a free port and gives its origin. A shell runs the command in the repository's root, after `{port}`,
 * `{data}` (an empty directory) and each of the other placeholders were filled in.
 *
 * @returns {Promise<{origin: string, end: () => Promise<void>}>}
 */
export async function startGateway(command, placeholders, logs, timeoutMs) {
  const port = await freePort();
  const data = mkdtempSync(join(tmpdir(), 'conformance-'));
  const values = { ...placeholders, port, data };
  const filled = command.replace(/\{(\w+)\}/g, (placeholder, name) => values[name] ?? placeholder);
  const log = join(logs, 'gateway.log');
  const child = new Child('The gateway', ['/bin/sh', '-c', `exec ${filled}`], { cwd: REPOSITORY, log });
  const end = async () => {
    await child.end();
    rmSync(data, { recursive: true, force: true });
  };
  try {
    await child.until(() => accepts(port), timeoutMs);
  } catch (error) {
    await end();
    throw error;
  }
  return { origin: `http://127.0.0.1:${port}`, end };
}
