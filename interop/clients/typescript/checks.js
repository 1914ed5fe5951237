// What each capability must do, for both TypeScript SDKs. Their clients are alike but for what `connect` hides:
// it resolves to { client, protocol, call(name, arguments, options), watch(uri), wantLogs(), close() }.
import { deepStrictEqual as equal, match, ok } from 'node:assert';
import { randomUUID } from 'node:crypto';
import { parseArgs } from 'node:util';

const DEADLINE = 10_000;
const DOCUMENT = 'demo://resource/static/document/features.md';
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

class Unsupported extends Error {}

async function until(condition) {
  while (!(await condition())) await sleep(50);
}

const textOf = (result) =>
  result.content
    .filter((block) => block.type === 'text')
    .map((block) => block.text)
    .join('\n');

const checks = {
  async tools({ client, call }) {
    const { tools } = await client.listTools();
    equal(tools.find((tool) => tool.name === 'echo')?.inputSchema.properties.message.type, 'string');
    const message = `grüße ✓ ${randomUUID()}`;
    equal(textOf(await call('echo', { message })), `Echo: ${message}`);
  },

  async structured({ call }) {
    const { structuredContent } = await call('get-structured-content', { location: 'Chicago' });
    equal(structuredContent, { temperature: 36, conditions: 'Light rain / drizzle', humidity: 82 });
  },

  async images({ call }) {
    const { content } = await call('get-tiny-image', {});
    const image = content.find((block) => block.type === 'image');
    equal(image.mimeType, 'image/png');
    equal(Buffer.from(image.data, 'base64').subarray(1, 4).toString(), 'PNG');
  },

  async progress({ call }) {
    const steps = [];
    const onprogress = (step) => void steps.push(step);
    equal(textOf(await call('count', {}, { onprogress })), 'counted');
    equal(
      steps,
      [1, 2, 3, 4, 5].map((progress) => ({ progress, total: 5, message: `step ${progress}` })),
    );
  },

  async logging({ call, wantLogs, seen }) {
    const options = await wantLogs('info');
    equal(textOf(await call('log-messages', {}, options)), 'logged');
    const logs = () => seen.logs.filter(({ logger }) => logger === 'interop').map(({ level, data }) => [level, data]);
    await until(() => logs().length >= 2);
    equal(logs(), [
      ['info', 'second'],
      ['warning', 'third'],
    ]);
  },

  async sampling({ call, seen }) {
    const prompt = randomUUID();
    const result = await call('trigger-sampling-request', { prompt, maxTokens: 7 });
    equal(seen.sampling.length, 1);
    equal(seen.sampling[0].maxTokens, 7);
    match(JSON.stringify(seen.sampling[0].messages), new RegExp(prompt));
    ok(textOf(result).includes(seen.answer), `the answer is not in ${textOf(result)}`);
  },

  async elicitation({ call, seen }) {
    const result = await call('trigger-elicitation-request', {});
    equal(seen.elicitation.length, 1);
    match(seen.elicitation[0].message, /provide inputs/);
    equal(seen.elicitation[0].requestedSchema.required, ['name']);
    ok(textOf(result).includes(`- Name: ${seen.answer}`), `the answer is not in ${textOf(result)}`);
  },

  async resources({ client }) {
    const { resources } = await client.listResources();
    ok(
      resources.some(({ uri }) => uri === DOCUMENT),
      `${DOCUMENT} is not listed`,
    );
    const { contents } = await client.readResource({ uri: DOCUMENT });
    equal([contents[0].uri, contents[0].mimeType], [DOCUMENT, 'text/markdown']);
    match(contents[0].text, /Everything Server/);
  },

  async templates({ client }) {
    const { resourceTemplates } = await client.listResourceTemplates();
    const templates = resourceTemplates.map(({ uriTemplate }) => uriTemplate);
    ok(templates.includes('demo://resource/dynamic/text/{resourceId}'), `listed: ${templates}`);
    const { contents } = await client.readResource({ uri: 'demo://resource/dynamic/text/42' });
    match(contents[0].text, /^Resource 42: /);
  },

  async prompts({ client }) {
    const { prompts } = await client.listPrompts();
    const prompt = prompts.find(({ name }) => name === 'completable-prompt');
    equal(
      prompt?.arguments.map(({ name }) => name),
      ['department', 'name'],
    );
    const { messages } = await client.getPrompt({ name: prompt.name, arguments: { department: 'Sales', name: 'Eve' } });
    equal(messages[0].content.text, 'Please promote Eve to the head of the Sales team.');
  },

  async completion({ client }) {
    const ref = { type: 'ref/prompt', name: 'completable-prompt' };
    const complete = async (argument, context) => (await client.complete({ ref, argument, context })).completion.values;
    equal(await complete({ name: 'department', value: 'E' }), ['Engineering']);
    equal(await complete({ name: 'name', value: 'A' }, { arguments: { department: 'Engineering' } }), ['Alice']);
  },

  async subscriptions({ call, watch, seen }) {
    const unwatch = await watch(DOCUMENT);
    await call('touch', {});
    await until(() => seen.updates.length > 0);
    equal([...new Set(seen.updates)], [DOCUMENT]);
    await unwatch();
  },

  async cancellation({ call }) {
    const token = randomUUID();
    const state = async (expected) => textOf(await call('wait-state', { token })) === expected;
    const abort = new AbortController();
    const outcome = call('wait', { token }, { signal: abort.signal }).then(
      () => 'answered',
      () => 'rejected',
    );
    await until(() => state('waiting'));
    abort.abort();
    equal(await outcome, 'rejected');
    await until(() => state('cancelled'));
  },

  async ping({ client, protocol }) {
    if (protocol >= '2026') throw new Unsupported(`${protocol} has no ping`);
    equal(await client.ping(), {});
  },
};

async function check(name, connect, options) {
  const seen = { logs: [], sampling: [], elicitation: [], updates: [], answer: randomUUID() };
  const verdict = { capability: name };
  let session;
  const work = async () => {
    session = await connect(options, seen);
    verdict.protocol = session.protocol;
    await checks[name]({ ...session, seen });
  };
  const deadline = sleep(DEADLINE).then(() => Promise.reject(new Error(`not done after ${DEADLINE / 1000} s`)));
  try {
    await Promise.race([work(), deadline]);
    verdict.ok = true;
  } catch (error) {
    if (error instanceof Unsupported) verdict.unsupported = error.message;
    else Object.assign(verdict, { ok: false, reason: String(error?.message ?? error) });
  }
  await Promise.race([session?.close().catch(() => {}), sleep(2_000)]);
  console.log(JSON.stringify(verdict));
}

/** Runs what the command line asks for, one fresh session a capability, and ends the process. */
export async function main(connect) {
  const { values } = parseArgs({
    options: {
      url: { type: 'string' },
      transport: { type: 'string', default: 'http' },
      era: { type: 'string', default: 'legacy' },
      capability: { type: 'string', default: Object.keys(checks).join(',') },
    },
  });
  for (const name of values.capability.split(',')) await check(name, connect, values);
  process.exit(0);
}
