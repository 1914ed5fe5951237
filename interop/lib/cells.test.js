import { deepStrictEqual as equal } from 'node:assert';
import { mkdirSync } from 'node:fs';
import { test } from 'node:test';
import { freePort } from '../../conformance/lib/processes.js';
import { inParallel, rowsOf, runCell } from './cells.js';
import { install } from './install.js';
import { RESULTS } from './paths.js';
import { CAPABILITIES, SDKS } from './sdks.js';

test('a port where nobody listens passes nothing', async () => {
  mkdirSync(RESULTS, { recursive: true });
  const capabilities = ['tools', 'ping'];
  const sdks = Object.keys(SDKS).filter((sdk) => sdk.startsWith('typescript'));
  sdks.forEach(install);
  const nobody = `http://127.0.0.1:${await freePort()}/mcp`;
  const tasks = rowsOf(sdks).map((row) => () => runCell(row, 'nobody', nobody, capabilities));
  for (const verdicts of await inParallel(tasks, 2)) {
    equal(
      capabilities.map((capability) => verdicts.get(capability).ok),
      [false, false],
    );
  }
});

test('a client that dies leaves a failure for each capability', async () => {
  const row = { sdk: 'typescript-1', transport: 'http', era: 'legacy' };
  const capabilities = Object.keys(CAPABILITIES);
  const verdicts = await runCell(row, 'dies', 'no address at all', [...capabilities, 'no such capability']);
  equal(
    [...verdicts.values()].filter(({ ok }) => ok !== false),
    [],
  );
});
