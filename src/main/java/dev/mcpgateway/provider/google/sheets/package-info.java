/**
 * The Google Sheets tools: what they are called and take, and what becomes of the service's answers. Cells pass as the service
 * shows them; how one is formatted or computed does not belong here.
 */
@NullMarked
package dev.mcpgateway.provider.google.sheets;

import org.jspecify.annotations.NullMarked;
