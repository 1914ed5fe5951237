/** The entry point alone lives here; everything it starts lives in the packages below. */
@NullMarked
package dev.mcpgateway;

import org.jspecify.annotations.NullMarked;
