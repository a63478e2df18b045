# The production server: built by the repository's own commands, then only what it imports, run by nobody in particular.
# docker build -t uni-trpc .                                  uses Docker Hub and npm's registry
# docker build --build-arg NODE_IMAGE=… --build-arg NPM_REGISTRY=… -t uni-trpc .   uses mirrors of them
ARG NODE_IMAGE=node:24-slim

FROM ${NODE_IMAGE} AS build
ARG NPM_REGISTRY=
WORKDIR /build
RUN if [ -n "$NPM_REGISTRY" ]; then npm config set --location=user registry "$NPM_REGISTRY"; fi
COPY package.json package-lock.json tsconfig.json vite.config.ts ./
COPY client ./client
COPY server ./server
COPY shared ./shared
# No package of the build needs its install script.
RUN npm ci --ignore-scripts --no-audit --no-fund
RUN npm run build:server && npx uni-trpc-server runtimePackage dist/server
# The lock names the packages of every platform; npm takes those of this one.
RUN cd dist/server && npm ci --omit=dev --ignore-scripts --no-audit --no-fund

FROM ${NODE_IMAGE}
# On every network interface of the container, which is the only way in.
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3000
WORKDIR /app
COPY --from=build --chown=root:root /build/dist/server ./
USER node
EXPOSE 3000
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s --retries=3 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:' + process.env.PORT + '/livez').then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "main.js"]
