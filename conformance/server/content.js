/** A red pixel, and eight silent samples: the smallest well-formed image and sound. */
export const image = {
  type: 'image',
  mimeType: 'image/png',
  data: 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4z8AAAAMBAQDJ/pLvAAAAAElFTkSuQmCC',
};

export const audio = {
  type: 'audio',
  mimeType: 'audio/wav',
  data: 'UklGRiwAAABXQVZFZm10IBAAAAABAAEAQB8AAEAfAAABAAgAZGF0YQgAAACAgICAgICAgA==',
};

export const text = (value) => ({ type: 'text', text: value });

export const embedded = (uri, mimeType, value) => ({ type: 'resource', resource: { uri, mimeType, text: value } });

/** The result of a tool that has one thing to say. */
export const says = (value) => ({ content: [text(value)] });

export const sleep = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));
