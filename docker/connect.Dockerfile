# A Kafka Connect worker with our plugins. Build it from the root of the repository:
#   docker build -f docker/connect.Dockerfile -t alluvium/connect .

ARG BUILD_IMAGE=maven:3.9-eclipse-temurin-25
# Kafka 4 on Java 17 or newer; its programs are in /opt/kafka.
ARG KAFKA_IMAGE=apache/kafka:4.3.1

FROM ${BUILD_IMAGE} AS build
WORKDIR /src
COPY . .
RUN --mount=type=cache,target=/src/.m2 \
    mvn -B -q -Dmaven.repo.local=/src/.m2 -Pquick -DskipTests package -am \
      -pl connectors/files,connectors/github,connectors/slack,connectors/postgres
RUN mkdir /plugins && cp -r connectors/*/target/plugin/alluvium-* /plugins/

FROM ${KAFKA_IMAGE}
ARG VERSION=0.1.0-SNAPSHOT
ARG REVISION=unknown
LABEL org.opencontainers.image.title="Alluvium Connect" \
      org.opencontainers.image.description="A Kafka Connect worker with Alluvium's source connectors." \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}"
USER root
COPY --from=build /plugins /opt/plugins
COPY docker/connect-worker docker/healthy /usr/local/bin/
USER 10001:10001
WORKDIR /tmp
ENV LOG_DIR=/tmp/logs \
    KAFKA_HEAP_OPTS="-Xms128m -Xmx512m"
EXPOSE 8083
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=6 \
    CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/8083 && printf 'GET /connectors HTTP/1.0\\r\\n\\r\\n' >&3 && grep -q '200 OK' <&3"]
ENTRYPOINT ["connect-worker"]
