/** The events that one session remembers, so that a client can come back for what it missed (`Last-Event-ID`). */
export class SessionEvents {
  #events = [];

  async storeEvent(streamId, message) {
    const eventId = `${streamId}/${this.#events.length}`;
    this.#events.push({ eventId, streamId, message });
    return eventId;
  }

  async getStreamIdForEventId(eventId) {
    return this.#events.find((event) => event.eventId === eventId)?.streamId;
  }

  async replayEventsAfter(lastEventId, { send }) {
    const last = this.#events.findIndex((event) => event.eventId === lastEventId);
    if (last < 0) throw new Error(`Unknown event id ${lastEventId}`);
    const { streamId } = this.#events[last];
    for (const { eventId, streamId: stream, message } of this.#events.slice(last + 1)) {
      if (stream === streamId) await send(eventId, message);
    }
    return streamId;
  }
}
