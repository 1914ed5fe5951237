// A server of 2026-07-28 alone, with the names and the words of the everything server, so that one client program
// checks either. Sampling and elicitation are multi round-trip results.
import { createServer } from 'node:http';
import { toNodeHandler } from '@modelcontextprotocol/node';
import {
  acceptedContent,
  completable,
  createMcpHandler,
  inputRequired,
  McpServer,
  ResourceTemplate,
} from '@modelcontextprotocol/server';
import { MCP_TINY_IMAGE } from '@modelcontextprotocol/server-everything/dist/tools/get-tiny-image.js';
import { z } from 'zod';
import { count, log, wait, waitState } from './extras.js';

const documents = ['architecture.md', 'features.md'].map((name) => ({
  name,
  uri: `demo://resource/static/document/${name}`,
}));
const teams = { Engineering: ['Alice', 'Bob', 'Charlie'], Sales: ['David', 'Eve', 'Frank'] };
const text = (value) => ({ content: [{ type: 'text', text: value }] });
const startingWith = (values, start) => values.filter((value) => value.startsWith(start));

function registerTools(server) {
  const tool = (name, inputSchema, call) => server.registerTool(name, { inputSchema: z.object(inputSchema) }, call);

  tool('echo', { message: z.string() }, ({ message }) => text(`Echo: ${message}`));

  server.registerTool(
    'get-structured-content',
    {
      inputSchema: z.object({ location: z.enum(['New York', 'Chicago', 'Los Angeles']) }),
      outputSchema: z.object({ temperature: z.number(), conditions: z.string(), humidity: z.number() }),
    },
    () => {
      const weather = { temperature: 36, conditions: 'Light rain / drizzle', humidity: 82 };
      return { ...text(JSON.stringify(weather)), structuredContent: weather };
    },
  );

  tool('get-tiny-image', {}, () => ({ content: [{ type: 'image', data: MCP_TINY_IMAGE, mimeType: 'image/png' }] }));

  tool('count', {}, async (_, { mcpReq }) => {
    const { progressToken } = mcpReq._meta;
    await count((step) => mcpReq.notify({ method: 'notifications/progress', params: { progressToken, ...step } }));
    return text('counted');
  });

  tool('log-messages', {}, async (_, { mcpReq }) => {
    await log(({ level, data, logger }) => mcpReq.log(level, data, logger));
    return text('logged');
  });

  tool(
    'trigger-sampling-request',
    { prompt: z.string(), maxTokens: z.number().default(100) },
    ({ prompt, maxTokens }, ctx) => {
      const answer = ctx.mcpReq.inputResponses?.sample;
      if (answer) return text(`LLM sampling result: \n${JSON.stringify(answer, null, 2)}`);
      const messages = [
        { role: 'user', content: { type: 'text', text: `Resource trigger-sampling-request context: ${prompt}` } },
      ];
      return inputRequired({ inputRequests: { sample: inputRequired.createMessage({ messages, maxTokens }) } });
    },
  );

  tool('trigger-elicitation-request', {}, (_, ctx) => {
    const answer = acceptedContent(ctx.mcpReq.inputResponses, 'form');
    if (answer) return text(`User inputs:\n- Name: ${answer.name}`);
    const requestedSchema = {
      type: 'object',
      properties: { name: { type: 'string', title: 'String' } },
      required: ['name'],
    };
    const message = 'Please provide inputs for the following fields:';
    return inputRequired({ inputRequests: { form: inputRequired.elicit({ message, requestedSchema }) } });
  });

  tool('touch', {}, () => {
    for (const { uri } of documents) handler.notify.resourceUpdated(uri);
    return text('touched');
  });

  tool('wait', { token: z.string() }, async ({ token }, ctx) => text(await wait(token, ctx.mcpReq.signal)));
  tool('wait-state', { token: z.string() }, ({ token }) => text(waitState(token)));
}

function registerResources(server) {
  for (const { name, uri } of documents) {
    server.registerResource(name, uri, { mimeType: 'text/markdown' }, () => ({
      contents: [{ uri, mimeType: 'text/markdown', text: `# Everything Server - ${name}` }],
    }));
  }
  const complete = { resourceId: (value) => (Number(value) > 0 ? [value] : []) };
  server.registerResource(
    'Dynamic Text Resource',
    new ResourceTemplate('demo://resource/dynamic/text/{resourceId}', { list: undefined, complete }),
    { mimeType: 'text/plain' },
    (uri, { resourceId }) => ({
      contents: [
        { uri: uri.toString(), mimeType: 'text/plain', text: `Resource ${resourceId}: This is a plaintext resource` },
      ],
    }),
  );
}

function registerPrompts(server) {
  const argsSchema = z.object({
    department: completable(z.string(), (value) => startingWith(Object.keys(teams), value)),
    name: completable(z.string(), (value, context) => startingWith(teams[context?.arguments?.department] ?? [], value)),
  });
  server.registerPrompt('completable-prompt', { argsSchema }, ({ department, name }) => ({
    messages: [
      {
        role: 'user',
        content: { type: 'text', text: `Please promote ${name} to the head of the ${department} team.` },
      },
    ],
  }));
}

const handler = createMcpHandler(
  () => {
    const server = new McpServer(
      { name: 'interop/modern', version: '1.0.0' },
      { capabilities: { logging: {}, resources: { subscribe: true } } },
    );
    registerTools(server);
    registerResources(server);
    registerPrompts(server);
    return server;
  },
  { legacy: 'reject' },
);

const listener = createServer(toNodeHandler(handler));
listener.listen(0, '127.0.0.1', () => {
  console.log(JSON.stringify({ http: `http://127.0.0.1:${listener.address().port}/mcp` }));
});
