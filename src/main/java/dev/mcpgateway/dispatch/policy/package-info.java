/**
 * Who may do what: the rules of the configuration, made ready to decide, and what people have
 * switched off for themselves. It knows names, people and annotations, and neither
 * messages nor providers; whoever asks makes sure that the name is the one that the provider will get.
 */
@NullMarked
package dev.mcpgateway.dispatch.policy;

import org.jspecify.annotations.NullMarked;
