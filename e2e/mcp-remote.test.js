// mcp-remote itself, which is how clients that only know stdio reach the gateway: it registers, opens a browser, and goes on.
import assert from 'node:assert/strict';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, test } from 'node:test';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { CookieBrowser } from './browser.js';
import { freePort, startGateway } from './gateway.js';
import { startUpstream } from './upstream.js';

const PROXY = join(dirname(createRequire(import.meta.url).resolve('mcp-remote/package.json')), 'dist', 'proxy.js');

let upstream, gateway, directory, opened;

before(async () => {
  upstream = await startUpstream();
  gateway = await startGateway(await freePort(), {
    listener: { host: '127.0.0.1' },
    upstreams: { documents: { url: upstream.url, access: 'everyone-signed-in' } },
  });
  directory = mkdtempSync(join(tmpdir(), 'mcp-remote-'));
  opened = join(directory, 'opened');
  // What the desktop's opener starts: it leaves the address where the test finds it.
  const browser = join(directory, 'browser');
  writeFileSync(browser, `#!/bin/sh\nprintf '%s' "$1" > '${opened}.part' && mv '${opened}.part' '${opened}'\n`);
  chmodSync(browser, 0o755);
});

after(async () => {
  await gateway?.stop();
  upstream?.stop();
  rmSync(directory, { recursive: true, force: true });
});

/** Starts mcp-remote for a client of stdio; `ready` once it answers. */
function start() {
  const transport = new StdioClientTransport({
    command: process.execPath,
    args: [PROXY, `${gateway.origin}/mcp`],
    env: {
      PATH: process.env.PATH,
      HOME: directory,
      MCP_REMOTE_CONFIG_DIR: join(directory, 'config'),
      BROWSER: join(directory, 'browser'),
    },
    stderr: 'pipe',
  });
  let log = '';
  transport.stderr.on('data', (chunk) => (log += chunk));
  const client = new Client({ name: 'e2e', version: '1' });
  return { client, ready: client.connect(transport), log: () => log };
}

/** Where mcp-remote sends the person. */
async function authorization(remote) {
  for (let i = 0; i < 200; i++) {
    if (existsSync(opened)) return readFileSync(opened, 'utf8');
    await new Promise((done) => setTimeout(done, 50));
  }
  throw new Error(`no browser was opened:\n${remote.log()}`);
}

/** Agrees, and signs in on the development page. */
function person({ action, hidden }) {
  if (action.endsWith('/oauth/consent')) return { ...hidden, decision: 'approve' };
  if (action.endsWith('/oauth/login/development')) return { ...hidden, email: 'alice@example.com' };
  return undefined;
}

test('mcp-remote registers, signs a person in by its browser, lists and calls tools, and comes back without signing in', async () => {
  const first = start();
  const url = await authorization(first);
  const redirect = new URL(url).searchParams.get('redirect_uri');
  const end = await new CookieBrowser().walk(url, redirect, person);
  assert.ok(end.url, `the sign-in ended at ${end.status} ${end.html}`);
  assert.equal((await fetch(end.url)).status, 200);
  await first.ready;

  const { tools } = await first.client.listTools();
  assert.equal(tools.length, 4);
  const answer = await first.client.callTool({ name: 'read_document', arguments: {} });
  assert.deepEqual(answer.content, [{ type: 'text', text: 'called read_document' }]);
  await first.client.close();

  rmSync(opened);
  const second = start();
  await second.ready;
  assert.equal((await second.client.listTools()).tools.length, 4);
  assert.ok(!existsSync(opened), 'nobody had to sign in again');
  await second.client.close();
});
