// An MCP client with nothing but the address of a server: metadata, registration, PKCE, tokens, calls.
import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';

export class McpClient {
  /** All that it was given and keeps to itself. */
  secrets = [];

  /** Nothing listens at the redirect URI unless the caller does: the tests read the address itself. */
  constructor(address, redirect = 'http://127.0.0.1:53682/callback') {
    this.address = address;
    this.redirect = redirect;
  }

  /** Finds out where to sign in, and registers. */
  async register(name = 'E2E client') {
    const refused = await post(this.address, {});
    assert.equal(refused.status, 401);
    const challenge = refused.headers.get('www-authenticate');
    const resource = await json(/resource_metadata="([^"]+)"/.exec(challenge)[1]);
    const issuer = resource.authorization_servers[0];
    this.resource = resource.resource;
    this.server = await json(`${issuer}/.well-known/oauth-authorization-server`);
    assert.equal(this.server.issuer, issuer);
    const answer = await post(this.server.registration_endpoint, {
      client_name: name,
      redirect_uris: [this.redirect],
      grant_types: ['authorization_code', 'refresh_token'],
      response_types: ['code'],
      token_endpoint_auth_method: 'none',
    });
    assert.equal(answer.status, 201);
    this.clientId = (await answer.json()).client_id;
    return this;
  }

  /** Where to send the person. */
  authorizationUrl() {
    this.verifier = randomBytes(32).toString('base64url');
    this.secrets.push(this.verifier);
    this.state = randomBytes(16).toString('base64url');
    const url = new URL(this.server.authorization_endpoint);
    url.search = new URLSearchParams({
      response_type: 'code',
      client_id: this.clientId,
      redirect_uri: this.redirect,
      state: this.state,
      code_challenge: createHash('sha256').update(this.verifier).digest('base64url'),
      code_challenge_method: 'S256',
      resource: this.resource,
      scope: 'tools:read tools:write prompts:read resources:read',
    });
    return url.href;
  }

  /** Exchanges the code of the address that the person came back with. */
  async finish(url) {
    const answer = new URL(url).searchParams;
    assert.equal(answer.get('error'), null, url);
    assert.equal(answer.get('state'), this.state);
    assert.equal(answer.get('iss'), this.server.issuer);
    this.secrets.push(answer.get('code'));
    await this.#token({
      grant_type: 'authorization_code',
      code: answer.get('code'),
      redirect_uri: this.redirect,
      code_verifier: this.verifier,
    });
  }

  refresh() {
    return this.#token({ grant_type: 'refresh_token', refresh_token: this.tokens.refresh_token });
  }

  async #token(fields) {
    const response = await fetch(this.server.token_endpoint, {
      method: 'POST',
      body: new URLSearchParams({ ...fields, client_id: this.clientId, resource: this.resource }),
    });
    const tokens = await response.json();
    assert.equal(response.status, 200, JSON.stringify(tokens));
    this.tokens = tokens;
    this.secrets.push(tokens.access_token, tokens.refresh_token);
  }

  /** Calls a method in a new session; the status when the gateway refuses. */
  async call(method, params) {
    const headers = { authorization: `Bearer ${this.tokens.access_token}` };
    const opened = await post(this.address, rpc('initialize', {
      protocolVersion: '2025-11-25',
      capabilities: {},
      clientInfo: { name: 'e2e', version: '1' },
    }), headers);
    if (!opened.ok) return opened.status;
    headers['mcp-session-id'] = opened.headers.get('mcp-session-id');
    headers['mcp-protocol-version'] = '2025-11-25';
    this.secrets.push(headers['mcp-session-id']);
    const response = await post(this.address, rpc(method, params), headers);
    const text = await response.text();
    const data = text.startsWith('{') ? text : /^data: ?(\{.*)$/m.exec(text)?.[1];
    return data ? JSON.parse(data) : response.status;
  }
}

function rpc(method, params) {
  return { jsonrpc: '2.0', id: 1, method, params };
}

async function json(url) {
  const response = await fetch(url);
  assert.equal(response.status, 200, url);
  return response.json();
}

function post(url, body, headers = {}) {
  return fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json, text/event-stream', ...headers },
    body: JSON.stringify(body),
  });
}
