import { nameOf } from './cells.js';
import { CAPABILITIES } from './sdks.js';

const LABEL_WIDTH = 30;
const REASON_LENGTH = 400;

/** How a verdict looks in the table; a capability that the client does not have is a dash. */
function cell(verdict) {
  if (!verdict) return '';
  if (verdict.unsupported) return '–';
  return verdict.ok ? 'ok' : 'FAIL';
}

const line = (label, cells) => label.padEnd(LABEL_WIDTH) + cells.map((text) => text.padStart(7)).join('');

/** Prints every row, each way that it took on a line of its own. */
export function printTable(results, capabilities) {
  const headings = capabilities.map((capability) => CAPABILITIES[capability]);
  console.log(line('', headings));
  for (const { row, ways } of results) {
    const protocol = [...ways[0].verdicts.values()].find((verdict) => verdict.protocol)?.protocol ?? row.era;
    console.log(`${row.sdk} ${row.transport} ${protocol}`);
    for (const { label, verdicts } of ways) {
      const cells = capabilities.map((capability) => cell(verdicts.get(capability)));
      console.log(line(`  ${label}`, cells));
    }
  }
}

/** Every failure, with where it happened. */
export const failuresOf = (results) =>
  results.flatMap(({ row, ways }) =>
    ways.flatMap(({ label, verdicts }) =>
      [...verdicts.values()].filter(({ ok }) => ok === false).map((verdict) => ({ row, label, ...verdict })),
    ),
  );

/** Prints each failure with its reason and its log. */
export function printFailures(failures) {
  for (const { row, label, capability, reason, log } of failures) {
    const why = reason.replace(/\s+/g, ' ').slice(0, REASON_LENGTH);
    console.log(`\n${nameOf(row)}, ${label}: ${capability}\n  ${why}\n  ${log}`);
  }
}

/** Prints how many verdicts are good, by the way that was taken. */
export function printCounts(results) {
  const counts = new Map();
  for (const { label, verdicts } of results.flatMap(({ ways }) => ways)) {
    const judged = [...verdicts.values()].filter(({ ok }) => ok !== undefined);
    const { passed = 0, total = 0 } = counts.get(label) ?? {};
    counts.set(label, { passed: passed + judged.filter(({ ok }) => ok).length, total: total + judged.length });
  }
  console.log();
  for (const [label, { passed, total }] of counts) console.log(`${label}: ${passed} of ${total}`);
}
