/**
 * Files made text: plain text in whatever charset, PDF, workbooks and tables. Everything here runs off the event loop, reads what a
 * stranger may have made, and is bounded in time, memory and what it gives. Where a file comes from does not belong here.
 */
@NullMarked
package dev.mcpgateway.provider.google.document;

import org.jspecify.annotations.NullMarked;
