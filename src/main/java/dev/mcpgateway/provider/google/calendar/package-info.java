/**
 * The Google Calendar tools: what they are called and take, and what becomes of the service's answers. Dates of all-day events
 * pass as they stand and never become moments.
 */
@NullMarked
package dev.mcpgateway.provider.google.calendar;

import org.jspecify.annotations.NullMarked;
