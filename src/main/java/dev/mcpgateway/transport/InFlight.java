package dev.mcpgateway.transport;

import dev.mcpgateway.protocol.McpError;

/** Something that a client waits for and that a stopping gateway must not leave unanswered. */
interface InFlight {

    /** Asks a call that lasts as long as the client wishes to answer now. */
    void endLasting();

    /** Answers what has no answer yet with "outcome unknown". */
    void abandon();

    static McpError abandoned() {
        return McpError.outcomeUnknown(
                "the gateway stopped before the answer came: the call may have run," + " find out before repeating it");
    }
}
