import { EventEmitter } from 'node:events';
import * as z from 'zod/v4';
import { says } from './content.js';

const NO_ARGUMENTS = z.object({});

/**
 * The part of the server that changes while it runs: a tool and a prompt that come and go when a `test_trigger_…` tool is
 * called. The change is real, so a peer that lists again sees it, and everyone who is connected is told.
 *
 * Emits `toolsChanged` and `promptsChanged`.
 */
export class Catalog extends EventEmitter {
  #extraTool = false;
  #extraPrompt = false;

  /** Registers the changing part, and what changes it, on a server that is being built. */
  registerOn(server, era) {
    const tool = server.registerTool(
      'test_extra_tool',
      { description: 'Is listed after every other call of test_trigger_tool_change' },
      async () => says('The extra tool is here.'),
    );
    const prompt = server.registerPrompt(
      'test_extra_prompt',
      { description: 'Is listed after every other call of test_trigger_prompt_change' },
      async () => ({ messages: [{ role: 'user', content: { type: 'text', text: 'The extra prompt is here.' } }] }),
    );
    const showTool = () => tool.update({ enabled: this.#extraTool });
    const showPrompt = () => prompt.update({ enabled: this.#extraPrompt });
    showTool();
    showPrompt();
    if (era === 'legacy') this.#follow(server.server, showTool, showPrompt);

    server.registerTool(
      'test_trigger_tool_change',
      { description: 'Adds or removes a tool', inputSchema: NO_ARGUMENTS },
      async () => {
        this.#extraTool = !this.#extraTool;
        this.emit('toolsChanged');
        return says('The tool list has changed.');
      },
    );
    server.registerTool(
      'test_trigger_prompt_change',
      { description: 'Adds or removes a prompt', inputSchema: NO_ARGUMENTS },
      async () => {
        this.#extraPrompt = !this.#extraPrompt;
        this.emit('promptsChanged');
        return says('The prompt list has changed.');
      },
    );
  }

  /** A legacy server outlives its first request: updating its registration makes it tell its client. */
  #follow(protocol, showTool, showPrompt) {
    this.on('toolsChanged', showTool);
    this.on('promptsChanged', showPrompt);
    protocol.onclose = () => {
      this.off('toolsChanged', showTool);
      this.off('promptsChanged', showPrompt);
    };
  }
}
