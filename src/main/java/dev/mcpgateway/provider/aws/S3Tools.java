package dev.mcpgateway.provider.aws;

import dev.mcpgateway.config.AwsToolsConfig;
import dev.mcpgateway.provider.aws.api.AwsOperation;
import dev.mcpgateway.provider.tool.ToolHints;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.ListBucketsResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;

/** What S3 holds. */
final class S3Tools {
    private static final String TOKEN =
            "\"continuation_token\":{\"type\":\"string\",\"minLength\":1,\"maxLength\":2048,"
                    + "\"description\":\"next_continuation_token of the answer before\"}";

    private S3Tools() {}

    static List<AwsTool> all(AwsToolsConfig config) {
        return List.of(
                AwsTool.of(
                        "aws_s3_list_buckets",
                        "List S3 buckets",
                        "Lists the account's S3 buckets.",
                        """
                        "properties":{"prefix":{"type":"string","maxLength":63},
                        "max_buckets":{"type":"integer","minimum":1,"maximum":1000,"default":100},""" + TOKEN + "," + AwsTool.CHOICES + "}",
                        """
                        "required":["buckets"],"properties":{"buckets":{"type":"array","items":{"type":"object",
                        "properties":{"name":{"type":"string"},"region":{"type":"string"},"created":{"type":"string"}}}},
                        "next_continuation_token":{"type":"string"},""" + AwsTool.IDENTITY + "}",
                        ToolHints.READS,
                        S3Tools::buckets),
                AwsTool.of(
                        "aws_s3_list_objects",
                        "List S3 objects",
                        "Lists the objects of an S3 bucket by key; with a delimiter, what is below it as prefixes.",
                        "\"required\":[\"bucket\"],\"properties\":{\"bucket\":{\"type\":\"string\",\"pattern\":\"^"
                                + S3Uri.BUCKET
                                + "$\"}," + """
                        "prefix":{"type":"string","maxLength":1024},"delimiter":{"type":"string","maxLength":10},
                        "max_keys":{"type":"integer","minimum":1,"maximum":1000,"default":100},""" + TOKEN + ","
                                + AwsTool.CHOICES + "}",
                        """
                        "required":["bucket","objects"],"properties":{"bucket":{"type":"string"},
                        "objects":{"type":"array","items":{"type":"object","properties":{"key":{"type":"string"},
                        "size":{"type":"integer"},"last_modified":{"type":"string"},"storage_class":{"type":"string"}}}},
                        "prefixes":{"type":"array","items":{"type":"string"}},
                        "next_continuation_token":{"type":"string"},""" + AwsTool.IDENTITY + "}",
                        ToolHints.READS,
                        S3Tools::objects),
                ObjectText.tool(config.limits().textSize()));
    }

    private static Future<JsonObject> buckets(AwsCall call) {
        return call.acting()
                .compose(acting -> call.s3(
                                acting,
                                AwsOperation.LIST_BUCKETS,
                                (s3, signed) -> s3.listBuckets(request -> request.maxBuckets(
                                                call.call().integer("max_buckets"))
                                        .prefix(call.call().string("prefix"))
                                        .continuationToken(call.call().string("continuation_token"))
                                        .overrideConfiguration(signed)))
                        .compose(page -> call.answer(acting, buckets(page))));
    }

    private static JsonObject buckets(ListBucketsResponse page) {
        JsonArray buckets = new JsonArray();
        page.buckets().forEach(bucket -> {
            JsonObject one = new JsonObject().put("name", bucket.name());
            put(one, "region", bucket.bucketRegion());
            put(one, "created", bucket.creationDate());
            buckets.add(one);
        });
        JsonObject answer = new JsonObject().put("buckets", buckets);
        put(answer, "next_continuation_token", page.continuationToken());
        return answer;
    }

    private static Future<JsonObject> objects(AwsCall call) {
        String bucket = call.call().required("bucket");
        return call.acting()
                .compose(acting -> call.s3(
                                acting,
                                AwsOperation.LIST_OBJECTS,
                                (s3, signed) -> s3.listObjectsV2(request -> request.bucket(bucket)
                                        .prefix(call.call().string("prefix"))
                                        .delimiter(call.call().string("delimiter"))
                                        .maxKeys(call.call().integer("max_keys"))
                                        .continuationToken(call.call().string("continuation_token"))
                                        .overrideConfiguration(signed)))
                        .compose(page -> call.answer(acting, objects(bucket, page))));
    }

    private static JsonObject objects(String bucket, ListObjectsV2Response page) {
        JsonArray objects = new JsonArray();
        page.contents().forEach(object -> {
            JsonObject one = new JsonObject().put("key", object.key()).put("size", object.size());
            put(one, "last_modified", object.lastModified());
            put(one, "storage_class", object.storageClassAsString());
            objects.add(one);
        });
        JsonObject answer = new JsonObject().put("bucket", bucket).put("objects", objects);
        if (page.hasCommonPrefixes()) {
            JsonArray prefixes = new JsonArray();
            page.commonPrefixes().forEach(prefix -> prefixes.add(prefix.prefix()));
            answer.put("prefixes", prefixes);
        }
        put(answer, "next_continuation_token", page.nextContinuationToken());
        return answer;
    }

    /** What is not known is left out. */
    static void put(JsonObject object, String name, @Nullable Object value) {
        if (value != null) {
            object.put(name, value.toString());
        }
    }
}
