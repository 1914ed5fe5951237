/**
 * The one seam of the gateway: a {@link dev.mcpgateway.provider.Provider} is a source of tools, prompts and resources, and
 * nothing above this package knows which kind it talks to. The kinds live in packages below this one. Types that only one kind
 * needs do not belong here, and nothing here may know a client transport or how sessions are kept.
 */
@NullMarked
package dev.mcpgateway.provider;

import org.jspecify.annotations.NullMarked;
