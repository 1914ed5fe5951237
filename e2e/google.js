// A Google that nobody here wrote (npm emulate): sign-in, mail, calendars and files of made-up people, on loopback.
import { createEmulator } from 'emulate';
import { freePort } from './gateway.js';

export const CLIENT_ID = 'mcp-gateway.apps.googleusercontent.com';
export const CLIENT_SECRET = 'a-secret-of-the-e2e-tests';
export const ANN = 'ann@example.com';
export const BOB = 'bob@example.com';

const HOUR = 3_600_000;

/**
 * Starts it. No client is registered there, so that it lets any in: it reads a client's secret from the body alone, and the
 * gateway sends it as HTTP Basic authentication, which Google takes as well.
 */
export async function startGoogle() {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const emulator = await createEmulator({ service: 'google', port, baseUrl: url, seed: { google: people() } });
  return { url, stop: () => emulator.close() };
}

function people() {
  return {
    users: [
      { email: ANN, name: 'Ann Example' },
      { email: BOB, name: 'Bob Example' },
    ],
    messages: [
      {
        id: 'm-html',
        thread_id: 't-html',
        user_email: ANN,
        from: 'Shop <shop@example.com>',
        to: ANN,
        subject: 'Your order',
        body_html: '<style>p{color:red}</style><p>Shipped &amp; on its <b>way</b></p>',
        date: new Date(Date.now() - HOUR).toISOString(),
      },
      {
        id: 'm-file',
        thread_id: 't-file',
        user_email: ANN,
        raw: withAttachment(),
        label_ids: ['INBOX'],
        date: new Date(Date.now() - 2 * HOUR).toISOString(),
      },
      ...Array.from({ length: 5 }, (_, i) => ({
        id: `m-${i}`,
        thread_id: 't-many',
        user_email: ANN,
        from: 'Builds <builds@example.com>',
        to: ANN,
        subject: `Build ${i}`,
        body_text: `Build ${i} is green.`,
        date: new Date(Date.now() - (10 + i) * HOUR).toISOString(),
      })),
      { id: 'm-bob', thread_id: 't-bob', user_email: BOB, from: ANN, to: BOB, subject: 'For Bob alone', body_text: 'Hello Bob' },
    ],
    calendars: [
      { id: ANN, user_email: ANN, summary: ANN, primary: true, time_zone: 'Europe/Berlin' },
      { id: BOB, user_email: BOB, summary: BOB, primary: true, time_zone: 'Europe/Berlin' },
    ],
    calendar_events: [
      {
        id: 'e-holiday',
        user_email: ANN,
        calendar_id: ANN,
        summary: 'Holiday',
        start_date: '2031-05-01',
        end_date: '2031-05-02',
      },
      {
        id: 'e-busy',
        user_email: ANN,
        calendar_id: ANN,
        summary: 'Planning',
        start_date_time: '2031-05-05T09:00:00Z',
        end_date_time: '2031-05-05T10:00:00Z',
      },
    ],
  };
}

function withAttachment() {
  const mail = [
    'From: Carol <carol@example.com>',
    `To: ${ANN}`,
    'Subject: =?utf-8?Q?Gr=C3=BC=C3=9Fe?=',
    'MIME-Version: 1.0',
    'Content-Type: multipart/mixed; boundary="b"',
    '',
    '--b',
    'Content-Type: text/plain; charset=utf-8',
    '',
    'See the file.',
    '--b',
    'Content-Type: text/csv; name="numbers.csv"',
    'Content-Disposition: attachment; filename="numbers.csv"',
    'Content-Transfer-Encoding: base64',
    '',
    Buffer.from('a,b\n1,2\n').toString('base64'),
    '--b--',
    '',
  ].join('\r\n');
  return Buffer.from(mail).toString('base64url');
}
