# A node agent, from a checkout. It trains on CPUs:
#   docker build -f docker/agent.Dockerfile --target cpu -t mycelium-agent .
# or on NVIDIA GPUs, with the PyTorch that its base image brings (docker run --gpus all):
#   docker build -f docker/agent.Dockerfile --target gpu -t mycelium-agent:gpu .
FROM eclipse-temurin:17-jdk-noble AS build
WORKDIR /src
COPY . .
RUN ./mycelium dist && mkdir /out && tar -xzf target/mycelium-*.tar.gz -C /out --strip-components=1

# The release must be the one that DJL's native bridge was built for: 2.7.1 with CUDA 12.8.
FROM pytorch/pytorch:2.7.1-cuda12.8-cudnn9-runtime AS gpu
RUN apt-get update && apt-get install -y --no-install-recommends curl openjdk-17-jre-headless \
  && rm -rf /var/lib/apt/lists/* \
  && useradd --system --uid 10001 --create-home --home-dir /var/lib/mycelium mycelium
COPY --from=build /out/mycelium /out/LICENSE /out/THIRD-PARTY.txt /opt/mycelium/
COPY --from=build /out/agent /opt/mycelium/agent
ENV MYCELIUM_HOME=/var/lib/mycelium DJL_CACHE_DIR=/var/lib/mycelium/djl \
  PYTORCH_LIBRARY_PATH=/opt/conda/lib/python3.11/site-packages/torch/lib \
  PYTORCH_VERSION=2.7.1 PYTORCH_FLAVOR=cu128
USER mycelium
WORKDIR /var/lib/mycelium
VOLUME /var/lib/mycelium
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=5s --start-period=120s --retries=3 \
  CMD curl -fsS http://127.0.0.1:8080/status
ENTRYPOINT ["/opt/mycelium/mycelium"]
CMD ["node", "start", "--help"]

FROM eclipse-temurin:17-jre-noble AS cpu
RUN apt-get update && apt-get install -y --no-install-recommends curl && rm -rf /var/lib/apt/lists/* \
  && useradd --system --uid 10001 --create-home --home-dir /var/lib/mycelium mycelium
COPY --from=build /out/mycelium /out/LICENSE /out/THIRD-PARTY.txt /opt/mycelium/
COPY --from=build /out/agent /opt/mycelium/agent
ENV MYCELIUM_HOME=/var/lib/mycelium DJL_CACHE_DIR=/var/lib/mycelium/djl
USER mycelium
WORKDIR /var/lib/mycelium
VOLUME /var/lib/mycelium
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=5s --start-period=120s --retries=3 \
  CMD curl -fsS http://127.0.0.1:8080/status
ENTRYPOINT ["/opt/mycelium/mycelium"]
CMD ["node", "start", "--help"]
