// A small MCP server over Streamable HTTP (2025-11-25), so that there is something behind the gateway.
import { createServer } from 'node:http';

const TOOLS = [
  ['search_documents', 'Finds documents by what is written in them.', true],
  ['read_document', 'Reads a document as plain text.', true],
  ['create_document', 'Creates a document in your folder.', false],
  ['delete_document', 'Deletes a document of yours for good.', false],
];

export async function startUpstream() {
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => (body += chunk));
    request.on('end', () => answer(request, response, body));
  });
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  return { url: `http://127.0.0.1:${server.address().port}/mcp`, stop: () => server.close() };
}

function answer(request, response, body) {
  if (request.method !== 'POST') return response.writeHead(405).end();
  const message = JSON.parse(body);
  if (message.id === undefined) return response.writeHead(202).end();
  const result = results[message.method]?.(message.params);
  response.writeHead(200, { 'content-type': 'application/json' });
  response.end(
    JSON.stringify({
      jsonrpc: '2.0',
      id: message.id,
      ...(result ? { result } : { error: { code: -32601, message: 'unknown method' } }),
    }),
  );
}

const results = {
  initialize: () => ({
    protocolVersion: '2025-11-25',
    capabilities: { tools: {} },
    serverInfo: { name: 'documents', version: '1' },
  }),
  ping: () => ({}),
  'tools/list': () => ({
    tools: TOOLS.map(([name, description, readOnlyHint]) => ({
      name,
      description,
      inputSchema: { type: 'object' },
      annotations: { readOnlyHint },
    })),
  }),
  'tools/call': (params) => ({ content: [{ type: 'text', text: `called ${params.name}` }] }),
};
