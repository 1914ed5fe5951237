// The whole flow in Chromium, without JavaScript. With SCREENSHOTS=<directory> each page leaves its picture there.
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { chromium } from 'playwright-core';
import { McpClient } from './client.js';
import { freePort, startGateway } from './gateway.js';
import { startUpstream } from './upstream.js';

const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium';
const PICTURES = process.env.SCREENSHOTS;
const MOST_BYTES = 30 * 1024;
const skip = existsSync(CHROMIUM) ? false : `there is no ${CHROMIUM}`;

let upstream, gateway, choosing, callback, arrived, browser;

before(async () => {
  if (skip) return;
  upstream = await startUpstream();
  // The picture of the set-up shows the usual port when it is free.
  const port = await usualPort();
  gateway = await startGateway(port, {
    listener: { host: '127.0.0.1' },
    auth: { mode: 'sign-in', allowedDomains: ['example.com'] },
    upstreams: {
      documents: { url: upstream.url, access: 'everyone-signed-in' },
      calendar: { url: 'http://127.0.0.1:1/mcp', access: 'everyone-signed-in' },
    },
  });
  choosing = await startGateway(await freePort(), {
    listener: { host: '127.0.0.1' },
    auth: {
      mode: 'sign-in',
      google: { clientId: 'an-id.apps.googleusercontent.com', clientSecret: 'none' },
      oidc: { Keycloak: { issuer: 'https://id.example.com', clientId: 'gateway' } },
    },
  });
  callback = createServer((request, response) => {
    if (request.url.startsWith('/callback')) arrived = request.url;
    response.end('You can close this window.');
  });
  await new Promise((done) => callback.listen(0, '127.0.0.1', done));
  browser = await chromium.launch({
    executablePath: CHROMIUM,
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-dev-shm-usage'],
  });
});

after(async () => {
  await browser?.close();
  callback?.close();
  await gateway?.stop();
  await choosing?.stop();
  upstream?.stop();
});

async function usualPort() {
  try {
    await fetch('http://127.0.0.1:3000/health');
    return freePort();
  } catch {
    return 3000;
  }
}

/** A page in a browser of its own. What violates the content security policy, or does not load, fails the test. */
async function open(colorScheme = 'light') {
  const context = await browser.newContext({
    javaScriptEnabled: false,
    colorScheme,
    viewport: { width: 1000, height: 760 },
  });
  const page = await context.newPage();
  page.complaints = [];
  page.on('console', (message) => message.type() === 'error' && page.complaints.push(message.text()));
  page.on('response', async (response) => {
    const type = response.headers()['content-type'] ?? '';
    if (!type.startsWith('text/html') || response.status() >= 300) return;
    const body = await response.body().catch(() => Buffer.alloc(0));
    if (body.length > MOST_BYTES) page.complaints.push(`${response.url()} has ${body.length} bytes`);
  });
  return page;
}

async function picture(page, name) {
  const heading = await page.locator('h1').count();
  assert.equal(heading, 1, `${name} has one heading`);
  if (PICTURES) await page.screenshot({ path: join(PICTURES, `${name}.png`), fullPage: true });
}

/** What a row says once its tokens are counted; the first page may come before. */
async function countedRow(page, row) {
  for (let views = 0; views < 20 && /being counted/.test(await row.innerText()); views++) {
    await page.waitForTimeout(250);
    await page.reload();
  }
  return row.innerText();
}

async function signIn(page, email) {
  await page.getByLabel('E-mail address').fill(email);
  await page.getByRole('button', { name: 'Continue' }).click();
}

test('a person lets a client in, sees it at home, and takes it back', { skip, timeout: 120_000 }, async () => {
  const redirect = `http://127.0.0.1:${callback.address().port}/callback`;
  const client = await new McpClient(`${gateway.origin}/mcp`, redirect).register('Cursor');
  const page = await open();

  await page.goto(client.authorizationUrl());
  await picture(page, 'consent');
  await page.getByRole('button', { name: 'Allow' }).click();
  await picture(page, 'sign-in');
  await signIn(page, 'alice@example.com');
  // A gateway that shows consent again, now with the person's name, is asked once more.
  if (await page.getByRole('button', { name: 'Allow' }).count()) {
    await page.getByRole('button', { name: 'Allow' }).click();
  }
  await client.finish(new URL(arrived, redirect).href);
  const { result } = await client.call('tools/list', {});
  assert.ok(result.tools.some((tool) => tool.name === 'documents_search_documents'));

  await page.goto(gateway.origin);
  await page.getByRole('link', { name: 'documents' }).click();
  assert.equal(await page.getByText('search_documents').count(), 1);
  await picture(page, 'server');
  await page.getByRole('link', { name: 'Home', exact: true }).click();

  const cost = page.getByRole('region', { name: 'What your tools cost a model' });
  assert.match(await countedRow(page, cost.getByRole('row', { name: /^documents/ })), /^documents\s+\d+\s+\d+/);
  assert.match(await cost.getByRole('row', { name: /^calendar/ }).innerText(), /does not answer/);
  assert.equal(await cost.getByText('o200k_base').count(), 1);

  await page.getByRole('textbox', { name: 'Name' }).fill('nightly report');
  await page.getByLabel('Use the tools that only look things up').check();
  await page.getByRole('button', { name: 'Make a token' }).click();
  await picture(page, 'token');
  const token = (await page.getByLabel('The token').textContent()).trim();
  const script = new McpClient(`${gateway.origin}/mcp`);
  script.tokens = { access_token: token };
  assert.ok((await script.call('tools/list', {})).result.tools.length > 0);
  await page.getByRole('link', { name: 'Done' }).click();
  assert.equal(await page.getByRole('button', { name: 'Revoke nightly report' }).count(), 1);
  await picture(page, 'home');
  await page.emulateMedia({ colorScheme: 'dark' });
  await picture(page, 'home-dark');
  await page.emulateMedia({ colorScheme: 'light' });

  await page.getByRole('button', { name: 'Revoke nightly report' }).click();
  assert.equal(await page.getByRole('button', { name: 'Revoke nightly report' }).count(), 0);
  await page.getByRole('button', { name: 'Disconnect Cursor' }).click();
  assert.equal(await page.getByText('No client is connected yet.').count(), 1);
  await until(async () => (await client.call('tools/list', {})) === 401);
  await until(async () => (await script.call('tools/list', {})) === 401);

  await page.getByRole('button', { name: 'Sign out' }).click();
  await picture(page, 'signed-out');
  await page.goto(gateway.origin);
  assert.equal(await page.getByRole('heading', { name: 'Sign in' }).count(), 1);
  assert.deepEqual(page.complaints, []);
});

test('a person switches a tool and a server off, by the keyboard, and on again', { skip, timeout: 120_000 }, async () => {
  const page = await open();
  await page.goto(`${gateway.origin}/oauth/login`);
  await signIn(page, 'carol@example.com');
  await page.goto(gateway.origin);
  await page.getByRole('textbox', { name: 'Name' }).fill('tools');
  await page.getByLabel('Use the tools that only look things up').check();
  await page.getByRole('button', { name: 'Make a token' }).click();
  const script = new McpClient(`${gateway.origin}/mcp`);
  script.tokens = { access_token: (await page.getByLabel('The token').textContent()).trim() };
  const tools = async () => (await script.call('tools/list', {})).result.tools.map((tool) => tool.name);
  assert.ok((await tools()).includes('documents_search_documents'));

  await page.goto(`${gateway.origin}/upstreams/documents`);
  const box = page.getByRole('checkbox', { name: 'search_documents' });
  assert.equal(await box.isChecked(), true);
  await box.focus();
  await page.keyboard.press('Space');
  const saved = page.waitForResponse((response) => response.url().endsWith('/account/selection/tools'));
  const shown = page.waitForEvent('load');
  await page.keyboard.press('Enter');
  assert.equal((await saved).status(), 303);
  await shown;
  assert.equal(await page.getByRole('checkbox', { name: 'search_documents' }).isChecked(), false);
  assert.ok(!(await tools()).includes('documents_search_documents'));

  await page.goto(gateway.origin);
  await page.getByRole('button', { name: 'Switch off documents' }).press('Enter');
  await page.getByRole('button', { name: 'Switch on documents' }).click();
  await page.getByRole('button', { name: 'Switch off documents' }).waitFor();
  assert.deepEqual(page.complaints, []);
});

test('a person can say no', { skip, timeout: 60_000 }, async () => {
  const redirect = `http://127.0.0.1:${callback.address().port}/callback`;
  const client = await new McpClient(`${gateway.origin}/mcp`, redirect).register('Cursor');
  const page = await open();

  await page.goto(client.authorizationUrl());
  await page.getByRole('button', { name: 'Deny' }).click();

  assert.match(arrived, /error=access_denied/);
});

test('who belongs to another domain reads which one may', { skip, timeout: 60_000 }, async () => {
  const page = await open();
  await page.goto(`${gateway.origin}/oauth/login`);
  await signIn(page, 'eve@other.example');

  assert.equal(await page.getByText('example.com').count() > 0, true);
  await picture(page, 'refused');
});

test('several providers are a choice', { skip, timeout: 60_000 }, async () => {
  const page = await open();
  await page.goto(`${choosing.origin}/oauth/login`);

  assert.equal(await page.getByRole('link', { name: 'Continue with Google' }).count(), 1);
  await picture(page, 'choose');
  assert.deepEqual(page.complaints, []);
});

test('the keyboard alone is enough to sign in', { skip, timeout: 60_000 }, async () => {
  const page = await open('dark');
  await page.goto(`${gateway.origin}/oauth/login`);
  await page.keyboard.type('alice@example.com');
  await page.keyboard.press('Enter');

  assert.equal(await page.getByRole('heading', { level: 1 }).textContent(), 'Your tools, at one address');
});

async function until(condition) {
  const end = Date.now() + 20_000;
  while (!(await condition())) {
    assert.ok(Date.now() < end, 'it did not become true');
    await new Promise((done) => setTimeout(done, 250));
  }
}
