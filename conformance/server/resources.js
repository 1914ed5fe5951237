import { ResourceTemplate } from '@modelcontextprotocol/server';
import { image } from './content.js';

/** Resources of text and bytes, one made from a template, one to subscribe to. */
export function registerResources(server) {
  const resource = (name, uri, mimeType, description, body) =>
    server.registerResource(name, uri, { description, mimeType }, async () => ({
      contents: [{ uri, mimeType, ...body }],
    }));

  resource('static-text', 'test://static-text', 'text/plain', 'Text', {
    text: 'This is the content of the static text resource.',
  });
  resource('static-binary', 'test://static-binary', 'image/png', 'An image', { blob: image.data });
  resource('watched-resource', 'test://watched-resource', 'text/plain', 'A resource to subscribe to', {
    text: 'Watched resource content.',
  });

  server.registerResource(
    'template',
    new ResourceTemplate('test://template/{id}/data', { list: undefined }),
    { description: 'Data for an id', mimeType: 'application/json' },
    async (uri, { id }) => ({
      contents: [
        {
          uri: uri.href,
          mimeType: 'application/json',
          text: JSON.stringify({ id, templateTest: true, data: `Data for ID: ${id}` }),
        },
      ],
    }),
  );

  // The watched resource never changes, so there is nothing to remember of who subscribed.
  server.server.setRequestHandler('resources/subscribe', async () => ({}));
  server.server.setRequestHandler('resources/unsubscribe', async () => ({}));
}
