import { join } from 'node:path';
import { Child } from '../../conformance/lib/processes.js';
import { RESULTS } from './paths.js';
import { SDKS } from './sdks.js';

// A client gives each capability ten seconds and two to close; starting takes the rest.
const CAPABILITY_MS = 12_500;
const START_MS = 20_000;

/** A row of the table is one SDK over one transport in one era. */
export const rowsOf = (sdks) => sdks.flatMap((sdk) => SDKS[sdk].rows.map((row) => ({ sdk, ...row })));

export const nameOf = ({ sdk, transport, era }) => `${sdk} ${transport} ${era}`;

/** Runs one client against one address, and gives its verdict on each capability. */
export async function runCell(row, route, url, capabilities) {
  if (capabilities.length === 0) return new Map();
  const log = join(RESULTS, `${[row.sdk, row.transport, row.era, route].join('-')}.log`);
  const command = [
    ...SDKS[row.sdk].command(),
    ...['--url', url, '--transport', row.transport, '--era', row.era],
    ...['--capability', capabilities.join(',')],
  ];
  const child = new Child(nameOf(row), command, { log });
  await child.exitCode(START_MS + capabilities.length * CAPABILITY_MS);
  await child.end();
  const verdicts = new Map();
  for (const line of child.logged().split('\n')) {
    if (!line.startsWith('{"capability"')) continue;
    const verdict = JSON.parse(line);
    verdicts.set(verdict.capability, { ...verdict, log });
  }
  for (const capability of capabilities) {
    if (!verdicts.has(capability))
      verdicts.set(capability, { ok: false, reason: 'the client ended without a verdict', log });
  }
  return verdicts;
}

/** Runs tasks with no more than `limit` at a time; results keep the order of the tasks. */
export async function inParallel(tasks, limit) {
  const results = [];
  const queue = tasks.entries();
  const worker = async () => {
    for (const [index, task] of queue) results[index] = await task();
  };
  await Promise.all(Array.from({ length: limit }, worker));
  return results;
}
