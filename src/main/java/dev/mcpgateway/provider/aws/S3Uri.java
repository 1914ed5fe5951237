package dev.mcpgateway.provider.aws;

import dev.mcpgateway.provider.tool.ToolFailure;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code s3://bucket/key}; the key stands as it is, without escapes. */
record S3Uri(String bucket, String key) {
    /** What a bucket may be called. */
    static final String BUCKET = "[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]";

    private static final Pattern FORM = Pattern.compile("s3://(" + BUCKET + ")/(.+)", Pattern.DOTALL);
    private static final int LONGEST_KEY = 1024;

    static S3Uri parse(String text) {
        Matcher parts = FORM.matcher(text);
        if (!parts.matches() || parts.group(2).getBytes(StandardCharsets.UTF_8).length > LONGEST_KEY) {
            throw new ToolFailure(
                    ToolFailure.INVALID_ARGUMENT,
                    "'uri' has to be s3://bucket/key.",
                    "aws_s3_list_objects lists the keys of a bucket.");
        }
        return new S3Uri(parts.group(1), parts.group(2));
    }
}
