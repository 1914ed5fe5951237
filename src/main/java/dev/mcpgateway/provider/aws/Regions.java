package dev.mcpgateway.provider.aws;

import dev.mcpgateway.provider.tool.ToolFailure;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Comparator;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.RegionMetadata;

/** The regions that the SDK knows. */
final class Regions {
    private Regions() {}

    /** A region's name becomes part of host names, so only known ones pass. */
    static String checked(String region) {
        if (Region.regions().stream().noneMatch(known -> known.id().equals(region) && !known.isGlobalRegion())) {
            throw new ToolFailure(
                    ToolFailure.INVALID_ARGUMENT,
                    "There is no AWS region '" + region + "'.",
                    "aws_list_regions lists them.");
        }
        return region;
    }

    /** Those of one partition, such as {@code aws} or {@code aws-cn}. */
    static JsonArray of(String partition) {
        JsonArray regions = new JsonArray();
        Region.regions().stream()
                .filter(region -> !region.isGlobalRegion())
                .sorted(Comparator.comparing(Region::id))
                .forEach(region -> {
                    RegionMetadata metadata = RegionMetadata.of(region);
                    if (metadata != null && metadata.partition().id().equals(partition)) {
                        regions.add(new JsonObject().put("region", region.id()).put("name", metadata.description()));
                    }
                });
        return regions;
    }

    /** The partition of an ARN. */
    static String partition(String arn) {
        String[] parts = arn.split(":", 3);
        return parts.length == 3 ? parts[1] : "aws";
    }
}
