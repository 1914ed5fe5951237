// The gateway as people start it, on a free port, with its data in a directory of its own.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');
const START_MILLIS = 120_000;

export async function freePort() {
  const server = createServer();
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address();
  await new Promise((done) => server.close(done));
  return port;
}

/** Starts it with a configuration; `log()` is all that it wrote, `data` where it keeps its records. */
export async function startGateway(port, config) {
  const directory = mkdtempSync(join(tmpdir(), 'gateway-e2e-'));
  const file = join(directory, 'gateway.yaml');
  // JSON is YAML.
  writeFileSync(
    file,
    JSON.stringify({
      ...config,
      listener: { port, ...config.listener },
      management: { port: 0 },
      store: { dataDir: join(directory, 'data') },
      drain: { lameDuck: '0s', budget: '3s' },
    }),
  );
  const child = spawn(join(ROOT, 'gateway'), ['--config', file], { stdio: ['ignore', 'pipe', 'pipe'] });
  let log = '';
  child.stdout.on('data', (chunk) => (log += chunk));
  child.stderr.on('data', (chunk) => (log += chunk));
  const origin = `http://127.0.0.1:${port}`;
  const stop = async () => {
    const ended = child.exitCode === null ? new Promise((done) => child.once('exit', done)) : undefined;
    child.kill('SIGTERM');
    await ended;
    rmSync(directory, { recursive: true, force: true });
  };
  const end = Date.now() + START_MILLIS;
  while (Date.now() < end && child.exitCode === null) {
    try {
      if ((await fetch(`${origin}/health`)).ok) return { origin, stop, log: () => log, data: join(directory, 'data'), management: management(log) };
    } catch {
      // Not yet.
    }
    await new Promise((done) => setTimeout(done, 200));
  }
  await stop();
  throw new Error(`the gateway did not start:\n${log}`);
}

function management(log) {
  return /Management listening on (http:[^\s"]+)/.exec(log)?.[1];
}
