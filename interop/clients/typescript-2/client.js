import { Client, SSEClientTransport, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { main } from '../typescript/checks.js';

const LOG_LEVEL = 'io.modelcontextprotocol/logLevel';

async function connect({ url, transport: kind, era }, seen) {
  const client = new Client(
    { name: 'interop-typescript-2', version: '1.0.0' },
    {
      capabilities: { sampling: {}, elicitation: { form: {} } },
      versionNegotiation: { mode: era === 'modern' ? 'auto' : 'legacy' },
    },
  );
  client.setNotificationHandler('notifications/message', ({ params }) => void seen.logs.push(params));
  client.setNotificationHandler('notifications/resources/updated', ({ params }) => void seen.updates.push(params.uri));
  client.setRequestHandler('sampling/createMessage', ({ params }) => {
    seen.sampling.push(params);
    return { model: 'interop', role: 'assistant', content: { type: 'text', text: seen.answer } };
  });
  client.setRequestHandler('elicitation/create', ({ params }) => {
    seen.elicitation.push(params);
    return { action: 'accept', content: { name: seen.answer } };
  });

  const transport =
    kind === 'sse' ? new SSEClientTransport(new URL(url)) : new StreamableHTTPClientTransport(new URL(url));
  await client.connect(transport);
  const modern = client.getProtocolEra() === 'modern';

  return {
    client,
    protocol: client.getNegotiatedProtocolVersion(),
    call: (name, args, { meta, ...options } = {}) => client.callTool({ name, arguments: args, _meta: meta }, options),
    wantLogs: async (level) => {
      if (modern) return { meta: { [LOG_LEVEL]: level } };
      await client.setLoggingLevel(level);
    },
    watch: async (uri) => {
      if (modern) {
        const subscription = await client.listen({ resourceSubscriptions: [uri] });
        return () => subscription.close();
      }
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
