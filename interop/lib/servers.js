import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { accepts, Child, freePort } from '../../conformance/lib/processes.js';
import { PACKAGE, REPOSITORY, RESULTS } from './paths.js';

const SERVER_START_MS = 20_000;

/** Starts one of the servers under `server/` and gives its URLs by transport. */
export async function startServer(name) {
  // The everything server has a tool that prints its environment.
  const command = ['/usr/bin/env', '-i', process.execPath, join(PACKAGE, 'server', `${name}.js`)];
  const child = new Child(`The ${name} server`, command, { log: join(RESULTS, `server-${name}.log`) });
  return JSON.parse(await child.until((log) => log.match(/^\{.*\}$/m)?.[0], SERVER_START_MS));
}

/** What stands between clients and servers unless `--gateway` says something else. */
export const GATEWAY =
  './gateway --auth none --host 127.0.0.1 --port {port} --data-dir {data} --upstream everything={upstream}';

/**
 * Starts a gateway in front of a server. `{port}`, `{data}` and `{upstream}` in the command stand for a free port, an
 * empty directory and the server's URL; a shell runs it in the repository's root.
 */
export async function startGateway(command, upstream, name, timeoutMs) {
  const port = await freePort();
  const data = mkdtempSync(join(tmpdir(), 'interop-'));
  const filled = command.replace(/\{(port|data|upstream)\}/g, (_, key) => ({ port, data, upstream })[key]);
  const child = new Child('The gateway', ['/bin/sh', '-c', `exec ${filled}`], {
    cwd: REPOSITORY,
    log: join(RESULTS, `gateway-${name}.log`),
  });
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
  const base = `http://127.0.0.1:${port}`;
  return { http: `${base}/mcp`, sse: `${base}/sse`, end };
}
