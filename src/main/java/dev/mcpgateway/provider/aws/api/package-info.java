/**
 * What the tools ask of AWS: the operations, with whose credentials each is signed, what is measured of it, and what its failure means
 * to a model. No client has credentials of its own here, so a call without them is refused by AWS instead of being made as
 * somebody else. Whose credentials they are is decided beside this.
 */
@NullMarked
package dev.mcpgateway.provider.aws.api;

import org.jspecify.annotations.NullMarked;
