/**
 * The Google Slides tools: what they are called and take, and what becomes of presentations as text and images. How slides look
 * does not belong here; a thumbnail shows it.
 */
@NullMarked
package dev.mcpgateway.provider.google.slides;

import org.jspecify.annotations.NullMarked;
