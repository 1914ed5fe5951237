# The gateway as one container. `docker build -t mcp-gateway .` makes it; `--target with-node` adds Node for stdio servers that
# `npx` starts. docs/adr/0009-image.md says why it is as it is. Where a mirror serves the base images, name it:
# --build-arg JDK_IMAGE=registry.example.com/eclipse-temurin:25-jdk
ARG JDK_IMAGE=eclipse-temurin:25-jdk
ARG TOOLS_IMAGE=debian:12-slim
ARG NODE_IMAGE=node:22-slim
ARG BASE_IMAGE=gcr.io/distroless/base-nossl-debian12:nonroot

# --- The program. Its libraries stay in a cache mount: a changed source fetches nothing.
FROM ${JDK_IMAGE} AS program
# Without unzip the Maven wrapper fetches another archive than the one whose checksum it knows.
RUN command -v unzip \
 || { printf '#!/bin/sh\ncd "$4" && jar -xf "$2" && chmod +x */bin/mvn\n' > /usr/local/bin/unzip && chmod +x /usr/local/bin/unzip; }
WORKDIR /src
COPY mvnw pom.xml ./
COPY .mvn .mvn
COPY src/main src/main
# The commit that `gateway version` names.
ARG GIT_SHA=
RUN --mount=type=cache,id=mcp-gateway-maven,target=/root/.m2 \
    ./mvnw -B -q -P 'quick,!format' -Dgit.commit.id.abbrev="${GIT_SHA}" package \
 && mkdir -p /out/data \
 && cp target/mcp-gateway-*-fat.jar /out/gateway.jar \
 && jar --create --file /out/health.jar -C target/classes dev/mcpgateway/app/probe

# --- The run-time: the modules that the program and its libraries use; `pipeline/build-docker test` says when one is missing. Without
# the symbols of the JVM's own functions a crash report has offsets, which the published debug symbols turn into names. PDFBox needs
# java.desktop, of its native libraries libawt and libawt_headless alone: text needs no screen, fonts of the system, pictures or sound.
FROM ${JDK_IMAGE} AS runtime
RUN jlink --no-header-files --no-man-pages --strip-java-debug-attributes --compress zip-6 --output /out/java \
    --add-modules java.base,java.desktop,java.logging,java.management,java.naming,java.net.http,java.xml,jdk.jfr,jdk.management,jdk.net,jdk.unsupported,jdk.zipfs \
    --exclude-files '**/libawt_xawt.so,**/libfontmanager.so,**/libfreetype.so,**/libjavajpeg.so,**/libjawt.so,**/libjsound.so,**/liblcms.so,**/libmlib_image.so,**/libprefs.so,**/libsplashscreen.so,**/psfont*' \
 && rm /out/java/lib/classlist /out/java/lib/jrt-fs.jar \
 && if command -v strip; then strip --strip-unneeded /out/java/lib/*.so /out/java/lib/server/libjvm.so; fi

# --- What the last stage, which has no shell, cannot make by itself.
FROM ${TOOLS_IMAGE} AS tools
COPY deploy/image/*.args /app/
# The training writes the file that every other start reads.
RUN mkdir /train && sed 's/-XX:AOTCache=/-XX:AOTCacheOutput=/' /app/gateway.args > /train/gateway.args

# --- Everything but the labels; also what stdio servers with a run-time of their own are added to.
FROM ${BASE_IMAGE} AS image
ENV PATH=/opt/java/bin:/usr/local/bin:/usr/bin:/bin \
    LANG=C.UTF-8 \
    HOST=0.0.0.0 \
    DATA_DIR=/data
COPY --from=runtime /out/java /opt/java
# A stdio server is started in a process group of its own, to end with all that it started.
COPY --from=tools /usr/bin/setsid /usr/bin/setsid
COPY --from=program --chown=65532:65532 /out/data /data
COPY --from=tools /app /app
COPY --from=program /out/gateway.jar /out/health.jar /app/
WORKDIR /app
# Here, and with the files that are shipped: the JVM refuses a cache that was made with another run-time or another jar.
USER 0
RUN --mount=type=bind,from=tools,source=/train,target=/train --mount=type=tmpfs,target=/tmp \
    ["java", "-Xlog:aot=error", "@/train/gateway.args", "train"]
USER 65532:65532
VOLUME /data
EXPOSE 3000
ENTRYPOINT ["java", "@/app/gateway.args"]
HEALTHCHECK --interval=5s --timeout=5s --start-period=15s --retries=3 CMD ["java", "@/app/health.args"]

# --- With Node, for stdio servers that `npx` starts: npm needs a shell, so this one stands on Debian.
FROM ${NODE_IMAGE} AS with-node
ENV PATH=/opt/java/bin:/usr/local/bin:/usr/bin:/bin \
    LANG=C.UTF-8 \
    HOST=0.0.0.0 \
    DATA_DIR=/data \
    HOME=/tmp \
    NPM_CONFIG_CACHE=/tmp/.npm \
    NPM_CONFIG_UPDATE_NOTIFIER=false
COPY --from=image /opt/java /opt/java
COPY --from=image --chown=65532:65532 /data /data
COPY --from=image /app /app
WORKDIR /app
USER 65532:65532
VOLUME /data
EXPOSE 3000
ENTRYPOINT ["java", "@/app/gateway.args"]
HEALTHCHECK --interval=5s --timeout=5s --start-period=15s --retries=3 CMD ["java", "@/app/health.args"]

# --- The default.
FROM image
ARG GIT_SHA=
ARG VERSION=
LABEL org.opencontainers.image.title="MCP Gateway" \
      org.opencontainers.image.description="One authenticated MCP address in front of any MCP server" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${GIT_SHA}"
