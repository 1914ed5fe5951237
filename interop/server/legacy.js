// The published everything server (2025-11-25 and earlier) over Streamable HTTP at /mcp and HTTP+SSE at /sse,
// with tools added for what it cannot show: that a cancellation arrived, and notifications on demand.
import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import { createServer as createEverything } from '@modelcontextprotocol/server-everything/dist/server/index.js';
import { SSEServerTransport } from '@modelcontextprotocol/sdk/server/sse.js';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import { SubscribeRequestSchema, UnsubscribeRequestSchema } from '@modelcontextprotocol/sdk/types.js';
import { z } from 'zod';
import { count, log, wait, waitState } from './extras.js';

const sessions = new Map();
const subscribers = new Map();
const text = (value) => ({ content: [{ type: 'text', text: value }] });

function everything() {
  const { server, cleanup } = createEverything();
  const token = { token: z.string() };
  server.registerTool('wait', { inputSchema: token }, async ({ token }, extra) =>
    text(await wait(token, extra.signal)),
  );
  server.registerTool('wait-state', { inputSchema: token }, ({ token }) => text(waitState(token)));
  server.registerTool('count', { inputSchema: {} }, async (_, { _meta, sendNotification }) => {
    const { progressToken } = _meta;
    await count((step) => sendNotification({ method: 'notifications/progress', params: { progressToken, ...step } }));
    return text('counted');
  });
  server.registerTool('touch', { inputSchema: {} }, async () => {
    for (const [subscriber, uris] of subscribers) {
      for (const uri of uris) await subscriber.server.sendResourceUpdated({ uri });
    }
    return text('touched');
  });
  server.registerTool('log-messages', { inputSchema: {} }, async (_, { sendNotification, sessionId }) => {
    await log(async (params) => {
      if (server.server.isMessageIgnored(params.level, sessionId)) return;
      await sendNotification({ method: 'notifications/message', params });
    });
    return text('logged');
  });
  subscribe(server);
  return { server, cleanup };
}

// The server's own updates are toggled for a session; these go to whoever subscribed, whoever asks.
function subscribe(server) {
  const uris = new Set();
  subscribers.set(server, uris);
  server.server.setRequestHandler(SubscribeRequestSchema, ({ params }) => {
    uris.add(params.uri);
    return {};
  });
  server.server.setRequestHandler(UnsubscribeRequestSchema, ({ params }) => {
    uris.delete(params.uri);
    return {};
  });
}

async function connect(transport) {
  const { server, cleanup } = everything();
  server.server.onclose = () => {
    sessions.delete(transport.sessionId);
    subscribers.delete(server);
    cleanup(transport.sessionId);
  };
  await server.connect(transport);
  return transport;
}

const refuse = (response, status, message) =>
  response
    .writeHead(status, { 'content-type': 'application/json' })
    .end(JSON.stringify({ jsonrpc: '2.0', id: null, error: { code: -32001, message } }));

async function streamableHttp(request, response) {
  const id = request.headers['mcp-session-id'];
  if (id && !sessions.has(id)) return refuse(response, 404, 'Session not found');
  const transport = id
    ? sessions.get(id)
    : await connect(
        new StreamableHTTPServerTransport({
          sessionIdGenerator: () => randomUUID(),
          onsessioninitialized: (id) => void sessions.set(id, transport),
        }),
      );
  await transport.handleRequest(request, response);
}

async function sse(response) {
  const transport = new SSEServerTransport('/message', response);
  sessions.set(transport.sessionId, transport);
  await connect(transport);
}

async function message(request, response, url) {
  const transport = sessions.get(url.searchParams.get('sessionId'));
  if (!transport) return refuse(response, 404, 'Session not found');
  await transport.handlePostMessage(request, response);
}

const listener = createServer((request, response) => {
  const url = new URL(request.url, 'http://127.0.0.1');
  if (url.pathname === '/mcp') return streamableHttp(request, response);
  if (url.pathname === '/sse' && request.method === 'GET') return sse(response);
  if (url.pathname === '/message' && request.method === 'POST') return message(request, response, url);
  response.writeHead(404).end();
});

listener.listen(0, '127.0.0.1', () => {
  const base = `http://127.0.0.1:${listener.address().port}`;
  console.log(JSON.stringify({ http: `${base}/mcp`, sse: `${base}/sse` }));
});
