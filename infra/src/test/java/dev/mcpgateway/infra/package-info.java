/** What the template says, read from synthesized stacks; and that both deployments say the same. */
@NullMarked
package dev.mcpgateway.infra;

import org.jspecify.annotations.NullMarked;
