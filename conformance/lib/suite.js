import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { PACKAGE } from './paths.js';
import { Child } from './processes.js';

const SUITE = join(PACKAGE, 'node_modules/@modelcontextprotocol/conformance');

export const VERSIONS = ['2025-11-25', '2026-07-28'];

/** The scenarios that a server must pass to conform to a version: the list that the suite froze for it. */
export function requiredScenarios(version) {
  return parse(readFileSync(join(SUITE, 'requirements', `${version}.yaml`), 'utf8')).server;
}

/**
 * Runs the suite against a server and tells for each scenario whether it passed and which checks did not.
 *
 * @param {string} url the server's MCP endpoint
 * @param {string} version the protocol version that the suite speaks
 * @param {string[]} scenarios one, or all that the version requires
 * @param {string} results an empty directory for the suite's log and the checks of each scenario
 * @param {number} timeoutMs when the suite is ended; what it did not reach has failed
 * @returns {Promise<{scenario: string, passed: boolean, problems: object[], details: string}[]>}
 */
export async function runSuite(url, version, scenarios, results, timeoutMs) {
  const selection =
    scenarios.length === 1
      ? ['--scenario', scenarios[0], '--spec-version', version, '--force']
      : ['--requirements', version];
  const command = [
    process.execPath,
    join(SUITE, 'dist/index.js'),
    'server',
    '--url',
    url,
    ...selection,
    '--output-dir',
    results,
  ];
  const suite = new Child('The suite', command, { log: join(results, 'suite.log') });
  if ((await suite.exitCode(timeoutMs)) === undefined) {
    console.error(`The suite was ended after ${timeoutMs / 1000} s; what it did not reach has failed.`);
  }
  return scenarios.map((scenario) => readOutcome(scenario, results));
}

/** The suite writes `server-<scenario>-<time>/checks.json` at the end of each scenario that did not crash. */
function readOutcome(scenario, results) {
  const directory = readdirSync(results).find(
    (name) => name.replace(/-\d{4}-\d\d-\d\dT.*$/, '') === `server-${scenario}`,
  );
  const details = directory && join(results, directory, 'checks.json');
  if (!details || !existsSync(details)) {
    return {
      scenario,
      passed: false,
      problems: [{ id: scenario, errorMessage: 'did not finish' }],
      details: join(results, 'suite.log'),
    };
  }
  const checks = JSON.parse(readFileSync(details, 'utf8'));
  return { scenario, passed: hasPassed(checks), problems: checks.filter(isProblem), details };
}

/**
 * A scenario passes when it saw no failure and at least one success of its own. The second half is stricter than the
 * suite: against a port where nobody listens, scenarios that only ever warn would pass, and so would the suite's check
 * that every message it saw fits the schema.
 */
function hasPassed(checks) {
  const succeeded = checks.some((check) => check.status === 'SUCCESS' && !check.id.startsWith('wire-schema-'));
  return succeeded && !checks.some((check) => check.status === 'FAILURE');
}

const isProblem = (check) => check.status === 'FAILURE' || check.status === 'WARNING';
