package dev.mcpgateway.provider.upstream.exchange;

import dev.mcpgateway.provider.upstream.channel.Channel;
import dev.mcpgateway.provider.upstream.credentials.PersonHeaders;

/** Opens channels to one upstream. A channel connects, or starts its process, when it is first used. */
@FunctionalInterface
public interface ChannelOpener {

    /**
     * A new channel.
     *
     * @param person whose headers go with its requests
     */
    Channel open(Wire wire, PersonHeaders person);
}
