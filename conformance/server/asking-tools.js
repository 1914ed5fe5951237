import { acceptedContent, CLIENT_CAPABILITIES_META_KEY, inputRequired } from '@modelcontextprotocol/server';
import * as z from 'zod/v4';
import { says } from './content.js';
import { defaultsForm, enumsForm, form } from './forms.js';
import { requestState } from './request-state.js';

const NO_ARGUMENTS = z.object({});

const NAME_FORM = form({ name: { type: 'string' } });
const CONFIRM_FORM = form({ ok: { type: 'boolean' } });

const elicit = (message, requestedSchema) => inputRequired.elicit({ message, requestedSchema });

const sample = (prompt, maxTokens = 100) =>
  inputRequired.createMessage({ messages: [{ role: 'user', content: { type: 'text', text: prompt } }], maxTokens });

const ask = (inputRequests, state) => inputRequired({ inputRequests, ...(state && { requestState: state }) });

/**
 * Tools that ask the client for something in the middle of a call. Each returns `input_required` until the answer is
 * there. That is the modern era's form; for a legacy client the SDK sends the same requests over the session.
 *
 * @param {'legacy' | 'modern'} era what this client speaks
 * @param {'both' | 'legacy' | 'modern'} speaks what the server speaks
 */
export function registerAskingTools(server, era, speaks) {
  /** Registers a tool; its handler gets the answers by key, the verified state, the context and the arguments. */
  const tool = (name, description, handler, inputSchema = NO_ARGUMENTS) =>
    server.registerTool(name, { description, inputSchema }, async (values, context) => {
      const answers = context.mcpReq.inputResponses ?? {};
      const accepted = (key) => acceptedContent(context.mcpReq.inputResponses, key);
      return handler({ answers, accepted, state: context.mcpReq.requestState(), context, values });
    });

  registerSessionTools(tool, era === 'modern' && speaks === 'both' ? refuse : ask);
  registerSingleQuestions(tool);
  registerStatefulTools(tool);
  registerCapabilityTools(tool, server, era);
}

/** What a tool that was written for sessions does without one. */
const refuse = () => {
  throw new Error('This tool sends requests to its client, which only a session of 2025-11-25 or before allows');
};

/**
 * The tools of the legacy suite. A server that speaks both eras keeps them as they always were, so a peer that turns a
 * legacy client's call into a modern one finds them refusing; alone in the modern era they ask in its form.
 */
function registerSessionTools(tool, ask) {
  tool(
    'test_sampling',
    'Asks the client to complete a prompt',
    async ({ answers: { completion }, values }) =>
      completion ? says(`LLM response: ${completion.content.text}`) : ask({ completion: sample(values.prompt) }),
    z.object({ prompt: z.string().describe('What the model is asked') }),
  );

  const completed = ({ action, content }) =>
    says(`Elicitation completed: action=${action}, content=${JSON.stringify(content ?? {})}`);
  const formTool = (name, description, message, requestedSchema) =>
    tool(name, description, async ({ answers: { answer } }) =>
      answer ? completed(answer) : ask({ answer: elicit(message, requestedSchema) }),
    );

  tool(
    'test_elicitation',
    'Asks the user to fill in a form',
    async ({ answers: { answer }, values }) =>
      answer
        ? completed(answer)
        : ask({ answer: elicit(values.message, form({ username: { type: 'string' }, email: { type: 'string' } })) }),
    z.object({ message: z.string().describe('What the user is asked') }),
  );
  formTool(
    'test_elicitation_sep1034_defaults',
    'Asks with a default in every field',
    'Please review the defaults',
    defaultsForm,
  );
  formTool('test_elicitation_sep1330_enums', 'Asks with every kind of enumeration', 'Please choose', enumsForm);
}

function registerSingleQuestions(tool) {
  tool('test_input_required_result_elicitation', 'Asks for a name', async ({ accepted }) => {
    const name = accepted('user_name')?.name;
    return typeof name === 'string'
      ? says(`Hello, ${name}!`)
      : ask({ user_name: elicit('What is your name?', NAME_FORM) });
  });

  tool('test_input_required_result_sampling', 'Asks for a completion', async ({ answers }) => {
    const answer = answers.capital_question?.content?.text;
    return answer ? says(answer) : ask({ capital_question: sample('What is the capital of France?') });
  });

  tool('test_input_required_result_list_roots', 'Asks for the roots', async ({ answers }) => {
    const roots = answers.client_roots?.roots;
    return roots ? says(roots.map((root) => root.uri).join('\n')) : ask({ client_roots: inputRequired.listRoots() });
  });
}

/** Tools that go on from where the sealed state says that they were. */
function registerStatefulTools(tool) {
  const confirming = (name, description) =>
    tool(name, description, async ({ accepted, state }) =>
      state?.tool === name && accepted('confirm')
        ? says('state-ok')
        : ask({ confirm: elicit('Please confirm', CONFIRM_FORM) }, await requestState.mint({ tool: name })),
    );
  confirming('test_input_required_result_request_state', 'Gives the client a state to bring back');
  confirming('test_input_required_result_tampered_state', 'Refuses a state that was tampered with');

  tool('test_input_required_result_multiple_inputs', 'Asks for three things at once', async ({ accepted, answers }) => {
    const name = accepted('user_name')?.name;
    const greeting = answers.greeting?.content?.text;
    const roots = answers.client_roots?.roots;
    if (name && greeting && roots) return says(`${greeting} ${name} (${roots.length} roots)`);
    return ask(
      {
        user_name: elicit('What is your name?', NAME_FORM),
        greeting: sample('Generate a greeting', 50),
        client_roots: inputRequired.listRoots(),
      },
      await requestState.mint({ tool: 'multiple_inputs' }),
    );
  });

  tool('test_input_required_result_multi_round', 'Asks twice', async ({ accepted, state }) => {
    if (state?.round === 2) return says(`${state.name} likes ${accepted('step2')?.color}`);
    if (state?.round === 1) {
      const name = accepted('step1')?.name;
      const colorForm = form({ color: { type: 'string' } });
      return ask(
        { step2: elicit('Step 2: What is your favorite color?', colorForm) },
        await requestState.mint({ round: 2, name }),
      );
    }
    return ask({ step1: elicit('Step 1: What is your name?', NAME_FORM) }, await requestState.mint({ round: 1 }));
  });
}

function registerCapabilityTools(tool, server, era) {
  tool(
    'test_input_required_result_capabilities',
    'Asks only for what the client can do',
    async ({ answers, context }) => {
      if (Object.keys(answers).length > 0) return says('Thank you.');
      const can =
        context.mcpReq.envelope?.[CLIENT_CAPABILITIES_META_KEY] ?? server.server.getClientCapabilities() ?? {};
      const questions = {
        ...(can.elicitation && { user_name: elicit('What is your name?', NAME_FORM) }),
        ...(can.sampling && { greeting: sample('Generate a greeting', 50) }),
        ...(can.roots && { client_roots: inputRequired.listRoots() }),
      };
      return Object.keys(questions).length > 0 ? ask(questions) : says('This client can be asked for nothing.');
    },
  );

  // A legacy server has no error for a capability that the client lacks, and many just ask. A peer that translates
  // between the eras is the one who knows that the client cannot answer.
  const prompt = 'Reply with the single word: pong';
  tool('test_missing_capability', 'Needs a client that can complete prompts', async ({ answers, context }) => {
    if (era === 'legacy') {
      const { method, params } = sample(prompt, 16);
      await context.mcpReq.send({ method, params });
    } else if (!answers.reply) {
      return ask({ reply: sample(prompt, 16) });
    }
    return says('The client could.');
  });
}
