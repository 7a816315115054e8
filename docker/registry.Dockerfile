# The registry, from a checkout:  docker build -f docker/registry.Dockerfile -t mycelium-registry .
FROM eclipse-temurin:17-jdk-noble AS build
WORKDIR /src
COPY . .
RUN ./mycelium dist && mkdir /out && tar -xzf target/mycelium-*.tar.gz -C /out --strip-components=1

FROM eclipse-temurin:17-jre-noble
RUN apt-get update && apt-get install -y --no-install-recommends curl && rm -rf /var/lib/apt/lists/* \
  && useradd --system --uid 10001 --create-home --home-dir /var/lib/mycelium mycelium
COPY --from=build /out/mycelium /out/LICENSE /out/THIRD-PARTY.txt /opt/mycelium/
COPY --from=build /out/registry /opt/mycelium/registry
USER mycelium
WORKDIR /var/lib/mycelium
VOLUME /var/lib/mycelium
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --retries=3 \
  CMD curl -fsS http://127.0.0.1:8000/health
ENTRYPOINT ["/opt/mycelium/mycelium", "registry"]
CMD ["--host", "0.0.0.0", "--database", "/var/lib/mycelium/mycelium_registry.db"]
