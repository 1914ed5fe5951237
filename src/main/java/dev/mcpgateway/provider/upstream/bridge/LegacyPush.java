package dev.mcpgateway.provider.upstream.bridge;

import dev.mcpgateway.protocol.Message;
import dev.mcpgateway.provider.Push;
import dev.mcpgateway.provider.PushedEvent;

/** Takes the notifications of a subscription to a legacy client, who knows no subscriptions. */
record LegacyPush(Push push) implements Push {
    @Override
    public void begin() {
        push.begin();
    }

    @Override
    public void send(PushedEvent event) {
        Message message = event.message();
        push.send(message == null ? event : PushedEvent.of(event.provider(), LegacyForms.notification(message)));
    }

    @Override
    public boolean writeQueueFull() {
        return push.writeQueueFull();
    }

    @Override
    public void onDrain(Runnable handler) {
        push.onDrain(handler);
    }
}
