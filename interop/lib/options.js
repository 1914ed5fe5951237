import { parseArgs } from 'node:util';
import { ROUTES } from './routes.js';
import { CAPABILITIES, SDKS } from './sdks.js';
import { GATEWAY } from './servers.js';

export const HELP = `Runs the MCP SDKs as clients over their capabilities: directly, and through the gateway to a server of the client's
own era, to one that speaks HTTP+SSE, and to one of the other era. Every capability that passes directly has to pass
on each of those ways.

Usage: interop/run [options]

  --sdk NAME            only this SDK (repeatable): ${Object.keys(SDKS).join(', ')}
  --capability NAME     only this capability (repeatable): ${Object.keys(CAPABILITIES).join(', ')}
  --route NAME          only this way through the gateway (repeatable): gateway, sse-upstream, other-era
  --direct-only         do not start the gateway
  --gateway COMMAND     how to start it; {port}, {data} and {upstream} are filled in
                        (default: ${GATEWAY})
  --gateway-start SECS  how long it may take until it listens, building included (default: 180)
  --jobs N              clients at a time (default: 2)
  --help

Logs of every process are kept in interop/results. Exit status: 0 all passed, 1 something failed, 2 could not run.`;

/** What the command line asks for cannot be done; the message says what can. */
export class UsageError extends Error {}

/** Reads the command line. */
export function readOptions() {
  const text = { type: 'string' };
  const many = { type: 'string', multiple: true };
  const flag = { type: 'boolean', default: false };
  try {
    const { values } = parseArgs({
      options: {
        sdk: { ...many, default: Object.keys(SDKS) },
        capability: { ...many, default: Object.keys(CAPABILITIES) },
        route: { ...many, default: Object.keys(ROUTES) },
        'direct-only': flag,
        gateway: { ...text, default: GATEWAY },
        'gateway-start': { ...text, default: '180' },
        jobs: { ...text, default: '2' },
        help: flag,
      },
    });
    known('--sdk', values.sdk, SDKS);
    known('--capability', values.capability, CAPABILITIES);
    known('--route', values.route, ROUTES);
    positive('--jobs', values.jobs);
    positive('--gateway-start', values['gateway-start']);
    return values;
  } catch (error) {
    throw new UsageError(`${error.message}\nSee interop/run --help`);
  }
}

function known(option, names, among) {
  for (const name of names) {
    if (!(name in among)) throw new Error(`${option} ${name}: not one of ${Object.keys(among).join(', ')}`);
  }
}

function positive(option, value) {
  if (!/^[1-9]\d*$/.test(value)) throw new Error(`${option} ${value}: not a positive whole number`);
}
