import { Child } from './processes.js';

/** An option that the user can correct; the usage is shown with it. */
export class UsageError extends Error {}

/** Reads an option in seconds and gives milliseconds. */
export function readSeconds(option, value) {
  if (!/^[1-9]\d{0,4}$/.test(value)) throw new UsageError(`${option} is ${value}, but must be a number of seconds`);
  return Number(value) * 1000;
}

/** Checks an option that has a few values. */
export function requireOneOf(option, value, allowed) {
  if (value !== undefined && !allowed.includes(value)) {
    throw new UsageError(`${option} is ${value}, but must be one of ${allowed.join(', ')}`);
  }
}

/** Tells the user what went wrong and gives the exit code. */
export function reportError(error, usage) {
  const isUsage = error instanceof UsageError || error.code?.startsWith('ERR_PARSE_ARGS');
  console.error(isUsage ? `${error.message}\n\n${usage}` : error.message);
  return 2;
}

/** Leaves nothing running when the user interrupts. */
export function endChildrenOnSignal() {
  for (const signal of ['SIGINT', 'SIGTERM']) {
    process.once(signal, async () => {
      await Child.endAll();
      process.exit(1);
    });
  }
}
