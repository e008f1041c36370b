# caveat alone: a static program in an empty image. There is no git in it, so descriptions come from files:
#   docker run --rm -v "$PWD:/work:ro" caveat lint
FROM rust:1.95-alpine AS build
RUN apk add --no-cache musl-dev
WORKDIR /src
COPY . .
RUN cargo build --profile dist --locked --bin caveat

FROM scratch
COPY --from=build /src/target/dist/caveat /caveat
USER 65534:65534
WORKDIR /work
ENTRYPOINT ["/caveat"]
