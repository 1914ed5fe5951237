// The OAuth client of the TypeScript SDK, as Cursor and mcp-remote use it: add the address, sign in, list, lose the token, go on.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { UnauthorizedError } from '@modelcontextprotocol/sdk/client/auth.js';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { CookieBrowser } from './browser.js';
import { freePort, startGateway } from './gateway.js';
import { startUpstream } from './upstream.js';

const REDIRECT = 'http://127.0.0.1:53683/callback';

let upstream, gateway;

before(async () => {
  upstream = await startUpstream();
  gateway = await startGateway(await freePort(), {
    listener: { host: '127.0.0.1' },
    upstreams: { documents: { url: upstream.url, access: 'everyone-signed-in' } },
  });
});

after(async () => {
  await gateway?.stop();
  upstream?.stop();
});

/** What the SDK keeps for a client, in memory. */
class Memory {
  redirectUrl = REDIRECT;
  clientMetadata = { client_name: 'SDK client', redirect_uris: [REDIRECT], token_endpoint_auth_method: 'none' };
  state = () => 'a state of the SDK';
  clientInformation = () => this.information;
  saveClientInformation = (information) => void (this.information = information);
  tokens = () => this.kept;
  saveTokens = (tokens) => void (this.kept = tokens);
  codeVerifier = () => this.verifier;
  saveCodeVerifier = (verifier) => void (this.verifier = verifier);
  redirectToAuthorization = (url) => void (this.authorization = url);
}

/** Agrees, and signs in on the development page. */
function person({ action, hidden }) {
  if (action.endsWith('/oauth/consent')) return { ...hidden, decision: 'approve' };
  if (action.endsWith('/oauth/login/development')) return { ...hidden, email: 'alice@example.com' };
  return undefined;
}

async function connect(memory) {
  const client = new Client({ name: 'e2e', version: '1' });
  const transport = new StreamableHTTPClientTransport(new URL(`${gateway.origin}/mcp`), { authProvider: memory });
  await client.connect(transport);
  return client;
}

test('the SDK registers, signs a person in, lists tools, and refreshes', async () => {
  const memory = new Memory();
  await assert.rejects(connect(memory), UnauthorizedError);
  const end = await new CookieBrowser().walk(memory.authorization.href, REDIRECT, person);
  const answer = new URL(end.url).searchParams;
  assert.equal(answer.get('state'), 'a state of the SDK');
  const unfinished = new StreamableHTTPClientTransport(new URL(`${gateway.origin}/mcp`), { authProvider: memory });
  await unfinished.finishAuth(answer.get('code'));

  const client = await connect(memory);
  assert.equal((await client.listTools()).tools.length, 4);
  await client.close();

  const first = memory.kept;
  // A token that is over looks to the gateway like one that never was.
  memory.kept = { ...first, access_token: 'mcpgw_at_over' };
  const again = await connect(memory);
  assert.equal((await again.listTools()).tools.length, 4);
  assert.notEqual(memory.kept.access_token, first.access_token);
  assert.notEqual(memory.kept.refresh_token, first.refresh_token);
  await again.close();
});
