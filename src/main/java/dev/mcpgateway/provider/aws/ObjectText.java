package dev.mcpgateway.provider.aws;

import dev.mcpgateway.provider.aws.api.AwsCallFailed;
import dev.mcpgateway.provider.aws.api.AwsOperation;
import dev.mcpgateway.provider.aws.api.Failures;
import dev.mcpgateway.provider.tool.ToolFailure;
import dev.mcpgateway.provider.tool.ToolHints;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/** Reads the text of an object, a part at a time. */
final class ObjectText {
    private static final int USUAL_BYTES = 64 << 10;
    private static final Pattern CONTENT_RANGE = Pattern.compile("bytes ([0-9]{1,18})-([0-9]{1,18})/([0-9]{1,18})");

    private final AwsCall call;
    private final S3Uri object;
    private final long offset;
    private final int most;

    private ObjectText(AwsCall call) {
        this.call = call;
        this.object = S3Uri.parse(call.call().required("uri"));
        this.offset = offset(call);
        this.most = call.call().integer("max_bytes");
    }

    private static long offset(AwsCall call) {
        return call.call().arguments().getLong("offset");
    }

    static AwsTool tool(long longest) {
        return AwsTool.of(
                "aws_s3_get_object_text",
                "Read text from S3",
                "Reads the text of an S3 object from an offset on.",
                "\"required\":[\"uri\"],\"properties\":{\"uri\":{\"type\":\"string\",\"maxLength\":2048,"
                        + "\"description\":\"s3://bucket/key, unescaped\"},"
                        + "\"max_bytes\":{\"type\":\"integer\",\"minimum\":16,\"maximum\":" + longest + ",\"default\":"
                        + Math.min(USUAL_BYTES, longest) + "},"
                        + """
                        "offset":{"type":"integer","minimum":0,"maximum":5497558138880,"default":0,
                        "description":"next_offset of the answer before"},
                        "charset":{"type":"string","maxLength":40,"description":"when the object does not say it"},"""
                        + AwsTool.CHOICES + "}",
                """
                "required":["uri","text","size","truncated"],"properties":{"uri":{"type":"string"},"text":{"type":"string"},
                "offset":{"type":"integer"},"next_offset":{"type":"integer"},"size":{"type":"integer"},
                "truncated":{"type":"boolean"},"charset":{"type":"string"},"content_type":{"type":"string"},
                "last_modified":{"type":"string"},""" + AwsTool.IDENTITY + "}",
                ToolHints.READS,
                call -> new ObjectText(call).read());
    }

    private Future<JsonObject> read() {
        String range = "bytes=" + offset + "-" + (offset + most - 1);
        return call.acting()
                .compose(acting -> call.s3(
                                acting,
                                AwsOperation.GET_OBJECT,
                                (s3, signed) -> s3.getObject(
                                        request -> request.bucket(object.bucket())
                                                .key(object.key())
                                                .range(range)
                                                .overrideConfiguration(signed),
                                        new ObjectRange(most)))
                        .map(this::text)
                        .recover(this::isEmpty)
                        .compose(answer -> call.answer(acting, answer)));
    }

    private JsonObject text(ObjectRange.Part part) {
        GetObjectResponse answer = part.answer();
        String encoding = answer.contentEncoding();
        if (encoding != null && !encoding.isBlank() && !encoding.matches("(?i)(identity|aws-chunked|utf-?8)")) {
            throw noText("it is compressed (" + encoding.replaceAll("[^\\w,. -]", "?") + ")");
        }
        long size = size(answer);
        boolean end = offset + part.bytes().length() >= size;
        TextPart text = decoded(part.bytes().getBytes(), answer.contentType(), end);
        JsonObject json = answer(text.text(), size, offset + text.from());
        long next = offset + text.bytes();
        if (next < size) {
            json.put("truncated", true).put("next_offset", next);
        }
        json.put("charset", text.charset().name());
        S3Tools.put(json, "content_type", answer.contentType());
        S3Tools.put(json, "last_modified", answer.lastModified());
        return json;
    }

    /** The size of the whole object; what answers another range than was asked for cannot be trusted with the rest. */
    private long size(GetObjectResponse answer) {
        Matcher range = CONTENT_RANGE.matcher(String.valueOf(answer.contentRange()));
        if (range.matches() && Long.parseLong(range.group(1)) == offset) {
            return Long.parseLong(range.group(3));
        }
        if (offset == 0 && answer.contentRange() == null && answer.contentLength() != null) {
            return answer.contentLength();
        }
        throw new ToolFailure(
                Failures.API_ERROR, "S3 has answered another part of the object than was asked for.", null);
    }

    private TextPart decoded(byte[] bytes, @Nullable String contentType, boolean end) {
        try {
            return TextPart.of(bytes, call.call().string("charset"), contentType, offset == 0, end);
        } catch (TextPart.NoText binary) {
            throw noText(binary.getMessage());
        }
    }

    private JsonObject answer(String text, long size, long from) {
        return new JsonObject()
                .put("uri", call.call().required("uri"))
                .put("text", text)
                .put("offset", from)
                .put("size", size)
                .put("truncated", false);
    }

    /** An object without a byte has no range either. */
    private Future<JsonObject> isEmpty(Throwable failure) {
        return offset == 0 && failure instanceof AwsCallFailed failed && "InvalidRange".equals(failed.errorCode())
                ? Future.succeededFuture(answer("", 0, 0))
                : Future.failedFuture(failure);
    }

    private ToolFailure noText(@Nullable String why) {
        return new ToolFailure(
                ToolFailure.INVALID_ARGUMENT,
                "The object is not read, since " + why + ".",
                "This tool reads text alone; 'charset' says how to read one that does not say it itself.");
    }
}
