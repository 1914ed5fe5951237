import { randomBytes } from 'node:crypto';
import { createRequestStateCodec } from '@modelcontextprotocol/server';

/**
 * Seals what a tool has to remember between two rounds. The SDK verifies it before the handler runs and answers
 * -32602 when it was tampered with. The key lives as long as the process, which is as long as a run of the suite.
 */
export const requestState = createRequestStateCodec({ key: randomBytes(32) });
