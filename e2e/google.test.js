// The tools for Google Workspace against a Google that nobody here wrote: a person signs in there, grants scope after scope by
// the links of the tools, and each tool is called through a gateway of its own process.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { CookieBrowser } from './browser.js';
import { McpClient } from './client.js';
import { freePort, startGateway } from './gateway.js';
import { ANN, BOB, CLIENT_ID, CLIENT_SECRET, startGoogle } from './google.js';

/**
 * What the emulator does not serve, which the tests in Java hold against Google's discovery documents alone. It also asks for no
 * scopes and forgets those of an earlier grant, so that each tool is called right after its own grant.
 */
const NOT_EMULATED = {
  calendar_get_event: { eventId: 'e-busy' },
  calendar_update_event: { eventId: 'e-busy', summary: 'Plan B' },
  calendar_rsvp: { eventId: 'e-busy', response: 'accepted' },
};
const FILE_NOT_EMULATED = {
  drive_copy: {},
  drive_share: { email: BOB, role: 'reader' },
  drive_get_permissions: {},
  drive_delete_permanently: {},
};

let google, gateway;
const called = new Set();

before(async () => {
  const port = await freePort();
  const redirectUri = `http://127.0.0.1:${port}/oauth/callback`;
  google = await startGoogle();
  gateway = await startGateway(port, {
    listener: { host: '127.0.0.1' },
    auth: {
      mode: 'sign-in',
      allowedDomains: ['example.com'],
      google: {
        clientId: CLIENT_ID,
        clientSecret: CLIENT_SECRET,
        redirectUri,
        issuer: google.url,
        authorizationEndpoint: `${google.url}/o/oauth2/v2/auth`,
      },
    },
    google: {
      services: { gmail: true, calendar: true, drive: true, docs: false, sheets: false, slides: false },
      baseUrls: { gmail: google.url, calendar: `${google.url}/calendar/v3`, drive: google.url, account: google.url },
    },
  });
});

after(async () => {
  await gateway?.stop();
  await google?.stop();
});

/** A person at the keyboard: consents here, chooses the account there. */
function person(email, seen = []) {
  return ({ action, hidden }) => {
    seen.push({ action, hidden });
    if (action.endsWith('/oauth/consent')) return { ...hidden, decision: 'approve' };
    if (action.endsWith('/connect/google')) return hidden;
    if (action.endsWith('/o/oauth2/v2/auth/callback')) return { ...hidden, email };
    return undefined;
  };
}

async function signIn(email) {
  const client = await new McpClient(`${gateway.origin}/mcp`).register();
  const browser = new CookieBrowser();
  const seen = [];
  const end = await browser.walk(client.authorizationUrl(), client.redirect, person(email, seen));
  assert.ok(end.url.startsWith(client.redirect), `${end.status} at ${end.url}\n${end.html}`);
  await client.finish(end.url);
  return { client, browser, email, seen };
}

async function call({ client }, name, args = {}) {
  const { result } = await client.call('tools/call', { name, arguments: args });
  called.add(name);
  return result;
}

/** What a tool answers to whom it is granted. */
async function ok(who, name, args) {
  const result = await call(who, name, args);
  assert.ok(!result.isError, `${name}: ${JSON.stringify(result)}`);
  return result.structuredContent;
}

async function refused(who, name, args) {
  const result = await call(who, name, args);
  assert.ok(result.isError, `${name}: ${JSON.stringify(result)}`);
  return JSON.parse(result.content[0].text);
}

/** Follows the link of a tool that lacks its scope; the scopes that Google was asked for. */
async function grant(who, tool, args) {
  const told = await refused(who, tool, args);
  assert.equal(told.code, 'insufficient_scope', JSON.stringify(told));
  const link = /http\S+$/.exec(told.hint)[0];
  const seen = [];
  const end = await who.browser.walk(link, 'nowhere', person(who.email, seen));
  assert.equal(end.status, 200, end.html);
  return seen.find(({ hidden }) => hidden.client_id).hidden.scope.split(' ');
}

const scope = (name) => `https://www.googleapis.com/auth/${name}`;

test('signing in asks for no scope of a tool, and whoami answers as the person at once', async () => {
  const ann = await signIn(ANN);
  const asked = ann.seen.find(({ hidden }) => hidden.client_id).hidden.scope;
  assert.equal(asked, 'openid email profile');

  const who = await ok(ann, 'whoami');
  assert.equal(who.email, ANN);
  assert.equal(who.domain, 'example.com');
});

test('mail is found and read with gmail.readonly', async () => {
  const ann = await signIn(ANN);
  const asked = await grant(ann, 'gmail_search', { query: 'Build' });
  assert.deepEqual(asked, ['openid', 'email', 'profile', scope('gmail.readonly')]);

  const first = await ok(ann, 'gmail_search', { query: 'Build', maxResults: 2 });
  assert.equal(first.messages.length, 2);
  assert.equal(first.messages[0].subject, 'Build 0');
  const second = await ok(ann, 'gmail_search', { query: 'Build', maxResults: 2, pageToken: first.nextPageToken });
  assert.equal(second.messages[0].subject, 'Build 2');

  const inbox = await ok(ann, 'gmail_list', { maxResults: 50 });
  assert.ok(inbox.messages.some((message) => message.id === 'm-file'));
  assert.ok(!inbox.messages.some((message) => message.id === 'm-bob'), 'the mail of another person');

  const html = await ok(ann, 'gmail_get', { messageId: 'm-html' });
  assert.match(html.text, /Shipped & on its way/);
  assert.doesNotMatch(html.text, /color:red|<p>/);

  const mail = await ok(ann, 'gmail_get', { messageId: 'm-file' });
  assert.equal(mail.attachments[0].filename, 'numbers.csv');
  const file = await call(ann, 'gmail_get_attachment', {
    messageId: 'm-file',
    attachmentId: mail.attachments[0].attachmentId,
    filename: 'numbers.csv',
    mimeType: 'text/csv',
  });
  const { resource } = file.content.find((block) => block.type === 'resource');
  assert.equal(Buffer.from(resource.blob, 'base64').toString(), 'a,b\n1,2\n');

  const thread = await ok(ann, 'gmail_get_thread', { threadId: 't-many' });
  assert.equal(thread.messageCount, 5);
  const { labels } = await ok(ann, 'gmail_list_labels');
  assert.ok(labels.some((label) => label.id === 'INBOX'));

  assert.equal((await refused(ann, 'gmail_get', { messageId: 'm-bob' })).code, 'not_found');
});

test('mail is written with the scope of each tool, and nothing wider', async () => {
  const ann = await signIn(ANN);
  const mail = { to: [BOB], subject: 'Grüße', body: 'Hällo', attachments: [{ filename: 'ä.txt', contentBase64: 'eA==' }] };
  assert.equal((await grant(ann, 'gmail_create_draft', mail)).at(-1), scope('gmail.compose'));
  const draft = await ok(ann, 'gmail_create_draft', mail);
  const sentDraft = await ok(ann, 'gmail_send', { draftId: draft.draftId });
  assert.ok(sentDraft.labelIds.includes('SENT'));

  assert.equal((await grant(await signIn(ANN), 'gmail_send', mail)).at(-1), scope('gmail.send'));
  const sent = await ok(ann, 'gmail_send', mail);

  assert.equal((await grant(ann, 'gmail_modify_labels', { messageId: 'm-html', addLabelIds: ['STARRED'] })).at(-1), scope('gmail.modify'));
  const starred = await ok(ann, 'gmail_modify_labels', { messageId: 'm-html', addLabelIds: ['STARRED'], removeLabelIds: ['UNREAD'] });
  assert.ok(starred.labelIds.includes('STARRED') && !starred.labelIds.includes('UNREAD'));

  const read = await ok(ann, 'gmail_get', { messageId: sent.messageId });
  assert.equal(read.subject, 'Grüße');
  assert.match(read.text, /Hällo/);
  assert.equal(read.to, BOB);
});

test('calendars are read and written, each with its own scope', async () => {
  const ann = await signIn(ANN);
  assert.equal((await grant(ann, 'calendar_list_calendars')).at(-1), scope('calendar.calendarlist.readonly'));
  const { calendars } = await ok(ann, 'calendar_list_calendars');
  assert.ok(calendars.some((calendar) => calendar.primary && calendar.id === ANN));

  const week = { timeMin: '2031-04-30T00:00:00Z', timeMax: '2031-05-07T00:00:00Z' };
  assert.equal((await grant(ann, 'calendar_list_events', week)).at(-1), scope('calendar.events.readonly'));
  const { events } = await ok(ann, 'calendar_list_events', week);
  const holiday = events.find((event) => event.summary === 'Holiday');
  assert.equal(holiday.start.date, '2031-05-01');

  const day = { summary: 'Day off', start: { date: '2031-05-06' }, end: { date: '2031-05-07' } };
  assert.equal((await grant(ann, 'calendar_create_event', day)).at(-1), scope('calendar.events'));
  const made = await ok(ann, 'calendar_create_event', day);
  assert.equal(made.start.date, '2031-05-06');
  await ok(ann, 'calendar_delete_event', { eventId: made.id, sendUpdates: 'none' });
  assert.equal((await refused(ann, 'calendar_delete_event', { eventId: made.id, sendUpdates: 'none' })).code, 'not_found');

  for (const [tool, args] of Object.entries(NOT_EMULATED)) {
    assert.equal((await refused(ann, tool, args)).code, 'not_found', `${tool} is emulated now: test it`);
  }

  const free = { attendees: [ANN], durationMinutes: 60, timeMin: '2031-05-05T08:00:00Z', timeMax: '2031-05-05T12:00:00Z' };
  assert.equal((await grant(ann, 'calendar_find_free_time', free)).at(-1), scope('calendar.freebusy'));
  const found = JSON.stringify(await ok(ann, 'calendar_find_free_time', free));
  assert.match(found, /2031-05-05T10:00/);
});

test('files are made, found, read and moved, each with the scope that it takes', async () => {
  const ann = await signIn(ANN);
  assert.equal((await grant(ann, 'drive_create_folder', { name: 'Reports' })).at(-1), scope('drive.file'));
  const folder = await ok(ann, 'drive_create_folder', { name: 'Reports' });
  const content = Buffer.from('Grüße, "Ann"\n'.repeat(100)).toString('base64');
  const file = await ok(ann, 'drive_upload', { name: 'March.txt', mimeType: 'text/plain', content, folderId: folder.id });
  assert.equal(file.size, 1500);

  assert.equal((await grant(ann, 'drive_list', { folderId: folder.id })).at(-1), scope('drive.metadata.readonly'));
  const { files } = await ok(ann, 'drive_list', { folderId: folder.id });
  assert.deepEqual(files.map(({ name }) => name), ['March.txt']);

  assert.equal((await grant(ann, 'drive_get_content', { fileId: file.id })).at(-1), scope('drive.readonly'));
  const read = await ok(ann, 'drive_get_content', { fileId: file.id, offset: 13 });
  assert.match(read.text, /^Grüße, "Ann"\nGrüße/);
  assert.match((await refused(ann, 'drive_get_xlsx', { fileId: file.id })).message, /no workbook/);
  const first = await ok(ann, 'drive_search', { query: "Ann's", maxResults: 1 });
  assert.equal(first.files.length, 1);
  assert.ok(first.nextPageToken);

  assert.equal((await grant(ann, 'drive_rename', { fileId: file.id, name: 'März.txt' })).at(-1), scope('drive'));
  assert.equal((await ok(ann, 'drive_rename', { fileId: file.id, name: 'März.txt' })).name, 'März.txt');
  const other = await ok(ann, 'drive_create_folder', { name: 'Old' });
  assert.equal((await ok(ann, 'drive_move', { fileId: file.id, folderId: other.id })).folderId, other.id);
  assert.deepEqual((await ok(ann, 'drive_list', { folderId: folder.id })).files, []);
  await ok(ann, 'drive_trash', { fileId: file.id });
  await ok(ann, 'drive_restore', { fileId: file.id });
  assert.equal((await refused(ann, 'drive_trash', { fileId: 'gone' })).code, 'not_found');
  for (const [tool, args] of Object.entries(FILE_NOT_EMULATED)) {
    const told = await refused(ann, tool, { fileId: file.id, ...args });
    assert.equal(told.code, 'not_found', `${tool} is emulated now: test it`);
  }
});

test('the link of one person grants nothing to another, nor by the account of another', async () => {
  const [ann, bob] = [await signIn(ANN), await signIn(BOB)];
  const link = /http\S+$/.exec((await refused(ann, 'gmail_search', { query: 'x' })).hint)[0];

  const opened = await bob.browser.walk(link, 'nowhere', person(BOB));
  assert.equal(opened.status, 403);
  assert.match(opened.html, /somebody else/);

  const elsewhere = await ann.browser.walk(link, 'nowhere', person(BOB));
  assert.equal(elsewhere.status, 403);
  assert.match(elsewhere.html, /another account/);
  assert.equal((await refused(ann, 'gmail_search', { query: 'x' })).code, 'insufficient_scope');
  assert.equal((await refused(bob, 'gmail_search', { query: 'x' })).code, 'insufficient_scope');
});

test('every tool was called', async () => {
  const ann = await signIn(ANN);
  const { result } = await ann.client.call('tools/list', {});
  const untried = result.tools.map((tool) => tool.name).filter((name) => !called.has(name));
  assert.deepEqual(untried, []);
});

test('the metrics count the requests by service and outcome', async () => {
  const metrics = await (await fetch(`${gateway.management}/metrics`)).text();
  assert.match(metrics, /mcp_gateway_google_requests_seconds_count\{[^}]*outcome="ok"[^}]*service="gmail"[^}]*\} [1-9]/);
});
