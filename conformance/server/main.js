import { parseArgs } from 'node:util';
import { createMcpExpressApp } from '@modelcontextprotocol/express';
import { toNodeHandler, toWebRequest } from '@modelcontextprotocol/node';
import { createMcpHandler, isLegacyRequest } from '@modelcontextprotocol/server';
import { Catalog } from './catalog.js';
import { defineServer } from './definition.js';
import { Sessions } from './sessions.js';

const USAGE = `Usage: node server/main.js [--era both|legacy|modern] [--port PORT]

Starts the reference server of the conformance suite on 127.0.0.1 and prints its URL when it is ready.

  --era both     speaks 2026-07-28 and everything before it (default)
  --era legacy   knows nothing after 2025-11-25
  --era modern   knows only 2026-07-28
  --port PORT    0 takes a free port (default)`;

const ERAS = ['both', 'legacy', 'modern'];

/** Chooses, for an Express request, the handler of the era that the server may speak and the request is in. */
function route(speaks, catalog) {
  const sessions = new Sessions(() => defineServer('legacy', speaks, catalog));
  const modern = createMcpHandler(() => defineServer('modern', speaks, catalog), { legacy: 'reject' });
  catalog.on('toolsChanged', () => modern.notify.toolsChanged());
  catalog.on('promptsChanged', () => modern.notify.promptsChanged());

  const handleLegacy = (request, response) => sessions.handle(request, response);
  const serveModern = toNodeHandler(modern);
  const handleModern = (request, response) => serveModern(request, response, request.body);
  if (speaks === 'legacy') return handleLegacy;
  if (speaks === 'modern') return handleModern;
  return async (request, response) => {
    const inspected = await toWebRequest(request, request.body);
    return (await isLegacyRequest(inspected)) ? handleLegacy(request, response) : handleModern(request, response);
  };
}

function readArguments() {
  const options = { era: { type: 'string' }, port: { type: 'string' }, help: { type: 'boolean', short: 'h' } };
  const { era = 'both', port = '0', help } = parseArgs({ options }).values;
  if (help) {
    console.log(USAGE);
    process.exit(0);
  }
  if (!ERAS.includes(era)) throw new Error(`--era is ${era}, but must be one of ${ERAS.join(', ')}`);
  if (!/^\d{1,5}$/.test(port)) throw new Error(`--port is ${port}, but must be a number from 0 to 65535`);
  return { era, port: Number(port) };
}

function serve({ era, port }) {
  const app = createMcpExpressApp({ jsonLimit: '16mb' });
  app.all('/mcp', route(era, new Catalog().setMaxListeners(0)));
  const listener = app.listen(port, '127.0.0.1', (error) => {
    if (error) {
      console.error(`Cannot listen on port ${port}: ${error.message}`);
      process.exit(1);
    }
    console.log(`http://127.0.0.1:${listener.address().port}/mcp`);
  });
}

try {
  serve(readArguments());
} catch (error) {
  console.error(`${error.message}\n\n${USAGE}`);
  process.exit(2);
}
