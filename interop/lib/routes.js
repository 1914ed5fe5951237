import { runCell, inParallel } from './cells.js';
import { startGateway } from './servers.js';

const DIRECTLY = 'directly';

/** The ways through the gateway, and which server is at their end for a client of each era. */
export const ROUTES = {
  gateway: { label: 'gateway', upstream: { legacy: 'legacy', modern: 'modern' } },
  'sse-upstream': { label: 'gateway, HTTP+SSE server', upstream: { legacy: 'sse', modern: 'sse' } },
  'other-era': { label: 'gateway, other era', upstream: { legacy: 'modern', modern: 'legacy' } },
};

/** Runs every row directly and, unless that is all that is asked, through a gateway in front of each server. */
export async function runRows(rows, servers, options) {
  const results = await runDirectly(rows, servers, options);
  if (options['direct-only']) return results;
  for (const upstream of Object.keys(servers)) await runThroughGateway(results, upstream, servers, options);
  const order = [DIRECTLY, ...Object.values(ROUTES).map(({ label }) => label)];
  for (const { ways } of results) ways.sort((a, b) => order.indexOf(a.label) - order.indexOf(b.label));
  return results;
}

/** What passes directly is the measure for the gateway. */
async function runDirectly(rows, servers, { capability, jobs }) {
  const address = ({ transport, era }) =>
    era === 'modern' ? servers.modern : servers[transport === 'sse' ? 'sse' : 'legacy'];
  const results = await inParallel(
    rows.map((row) => () => runCell(row, 'direct', address(row), capability)),
    Number(jobs),
  );
  return rows.map((row, index) => ({ row, ways: [{ label: DIRECTLY, verdicts: results[index] }] }));
}

/** Runs the rows through a gateway in front of one server, by every route that ends there. */
async function runThroughGateway(results, upstream, servers, options) {
  const { route, jobs, gateway: command, 'gateway-start': start } = options;
  const cells = results.flatMap(({ row, ways }) =>
    route.filter((name) => ROUTES[name].upstream[row.era] === upstream).map((name) => ({ row, ways, name })),
  );
  if (cells.length === 0) return;

  const gateway = await startGateway(command, servers[upstream], upstream, Number(start) * 1000);
  try {
    const tasks = cells.map(({ row, ways, name }) => async () => {
      const direct = ways[0].verdicts;
      const wanted = [...direct.values()].filter((verdict) => verdict.ok);
      const capabilities = wanted.map(({ capability }) => capability);
      const verdicts = await runCell(row, name, gateway[row.transport], capabilities);
      for (const { capability, protocol } of wanted) checkProtocol(verdicts.get(capability), protocol);
      for (const [capability, verdict] of direct) if (verdict.unsupported) verdicts.set(capability, verdict);
      ways.push({ label: ROUTES[name].label, verdicts });
    });
    await inParallel(tasks, Number(jobs));
  } finally {
    await gateway.end();
  }
}

/** A client that falls back to another version through the gateway has lost something, even if all else passes. */
function checkProtocol(verdict, expected) {
  if (verdict.ok && verdict.protocol !== expected) {
    Object.assign(verdict, { ok: false, reason: `negotiated ${verdict.protocol}, directly ${expected}` });
  }
}
