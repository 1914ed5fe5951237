// Drives everything that goes well and everything that goes wrong, and then looks for each secret wherever something is written.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { CookieBrowser } from './browser.js';
import { McpClient } from './client.js';
import { freePort, startGateway } from './gateway.js';
import { CLIENT_ID, CLIENT_SECRET, startIssuer } from './issuer.js';
import { startUpstream } from './upstream.js';

const CALLED_WITH = 'what-the-person-asked';
/** Shorter ones are found by chance. */
const SHORTEST = 12;

let issuer, upstream, gateway;

before(async () => {
  const port = await freePort();
  issuer = await startIssuer(`http://127.0.0.1:${port}/oauth/callback`);
  upstream = await startUpstream();
  gateway = await startGateway(port, {
    listener: { host: '127.0.0.1' },
    logging: { level: 'debug' },
    auth: {
      oidc: {
        corp: {
          issuer: issuer.url,
          clientId: CLIENT_ID,
          clientSecret: CLIENT_SECRET,
          scopes: ['openid', 'email', 'offline_access'],
        },
      },
    },
    upstreams: {
      documents: { url: upstream.url, access: 'everyone-signed-in' },
      dead: { url: 'http://127.0.0.1:1/mcp', access: 'everyone-signed-in' },
    },
  });
});

after(async () => {
  await gateway?.stop();
  upstream?.stop();
  issuer?.stop();
});

function person({ action, hidden }) {
  if (action.endsWith('/oauth/consent')) return { ...hidden, decision: 'approve' };
  if (hidden.prompt === 'login') return { ...hidden, login: 'alice', password: 'any' };
  return hidden.prompt === 'consent' ? hidden : undefined;
}

function form(fields) {
  return { method: 'POST', body: new URLSearchParams(fields) };
}

/** What was said to whoever did not deserve an answer. */
async function everyError(client, code, mine) {
  const answers = [];
  const ask = async (path, init) => answers.push(await (await fetch(`${gateway.origin}${path}`, init)).text());
  const bearer = (token) => ({ authorization: `Bearer ${token}`, 'content-type': 'application/json' });
  const { access_token: access, refresh_token: refresh } = client.tokens;
  await ask('/mcp', { method: 'POST', headers: bearer(access), body: '{"jsonrpc":' });
  await ask('/mcp', { method: 'POST', headers: bearer(`${access}x`), body: '{}' });
  await ask('/mcp/nowhere', { method: 'POST', headers: bearer(access), body: '{}' });
  await ask('/sse', { headers: bearer(access) });
  await ask(`/mcp?access_token=${access}`, { method: 'POST', body: '{}' });
  await ask('/messages?sessionId=nobody', { method: 'POST', headers: bearer(access), body: '{}' });
  await ask('/oauth/token', form({ grant_type: 'refresh_token', refresh_token: `${refresh}x`, client_id: client.clientId }));
  await ask('/oauth/token', form({ grant_type: 'password', username: 'alice', password: refresh }));
  await ask('/oauth/revoke', form({ token: refresh, client_id: 'another' }));
  await ask(`/oauth/callback?code=${code}&state=made-up`, { headers: { cookie: mine.map((value, i) => `c${i}=${value}`).join('; ') } });
  await ask(`/oauth/authorize?client_id=${client.clientId}&redirect_uri=https://evil.example/${code}`);
  // Last, since it ends what the code gave.
  await ask('/oauth/token', form({
    grant_type: 'authorization_code',
    code,
    client_id: client.clientId,
    redirect_uri: client.redirect,
    code_verifier: client.verifier,
  }));
  return answers.join('\n');
}

/** A personal access token, as the home page shows it once. */
async function personalToken(browser) {
  const home = await (await browser.get(`${gateway.origin}/`)).text();
  const csrf = /name="csrf" value="([^"]+)"/.exec(home)[1];
  const made = await browser.post(`${gateway.origin}/account/tokens`, { csrf, name: 'script', days: '7', scope: 'tools:read' });
  const token = /mcpgw_pat_[A-Za-z0-9_.-]+/.exec(await made.text())?.[0];
  assert.ok(token, 'the page shows the token');
  return [csrf, token];
}

function files(directory) {
  return readdirSync(directory)
    .filter((name) => name !== 'server.key')
    .map((name) => readFileSync(join(directory, name), 'latin1'))
    .join('\n');
}

test('no secret is in a log line, an error, a metric or the store', async () => {
  const client = await new McpClient(`${gateway.origin}/mcp`).register();
  const browser = new CookieBrowser();
  const end = await browser.walk(client.authorizationUrl(), client.redirect, person);
  await client.finish(end.url);
  await client.call('tools/call', { name: 'documents_create_document', arguments: { text: CALLED_WITH } });
  await client.call('tools/call', { name: 'dead_anything', arguments: {} });
  const fromPage = await personalToken(browser);
  await client.refresh();
  await client.call('tools/list', {});
  const mine = browser.secrets();
  const errors = await everyError(client, new URL(end.url).searchParams.get('code'), mine);

  const secrets = [CLIENT_SECRET, CALLED_WITH, ...issuer.given, ...client.secrets, ...fromPage, ...mine];
  const places = {
    'the log': gateway.log(),
    'an error': errors,
    'the metrics': await (await fetch(`${gateway.management}/metrics`)).text(),
    'the readiness': await (await fetch(`${gateway.management}/health/ready`)).text(),
    'the store': files(gateway.data),
  };
  assert.ok(issuer.given.length >= 3, 'the provider gave a code and tokens');
  assert.match(places['the log'], /"event":"?\w*call|tools\/call/, 'calls are in the log');
  assert.ok(places['the store'].length > 1000, 'something is stored');
  for (const secret of new Set(secrets.filter((value) => value?.length >= SHORTEST))) {
    for (const [place, text] of Object.entries(places)) {
      assert.ok(!text.includes(secret), `${secret.slice(0, 9)}… is in ${place}`);
    }
  }
});
