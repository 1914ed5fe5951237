import { randomUUID } from 'node:crypto';
import { isInitializeRequest } from '@modelcontextprotocol/server';
import { NodeStreamableHTTPServerTransport } from '@modelcontextprotocol/node';
import { SessionEvents } from './events.js';

/** How long a client whose stream ended waits before it comes back, in milliseconds. */
const RETRY_MS = 500;

/** Streamable HTTP as it was until 2025-11-25: `initialize` opens a session, and each session has its own server. */
export class Sessions {
  #transports = new Map();
  #defineServer;

  /** @param {() => import('@modelcontextprotocol/server').McpServer} defineServer */
  constructor(defineServer) {
    this.#defineServer = defineServer;
  }

  /** Serves POST, GET and DELETE. */
  async handle(request, response) {
    const sessionId = request.headers['mcp-session-id'];
    if (sessionId === undefined && request.method === 'POST' && isInitializeRequest(request.body)) {
      return (await this.#open()).handleRequest(request, response, request.body);
    }
    if (sessionId === undefined) return refuse(response, 400, -32000, 'Bad Request: Mcp-Session-Id is required');
    const transport = this.#transports.get(sessionId);
    if (transport === undefined) return refuse(response, 404, -32001, 'Session not found');
    return transport.handleRequest(request, response, request.body);
  }

  async #open() {
    const transport = new NodeStreamableHTTPServerTransport({
      sessionIdGenerator: randomUUID,
      eventStore: new SessionEvents(),
      retryInterval: RETRY_MS,
      onsessioninitialized: (sessionId) => this.#transports.set(sessionId, transport),
      onsessionclosed: (sessionId) => this.#transports.delete(sessionId),
    });
    await this.#defineServer().connect(transport);
    return transport;
  }
}

function refuse(response, status, code, message) {
  response.status(status).json({ jsonrpc: '2.0', id: null, error: { code, message } });
}
