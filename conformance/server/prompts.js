import { acceptedContent, completable, inputRequired } from '@modelcontextprotocol/server';
import * as z from 'zod/v4';
import { embedded, image, text } from './content.js';
import { form } from './forms.js';

const CITIES = ['paris', 'park', 'party', 'testing'];

const user = (content) => ({ role: 'user', content });

/** Prompts of every kind of content, one with completions, one that asks before it renders. */
export function registerPrompts(server) {
  server.registerPrompt('test_simple_prompt', { description: 'Has no arguments' }, async () => ({
    messages: [user(text('This is a simple prompt for testing.'))],
  }));

  server.registerPrompt(
    'test_prompt_with_arguments',
    {
      description: 'Has two arguments, the first with completions',
      argsSchema: z.object({
        arg1: completable(z.string().describe('First test argument'), (value) =>
          CITIES.filter((city) => city.startsWith(value)),
        ),
        arg2: z.string().describe('Second test argument'),
      }),
    },
    async ({ arg1, arg2 }) => ({
      messages: [user(text(`Prompt with arguments: arg1='${arg1}', arg2='${arg2}'`))],
    }),
  );

  server.registerPrompt(
    'test_prompt_with_embedded_resource',
    {
      description: 'Embeds a resource',
      argsSchema: z.object({ resourceUri: z.string().describe('URI of the resource to embed') }),
    },
    async ({ resourceUri }) => ({
      messages: [
        user(embedded(resourceUri, 'text/plain', 'Embedded resource content for testing.')),
        user(text('Please process the embedded resource above.')),
      ],
    }),
  );

  server.registerPrompt('test_prompt_with_image', { description: 'Has an image' }, async () => ({
    messages: [user(image), user(text('Please analyze the image above.'))],
  }));

  server.registerPrompt(
    'test_input_required_result_prompt',
    { description: 'Asks for its context' },
    async ({ mcpReq }) => {
      const context = acceptedContent(mcpReq.inputResponses, 'user_context')?.context;
      if (context !== undefined) return { messages: [user(text(`Use the following context: ${context}`))] };
      return inputRequired({
        inputRequests: {
          user_context: inputRequired.elicit({
            message: 'What context should the prompt use?',
            requestedSchema: form({ context: { type: 'string' } }),
          }),
        },
      });
    },
  );
}
