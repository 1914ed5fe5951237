package dev.mcpgateway.infra;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.ecr.IRepository;
import software.amazon.awscdk.services.ecr.Repository;
import software.amazon.awscdk.services.ecr.RepositoryAttributes;
import software.amazon.awscdk.services.ecr.assets.Platform;
import software.amazon.awscdk.services.ecs.AssetImageProps;
import software.amazon.awscdk.services.ecs.ContainerImage;

/** The image of the gateway: a named one, or the one that the repository's Dockerfile makes when the stack is deployed. */
final class GatewayImage {
    private static final Pattern ECR = Pattern.compile(
            "(\\d{12})\\.dkr\\.ecr\\.([a-z0-9-]+)\\.amazonaws\\.com(?:\\.cn)?/([a-z0-9._/-]+)(?::([\\w.-]+)|@(sha256:[0-9a-f]{64}))");

    private GatewayImage() {}

    static ContainerImage of(Stack stack, Parameters parameters) {
        String image = parameters.get(Parameter.IMAGE);
        return image == null ? built() : named(stack, image);
    }

    /** Only an image that is known to lie in ECR gets the permission to be pulled from there. */
    private static ContainerImage named(Stack stack, String image) {
        Matcher ecr = ECR.matcher(image);
        if (!ecr.matches()) {
            return ContainerImage.fromRegistry(image);
        }
        IRepository repository = Repository.fromRepositoryAttributes(
                stack,
                "Repository",
                RepositoryAttributes.builder()
                        .repositoryArn("arn:" + stack.getPartition() + ":ecr:" + ecr.group(2) + ":" + ecr.group(1)
                                + ":repository/" + ecr.group(3))
                        .repositoryName(ecr.group(3))
                        .build());
        return ContainerImage.fromEcrRepository(repository, ecr.group(4) == null ? ecr.group(5) : ecr.group(4));
    }

    private static ContainerImage built() {
        Path repository = Path.of("..").toAbsolutePath().normalize();
        if (!Files.exists(repository.resolve("Dockerfile"))) {
            throw new InvalidParameter(
                    "There is no Dockerfile in " + repository + ": run cdk in infra/, or name an image.");
        }
        return ContainerImage.fromAsset(
                repository.toString(),
                AssetImageProps.builder()
                        .platform(Platform.LINUX_AMD64)
                        // The template lies in there, and would be part of what it is made from; .dockerignore has the
                        // rest.
                        .exclude(List.of("infra"))
                        .build());
    }
}
