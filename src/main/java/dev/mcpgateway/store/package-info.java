/**
 * Where state that outlives a request lives: {@link RecordStore} and its implementations. A record is bytes under a key
 * with a version, an expiry and an owner, whose data key seals them; what the bytes mean, and who may read them, is
 * decided by the packages above. Nothing here knows a session, a token or a person.
 */
@NullMarked
package dev.mcpgateway.store;

import org.jspecify.annotations.NullMarked;
