import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Child } from '../../conformance/lib/processes.js';
import { rowsOf } from './cells.js';
import { install } from './install.js';
import { HELP, readOptions, UsageError } from './options.js';
import { RESULTS } from './paths.js';
import { failuresOf, printCounts, printFailures, printTable } from './report.js';
import { runRows } from './routes.js';
import { startServer } from './servers.js';

async function main() {
  const options = readOptions();
  if (options.help) return console.log(HELP);
  for (const sdk of options.sdk) install(sdk);
  rmSync(RESULTS, { recursive: true, force: true });
  mkdirSync(RESULTS, { recursive: true });

  const legacy = await startServer('legacy');
  const modern = await startServer('modern');
  const servers = { legacy: legacy.http, sse: legacy.sse, modern: modern.http };

  const results = await runRows(rowsOf(options.sdk), servers, options);
  const failures = failuresOf(results);
  printTable(results, options.capability);
  printFailures(failures);
  printCounts(results);
  const plain = (_, value) => (value instanceof Map ? [...value.values()] : value);
  writeFileSync(join(RESULTS, 'results.json'), JSON.stringify(results, plain, 2));
  if (failures.length > 0) process.exitCode = 1;
}

for (const signal of ['SIGINT', 'SIGTERM']) {
  process.once(signal, () => Child.endAll().finally(() => process.exit(2)));
}
try {
  await main();
} catch (error) {
  console.error(error instanceof UsageError ? error.message : `interop/run could not run: ${error.message}`);
  process.exitCode = 2;
} finally {
  await Child.endAll();
}
