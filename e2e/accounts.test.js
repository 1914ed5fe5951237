// A person's own account at an upstream, whose authorization server nobody here wrote (npm oidc-provider, which lets clients
// register): from a refused call to one with that person's token, its renewal, and back.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { after, before, test } from 'node:test';
import Provider from 'oidc-provider';
import { CookieBrowser } from './browser.js';
import { McpClient } from './client.js';
import { freePort, startGateway } from './gateway.js';

const NOT_CONNECTED = -31009;

let tickets, gateway;

before(async () => {
  tickets = await startTickets();
  gateway = await startGateway(await freePort(), {
    listener: { host: '127.0.0.1' },
    logging: { level: 'debug' },
    upstreams: {
      tickets: {
        url: tickets.url,
        access: 'everyone-signed-in',
        credentials: { kind: 'oauth', oauth: { allowedOrigins: [tickets.issuer] } },
      },
      open: { url: tickets.openUrl, access: 'everyone-signed-in' },
    },
  });
});

after(async () => {
  await gateway?.stop();
  tickets?.stop();
});

async function listen(server) {
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  return `http://127.0.0.1:${server.address().port}`;
}

/** An MCP server that wants a token, its authorization server, and the same server without. */
async function startTickets() {
  const authorization = createServer();
  const resource = createServer();
  const open = createServer();
  const [issuer, origin, openOrigin] = [await listen(authorization), await listen(resource), await listen(open)];
  const url = `${origin}/mcp`;
  const given = [];
  const provider = new Provider(issuer, {
    scopes: ['offline_access'],
    pkce: { required: () => true },
    cookies: { keys: ['e2e'] },
    // Short enough that a token has to be renewed within the test.
    ttl: { AccessToken: 5, Grant: 3600, IdToken: 600, Interaction: 600, RefreshToken: 3600, Session: 3600 },
    features: {
      devInteractions: { enabled: true },
      registration: { enabled: true },
      revocation: { enabled: true, allowedPolicy: () => true },
      resourceIndicators: {
        enabled: true,
        getResourceServerInfo: (context, indicator) => {
          if (indicator !== url) throw new Error('an unknown resource');
          return { scope: 'tickets:read', audience: url, accessTokenFormat: 'opaque', accessTokenTTL: 5 };
        },
      },
    },
    findAccount: (context, id) => ({ accountId: id, claims: () => ({ sub: id }) }),
  });
  for (const kind of ['access_token', 'refresh_token', 'authorization_code']) {
    provider.on(`${kind}.saved`, (token) => given.push(token.jti));
  }
  let registrations = 0;
  provider.on('registration_create.success', () => registrations++);
  authorization.on('request', provider.callback());
  const metadata = `${origin}/.well-known/oauth-protected-resource/mcp`;
  resource.on('request', async (request, response) => {
    if (request.url === '/.well-known/oauth-protected-resource/mcp') {
      response.writeHead(200, { 'content-type': 'application/json' });
      return response.end(
        JSON.stringify({ resource: url, authorization_servers: [issuer], scopes_supported: ['tickets:read'] }),
      );
    }
    const value = request.headers.authorization?.replace('Bearer ', '');
    const token = value && (await provider.AccessToken.find(value));
    if (!token?.isValid || token.aud !== url) {
      return response.writeHead(401, { 'www-authenticate': `Bearer resource_metadata="${metadata}"` }).end();
    }
    answer(request, response, token.accountId);
  });
  open.on('request', (request, response) => answer(request, response, 'nobody'));
  return {
    issuer,
    url,
    openUrl: `${openOrigin}/mcp`,
    /** Every code and token that was given out. */
    given,
    registrations: () => registrations,
    stop: () => [authorization, resource, open].forEach((server) => server.close()),
  };
}

function answer(request, response, person) {
  let body = '';
  request.on('data', (chunk) => (body += chunk));
  request.on('end', () => {
    if (request.method !== 'POST') return response.writeHead(405).end();
    const message = JSON.parse(body);
    if (message.id === undefined) return response.writeHead(202).end();
    const result = {
      initialize: { protocolVersion: '2025-11-25', capabilities: { tools: {} }, serverInfo: { name: 't', version: '1' } },
      'tools/list': { tools: [{ name: 'whoami', inputSchema: { type: 'object' } }] },
      'tools/call': { content: [{ type: 'text', text: person }] },
    }[message.method];
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ jsonrpc: '2.0', id: message.id, result: result ?? {} }));
  });
}

/** Agrees everywhere: `name` here, `there` at the authorization server of the upstream. */
function person(name, there) {
  return ({ action, hidden }) => {
    if (action.endsWith('/oauth/consent')) return { ...hidden, decision: 'approve' };
    if (action.endsWith('/oauth/login/development')) return { ...hidden, email: name };
    if (action.endsWith('/connect/tickets')) return hidden;
    if (hidden.prompt === 'login') return { ...hidden, login: there, password: 'any' };
    if (hidden.prompt === 'consent') return hidden;
    return undefined;
  };
}

async function signIn(name) {
  const browser = new CookieBrowser();
  const client = await new McpClient(`${gateway.origin}/mcp`).register();
  await client.finish((await browser.walk(client.authorizationUrl(), client.redirect, person(name))).url);
  return { browser, client, whoami: () => client.call('tools/call', { name: 'tickets_whoami', arguments: {} }) };
}

test('a person connects an account, uses it, keeps it beyond the life of a token, and disconnects it', async () => {
  const alice = await signIn('alice@example.com');
  const refused = (await alice.whoami()).error;
  assert.equal(refused.code, NOT_CONNECTED);

  const end = await alice.browser.walk(refused.data.url, 'nowhere', person('alice@example.com', 'alice-there'));
  assert.equal(end.status, 200, `${end.url}\n${end.html}\n${gateway.log()}`);
  assert.match(end.html, /tickets is connected/);
  assert.equal((await alice.whoami()).result.content[0].text, 'alice-there');

  await new Promise((done) => setTimeout(done, 5_500));
  assert.equal((await alice.whoami()).result?.content[0].text, 'alice-there');

  const bob = await signIn('bob@example.com');
  assert.equal((await bob.whoami()).error.code, NOT_CONNECTED);
  const other = await bob.browser.walk(refused.data.url, 'nowhere', person('bob@example.com', 'bob-there'));
  assert.equal(other.status, 403);
  await bob.browser.walk(`${gateway.origin}/connect/tickets`, 'nowhere', person('bob@example.com', 'bob-there'));
  assert.equal((await bob.whoami()).result.content[0].text, 'bob-there');
  assert.equal((await alice.whoami()).result.content[0].text, 'alice-there');
  assert.equal(tickets.registrations(), 1);

  const home = await (await alice.browser.get(`${gateway.origin}/`)).text();
  const csrf = /name="csrf" value="([^"]+)"/.exec(home)[1];
  await alice.browser.post(`${gateway.origin}/account/upstreams/disconnect`, { csrf, id: 'tickets' });
  assert.equal((await alice.whoami()).error.code, NOT_CONNECTED);
  assert.equal((await bob.whoami()).result.content[0].text, 'bob-there');

  assert.ok(tickets.given.length >= 6);
  for (const secret of tickets.given) assert.ok(!gateway.log().includes(secret), 'a token is in the log');
});
