import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import { parse } from 'yaml';
import { endChildrenOnSignal, readSeconds, reportError, requireOneOf } from './command-line.js';
import { PACKAGE, RESULTS } from './paths.js';
import { Child } from './processes.js';
import { judge, printFailures, printTable } from './report.js';
import { GATEWAY, startGateway, startServer } from './servers.js';
import { requiredScenarios, runSuite, VERSIONS } from './suite.js';

const USAGE = `Usage: conformance/run [options]

Counts the scenarios of the MCP conformance suite that pass, for each version:
  direct      the suite talks to the reference server
  gateway     the gateway stands between them
  cross-era   the same, and the server speaks only the other era
Exits with 1 when a number is below its target in conformance/targets.yaml, or a scenario fails without a reason there,
and with 2 for a wrong option. Logs and the checks of each scenario are in conformance/results/.

  --direct-only        leave the gateway out
  --path PATH          only direct, gateway or cross-era
  --version VERSION    only ${VERSIONS.join(' or ')}
  --scenario NAME      only this scenario, also one that is not required
  --url URL            run against what already listens there, and nothing else
  --upstream URL       use this running server instead of the reference server (leaves cross-era out)
  --gateway COMMAND    stand another command between: {port}, {data} and {upstream} are filled in, /mcp is its path
                       (default: ${GATEWAY})
  --timeout SECONDS    for the suite at one version over one path (default 300), and for the gateway to start, which
                       includes building it
  --help`;

const PATHS = {
  direct: { gateway: false, era: () => 'both' },
  gateway: { gateway: true, era: () => 'both' },
  'cross-era': { gateway: true, era: (version) => (version === '2026-07-28' ? 'legacy' : 'modern') },
};

function readOptions() {
  const text = { type: 'string' };
  const flag = { type: 'boolean', default: false };
  const { values } = parseArgs({
    options: {
      'direct-only': flag,
      path: text,
      version: text,
      scenario: text,
      url: text,
      upstream: text,
      gateway: { ...text, default: GATEWAY },
      timeout: { ...text, default: '300' },
      help: { ...flag, short: 'h' },
    },
  });
  requireOneOf('--version', values.version, VERSIONS);
  requireOneOf('--path', values.path, Object.keys(PATHS));
  const versions = values.version ? [values.version] : VERSIONS;
  return { ...values, versions, timeoutMs: readSeconds('--timeout', values.timeout) };
}

/** Gives the ways to the server that the options leave, each with an `open` that starts what stands there. */
function choosePaths(options) {
  if (options.url) return [{ path: options.url, name: 'url', open: () => running(options.url) }];
  return Object.entries(PATHS)
    .filter(([path]) => options.path === undefined || path === options.path)
    .filter(([, { gateway }]) => !(gateway && options['direct-only']))
    .filter(([path]) => !(path === 'cross-era' && options.upstream))
    .map(([path, { gateway, era }]) => ({
      path,
      name: path,
      open: (version, logs) => open(gateway, era(version), logs, options),
    }));
}

async function open(throughGateway, era, logs, { upstream, gateway: command, timeoutMs }) {
  const server = upstream ? running(upstream) : await startServer(era, logs);
  if (!throughGateway) return server;
  try {
    const gateway = await startGateway(command, { upstream: server.url }, logs, timeoutMs);
    return { url: `${gateway.origin}/mcp`, end: () => Promise.all([gateway.end(), server.end()]) };
  } catch (error) {
    await server.end();
    throw error;
  }
}

/** Something that was started by somebody else, who will end it. */
const running = (url) => ({ url, end: async () => {} });

/** Starts what stands on a path, runs the suite against it and says how that went. */
async function measure({ path, name, open }, version, targets, options) {
  const results = join(RESULTS, `${name}-${version}`);
  rmSync(results, { recursive: true, force: true });
  mkdirSync(results, { recursive: true });
  const { passed, cannotPass } = targets[name]?.[version] ?? {};
  const outcomes = await outcomesOf(open, version, results, options);
  const result = { path, version, ...judge(outcomes, options.scenario ? 0 : passed, cannotPass) };
  console.log(`${path}, ${version}: ${result.passed} of ${result.total}`);
  printFailures(result);
  return result;
}

/** A server or gateway that does not start passes nothing, and the other paths are still worth measuring. */
async function outcomesOf(open, version, results, { scenario, timeoutMs }) {
  const scenarios = scenario ? [scenario] : requiredScenarios(version);
  let opened;
  try {
    opened = await open(version, results);
  } catch (error) {
    console.error(error.message);
    return scenarios.map((name) => ({ scenario: name, passed: false }));
  }
  try {
    return await runSuite(opened.url, version, scenarios, results, timeoutMs);
  } finally {
    await opened.end();
  }
}

async function main() {
  const options = readOptions();
  if (options.help) {
    console.log(USAGE);
    return 0;
  }
  const targets = parse(readFileSync(join(PACKAGE, 'targets.yaml'), 'utf8'));
  const results = [];
  for (const way of choosePaths(options)) {
    for (const version of options.versions) results.push(await measure(way, version, targets, options));
  }
  printTable(results);
  console.log(`\nDetails: ${relative(process.cwd(), RESULTS)}`);
  return results.every(({ met }) => met) ? 0 : 1;
}

endChildrenOnSignal();
try {
  process.exitCode = await main();
} catch (error) {
  process.exitCode = reportError(error, USAGE);
} finally {
  await Child.endAll();
}
