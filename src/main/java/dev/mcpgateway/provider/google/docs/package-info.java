/**
 * The Google Docs tools: what they are called and take, and documents as Markdown. Files of other kinds belong to {@code drive}.
 */
@NullMarked
package dev.mcpgateway.provider.google.docs;

import org.jspecify.annotations.NullMarked;
