import { relative } from 'node:path';
import { VERSIONS } from './suite.js';

const MESSAGE_LENGTH = 300;

/** What a run achieved, measured against what targets.yaml asks of it: a number, and reasons for what cannot pass. */
export function judge(outcomes, target = 0, cannotPass = {}) {
  const passed = outcomes.filter((outcome) => outcome.passed).length;
  const failed = outcomes.filter((outcome) => !outcome.passed);
  const unexplained = failed.filter(({ scenario }) => !(scenario in cannotPass));
  const disproved = outcomes.filter((outcome) => outcome.passed && outcome.scenario in cannotPass);
  return {
    passed,
    total: outcomes.length,
    target,
    failed,
    cannotPass,
    disproved,
    met: passed >= target && unexplained.length === 0,
  };
}

/** Names each scenario that ran and failed, why, and where the details are. */
export function printFailures({ failed, cannotPass, disproved }) {
  for (const { scenario, problems, details } of failed.filter((outcome) => outcome.details)) {
    const reason = cannotPass[scenario];
    console.log(`  ${reason ? '-' : '✗'} ${scenario}   ${relative(process.cwd(), details)}`);
    if (reason) console.log(`      cannot pass: ${reason.trim()}`);
    for (const { id, errorMessage = '' } of problems) console.log(`      ${id}: ${shorten(errorMessage)}`);
  }
  for (const { scenario } of disproved) console.log(`  ! ${scenario} passes: targets.yaml says that it cannot`);
}

function shorten(message) {
  const line = message.replace(/\s+/g, ' ');
  return line.length > MESSAGE_LENGTH ? `${line.slice(0, MESSAGE_LENGTH)}…` : line;
}

/** Prints one row for each way to the server and one column for each version. */
export function printTable(results) {
  const rows = [...new Set(results.map(({ path }) => path))].map((path) => [
    path,
    ...VERSIONS.map((version) => cell(results.find((result) => result.path === path && result.version === version))),
  ]);
  console.log(`\n${alignColumns([['scenarios passed', ...VERSIONS], ...rows])}`);
}

function cell(result) {
  if (result === undefined) return '';
  const { passed, total, target, met } = result;
  const goal = target > 0 && target < total ? ` (target ${target})` : '';
  return `${passed}/${total}${goal}${met ? '' : '  FAILED'}`;
}

/** Lays out rows of text, each column as wide as its longest value. */
export function alignColumns(rows) {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  const align = (row) => row.map((value, column) => value.padEnd(widths[column])).join('   ');
  return rows.map((row) => align(row).trimEnd()).join('\n');
}
