import { McpServer } from '@modelcontextprotocol/server';
import { registerAskingTools } from './asking-tools.js';
import { registerContentTools } from './content-tools.js';
import { registerPrompts } from './prompts.js';
import { registerResources } from './resources.js';
import { requestState } from './request-state.js';

/**
 * Builds the server that the suite talks to: one for each session of the legacy era (≤ 2025-11-25), one for each
 * request of the modern era (2026-07-28).
 *
 * @param {'legacy' | 'modern'} era what the client speaks
 * @param {'both' | 'legacy' | 'modern'} speaks what the server speaks
 * @param {import('./catalog.js').Catalog} catalog what all of them share
 */
export function defineServer(era, speaks, catalog) {
  const server = new McpServer(
    { name: 'conformance-server', title: 'Conformance Server', version: '1.0.0' },
    {
      capabilities: {
        completions: {},
        logging: {},
        prompts: { listChanged: true },
        resources: { listChanged: true, subscribe: true },
        tools: { listChanged: true },
      },
      instructions: 'Answers every scenario of the MCP conformance suite.',
      requestState: { verify: requestState.verify },
    },
  );
  registerContentTools(server);
  registerAskingTools(server, era, speaks);
  registerResources(server);
  registerPrompts(server);
  catalog.registerOn(server, era);
  return server;
}
