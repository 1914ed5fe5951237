package dev.mcpgateway.transport.api;

import dev.mcpgateway.provider.Push;
import dev.mcpgateway.provider.PushedEvent;

/** Progress and logging have no form here. */
enum Unheard implements Push {
    INSTANCE;

    @Override
    public void begin() {}

    @Override
    public void send(PushedEvent event) {}

    @Override
    public boolean writeQueueFull() {
        return false;
    }

    @Override
    public void onDrain(Runnable handler) {
        handler.run();
    }
}
