/**
 * The Google Drive tools: what they are called and take, and what becomes of the service's answers. How a file becomes text belongs
 * to {@code document}, how a document of Google Docs does to {@code docs}.
 */
@NullMarked
package dev.mcpgateway.provider.google.drive;

import org.jspecify.annotations.NullMarked;
