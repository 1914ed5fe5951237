import { fromJsonSchema } from '@modelcontextprotocol/server';
import * as z from 'zod/v4';
import { audio, embedded, image, says, sleep, text } from './content.js';

const NO_ARGUMENTS = z.object({});

/** The pause between two messages of one call, long enough to tell a stream from a body sent at once. */
const PAUSE_MS = 50;

/** Tools that need nothing from the client: content of each kind, errors, log messages, progress, schemas. */
export function registerContentTools(server) {
  const tool = (name, description, handler) => server.registerTool(name, { description }, handler);

  tool('test_simple_text', 'Returns text', async () => says('This is a simple text response for testing.'));
  tool('test_image_content', 'Returns an image', async () => ({ content: [image] }));
  tool('test_audio_content', 'Returns a sound', async () => ({ content: [audio] }));
  tool('test_embedded_resource', 'Returns an embedded resource', async () => ({
    content: [embedded('test://embedded-resource', 'text/plain', 'This is an embedded resource content.')],
  }));
  tool('test_multiple_content_types', 'Returns text, an image and a resource', async () => ({
    content: [
      text('Multiple content types test:'),
      image,
      embedded('test://mixed-content-resource', 'application/json', '{"test":"data","value":123}'),
    ],
  }));
  tool('test_error_handling', 'Always fails', async () => {
    throw new Error('This tool intentionally returns an error for testing');
  });
  tool('test_streaming_elicitation', 'Answers without a request of its own on the response stream', async () =>
    says('The stream carried nothing but this result.'),
  );

  registerStreamingTools(server);
  registerSchemaTools(server);
}

/** Tools that say something before their result, or lose their stream before it. */
function registerStreamingTools(server) {
  server.registerTool(
    'test_tool_with_logging',
    { description: 'Sends three log messages', inputSchema: NO_ARGUMENTS },
    async (_arguments, { mcpReq }) => {
      await mcpReq.log('info', 'Tool execution started');
      await sleep(PAUSE_MS);
      await mcpReq.log('info', 'Tool processing data');
      await sleep(PAUSE_MS);
      await mcpReq.log('info', 'Tool execution completed');
      return says('Three messages were logged.');
    },
  );

  server.registerTool(
    'test_logging_tool',
    { description: 'Logs when the request asked for it', inputSchema: NO_ARGUMENTS },
    async (_arguments, { mcpReq }) => {
      await mcpReq.log('info', 'Only a request with a log level sees this');
      return says('Logged.');
    },
  );

  server.registerTool(
    'test_tool_with_progress',
    { description: 'Reports progress three times', inputSchema: NO_ARGUMENTS },
    async (_arguments, { mcpReq }) => {
      const progressToken = mcpReq._meta?.progressToken;
      for (const progress of [0, 50, 100]) {
        if (progressToken !== undefined) {
          await mcpReq.notify({ method: 'notifications/progress', params: { progressToken, progress, total: 100 } });
        }
        if (progress < 100) await sleep(PAUSE_MS);
      }
      return says('Done.');
    },
  );

  server.registerTool(
    'test_reconnection',
    {
      description: 'Ends its stream before the result, which a client gets by Last-Event-ID',
      inputSchema: NO_ARGUMENTS,
    },
    async (_arguments, { http }) => {
      http?.closeSSE?.();
      await sleep(2 * PAUSE_MS);
      return says('The client came back for this result.');
    },
  );
}

/** Tools whose input schema has what a peer that re-encodes schemas loses. */
function registerSchemaTools(server) {
  server.registerTool(
    'test_x_mcp_header',
    {
      description: 'Has an argument that is mirrored in the header Mcp-Param-Region',
      inputSchema: fromJsonSchema({
        type: 'object',
        properties: {
          region: { type: 'string', 'x-mcp-header': 'Region' },
          level: { type: 'integer' },
        },
      }),
    },
    async ({ region }) => says(`region: ${region ?? 'none'}`),
  );

  server.registerTool(
    'json_schema_2020_12_tool',
    {
      description: 'Has an input schema in the vocabulary of JSON Schema 2020-12',
      inputSchema: fromJsonSchema({
        $schema: 'https://json-schema.org/draft/2020-12/schema',
        type: 'object',
        $defs: {
          address: {
            $anchor: 'addressDef',
            type: 'object',
            properties: { street: { type: 'string' }, city: { type: 'string' } },
          },
        },
        properties: {
          name: { type: 'string' },
          address: { $ref: '#/$defs/address' },
          contactMethod: { type: 'string', enum: ['phone', 'email'] },
          phone: { type: 'string' },
          email: { type: 'string' },
        },
        allOf: [{ anyOf: [{ required: ['phone'] }, { required: ['email'] }] }],
        if: { properties: { contactMethod: { const: 'phone' } }, required: ['contactMethod'] },
        then: { required: ['phone'] },
        else: { required: ['email'] },
        additionalProperties: false,
      }),
    },
    async (values) => says(JSON.stringify(values)),
  );
}
