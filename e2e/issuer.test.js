// Sign-in with a real OpenID provider, from a client that knows nothing but the address to a tool's answer.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { CookieBrowser } from './browser.js';
import { McpClient } from './client.js';
import { freePort, startGateway } from './gateway.js';
import { CLIENT_ID, CLIENT_SECRET, startIssuer } from './issuer.js';
import { startUpstream } from './upstream.js';

let issuer, upstream, gateway;

before(async () => {
  const port = await freePort();
  issuer = await startIssuer(`http://127.0.0.1:${port}/oauth/callback`);
  upstream = await startUpstream();
  gateway = await startGateway(port, {
    listener: { host: '127.0.0.1' },
    auth: {
      mode: 'sign-in',
      allowedDomains: ['example.com'],
      oidc: {
        corp: {
          issuer: issuer.url,
          clientId: CLIENT_ID,
          clientSecret: CLIENT_SECRET,
          scopes: ['openid', 'email', 'offline_access'],
        },
      },
    },
    upstreams: { documents: { url: upstream.url, access: 'everyone-signed-in' } },
  });
});

after(async () => {
  await gateway?.stop();
  upstream?.stop();
  issuer?.stop();
});

/** Consents here, and signs in and consents there. */
function person(name) {
  return ({ action, hidden }) => {
    if (action.endsWith('/oauth/consent')) return { ...hidden, decision: 'approve' };
    if (hidden.prompt === 'login') return { ...hidden, login: name, password: 'any' };
    if (hidden.prompt === 'consent') return hidden;
    return undefined;
  };
}

test('a client that knows only the address signs a person in and calls a tool', async () => {
  const client = await new McpClient(`${gateway.origin}/mcp`).register();
  const end = await new CookieBrowser().walk(client.authorizationUrl(), client.redirect, person('alice'));
  assert.ok(end.url.startsWith(client.redirect), `${end.status} at ${end.url}\n${end.html}`);
  await client.finish(end.url);

  const { result } = await client.call('tools/list', {});
  assert.equal(result.tools.length, 4);
  const called = await client.call('tools/call', { name: 'create_document', arguments: {} });
  assert.equal(called.result.content[0].text, 'called create_document');

  const before = client.tokens.access_token;
  await client.refresh();
  assert.notEqual(client.tokens.access_token, before);
  assert.equal((await client.call('tools/list', {})).result.tools.length, 4);
});

test('an account of another domain gets a page that names the allowed one', async () => {
  const client = await new McpClient(`${gateway.origin}/mcp`).register();
  const end = await new CookieBrowser().walk(client.authorizationUrl(), client.redirect, person('eve-other'));

  assert.equal(end.status, 403);
  assert.match(end.html, /example\.com/);
});

test('the home page is for whoever signed in', async () => {
  const browser = new CookieBrowser();
  const end = await browser.walk(`${gateway.origin}/`, 'nowhere', person('alice'));

  assert.equal(end.status, 200);
  assert.match(end.html, /alice@example\.com/);
  assert.match(end.html, /documents/);
  assert.match(end.html, /offline_access/);
});

test('no secret of the provider is in the log', async () => {
  assert.ok(!gateway.log().includes(CLIENT_SECRET));
});
