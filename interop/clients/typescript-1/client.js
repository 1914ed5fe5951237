import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { SSEClientTransport } from '@modelcontextprotocol/sdk/client/sse.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import {
  CreateMessageRequestSchema,
  ElicitRequestSchema,
  LoggingMessageNotificationSchema,
  ResourceUpdatedNotificationSchema,
} from '@modelcontextprotocol/sdk/types.js';
import { main } from '../typescript/checks.js';

async function connect({ url, transport: kind }, seen) {
  const client = new Client(
    { name: 'interop-typescript-1', version: '1.0.0' },
    { capabilities: { sampling: {}, elicitation: { form: {} } } },
  );
  client.setNotificationHandler(LoggingMessageNotificationSchema, ({ params }) => void seen.logs.push(params));
  client.setNotificationHandler(ResourceUpdatedNotificationSchema, ({ params }) => void seen.updates.push(params.uri));
  client.setRequestHandler(CreateMessageRequestSchema, ({ params }) => {
    seen.sampling.push(params);
    return { model: 'interop', role: 'assistant', content: { type: 'text', text: seen.answer } };
  });
  client.setRequestHandler(ElicitRequestSchema, ({ params }) => {
    seen.elicitation.push(params);
    return { action: 'accept', content: { name: seen.answer } };
  });

  const transport =
    kind === 'sse' ? new SSEClientTransport(new URL(url)) : new StreamableHTTPClientTransport(new URL(url));
  let protocol;
  const setProtocolVersion = transport.setProtocolVersion?.bind(transport);
  transport.setProtocolVersion = (version) => setProtocolVersion?.((protocol = version));
  await client.connect(transport);

  return {
    client,
    protocol,
    call: (name, args, options) => client.callTool({ name, arguments: args }, undefined, options),
    wantLogs: (level) => client.setLoggingLevel(level).then(() => undefined),
    watch: async (uri) => {
      await client.subscribeResource({ uri });
      return () => client.unsubscribeResource({ uri });
    },
    close: async () => {
      await transport.terminateSession?.();
      await client.close();
    },
  };
}

await main(connect);
