import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { freePort } from './processes.js';
import { requiredScenarios, runSuite, VERSIONS } from './suite.js';

const REQUIRED = { '2025-11-25': 30, '2026-07-28': 37 };

for (const version of VERSIONS) {
  test(`a port where nobody listens passes none of the ${REQUIRED[version]} scenarios of ${version}`, async (context) => {
    const results = mkdtempSync(join(tmpdir(), 'conformance-test-'));
    context.after(() => rmSync(results, { recursive: true }));
    const scenarios = requiredScenarios(version);
    const outcomes = await runSuite(`http://127.0.0.1:${await freePort()}/mcp`, version, scenarios, results, 60_000);
    assert.equal(outcomes.length, REQUIRED[version]);
    assert.deepEqual(
      outcomes.filter(({ passed }) => passed),
      [],
    );
  });
}
