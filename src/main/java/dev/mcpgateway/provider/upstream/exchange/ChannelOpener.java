package dev.mcpgateway.provider.upstream.exchange;

import dev.mcpgateway.provider.upstream.channel.Channel;

/** Opens channels to one upstream. A channel connects, or starts its process, when it is first used. */
@FunctionalInterface
public interface ChannelOpener {

    /** A new channel, for one client. */
    Channel open(Wire wire);
}
