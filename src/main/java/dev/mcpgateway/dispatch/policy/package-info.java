/**
 * Who may do what: the rules of the configuration, made ready to decide. It knows names, people and annotations, and neither
 * messages nor providers; whoever asks makes sure that the name is the one that the provider will get.
 */
@NullMarked
package dev.mcpgateway.dispatch.policy;

import org.jspecify.annotations.NullMarked;
