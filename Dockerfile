# dotp in a container.
#
#   docker build -t dotp .                       the CPU, about 0.5 GB
#   docker build -t dotp:cuda --target cuda .    an NVIDIA GPU; see there
#   docker run --rm -p 127.0.0.1:4173:4173 -v dotp:/data dotp
#
# Which Node: any from 20.19 on.
ARG NODE=22

# What is installed, without what only tests need.
FROM node:${NODE}-slim AS modules
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# onnxruntime-node brings its libraries for every platform (288 MB): this image needs one.
RUN npm ci --omit=dev --no-update-notifier \
  && cd node_modules/onnxruntime-node/bin/napi-v6 \
  && rm -rf darwin win32 \
  && find linux -mindepth 1 -maxdepth 1 ! -name "$(node -p process.arch)" -exec rm -rf {} +

# What is run: TypeScript as it lies in the repository.
FROM scratch AS source
COPY package.json LICENSE NOTICE /app/
COPY bin /app/bin
COPY src /app/src
COPY commands /app/commands
COPY renderers /app/renderers
COPY models /app/models

# The same libraries with CUDA's: fetched from NuGet by onnxruntime-node's own script.
FROM modules AS modules-cuda
RUN ONNXRUNTIME_NODE_INSTALL=cuda12 node node_modules/onnxruntime-node/script/install

# For an NVIDIA GPU, with the driver and the NVIDIA container toolkit on the host:
#   docker run --gpus all -e DOTP_DEVICE=cuda -p 127.0.0.1:4173:4173 -v dotp:/data dotp:cuda
# Nobody has measured this stage yet: it was written from the manuals of CUDA 12, cuDNN 9 and
# onnxruntime-node 1.30. Where the GPU cannot be had, dotp says so and answers on the CPU.
FROM nvidia/cuda:12.6.3-cudnn-runtime-ubuntu24.04 AS cuda
COPY --from=modules /usr/local/bin/node /usr/local/bin/node
COPY --from=source /app /app
COPY --from=modules-cuda /app/node_modules /app/node_modules
# This base has a user 1000 called ubuntu; a number is enough.
RUN mkdir /data && chown 1000:1000 /data
ENV NODE_ENV=production HOST=0.0.0.0 DOTP_HOME=/data DOTP_DEVICE=cuda HOME=/data
WORKDIR /data
USER 1000
VOLUME /data
EXPOSE 4173
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT || 4173}/healthz`).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["node", "/app/bin/dotp.mjs"]
CMD ["serve"]

# The one that is built when nothing is said.
FROM node:${NODE}-slim AS cpu
COPY --from=source /app /app
COPY --from=modules /app/node_modules /app/node_modules
# Models, the store and the key; the rest of the file system may be read-only (with a /tmp).
RUN mkdir /data && chown node:node /data
# Listening at 0.0.0.0 means: inside the container. Who may reach it is said with -p.
ENV NODE_ENV=production HOST=0.0.0.0 DOTP_HOME=/data
WORKDIR /data
USER node
VOLUME /data
EXPOSE 4173
STOPSIGNAL SIGTERM
# Alive, not ready: fetching a model on the first start may take longer than a check.
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT || 4173}/healthz`).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["node", "/app/bin/dotp.mjs"]
CMD ["serve"]
