/**
 * An OpenAPI document (3.0 and 3.1): its operations by the model of swagger-parser, and its schemas as they are written, which
 * become JSON Schema here. References that lead out of the document are never followed. What becomes of an operation is not
 * decided here.
 */
@NullMarked
package dev.mcpgateway.provider.openapi.document;

import org.jspecify.annotations.NullMarked;
