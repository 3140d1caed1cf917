# syntax=docker/dockerfile:1
#
#   docker build -t torg .
#
# The result holds one program, the certificates of the public authorities, and no shell.
# It runs as an ordinary user, and needs to write only below /var/lib/torg.

# Both stages are Debian 12, so that the C library is the same.
FROM rust:1.95-slim-bookworm AS build
WORKDIR /src
COPY . .
# Linked anew only when something changed: the caches outlive the build.
RUN --mount=type=cache,target=/usr/local/cargo/registry \
    --mount=type=cache,target=/src/target \
    cargo build --profile dist --locked --package api --bin torg \
    && install -D -m 0755 target/dist/torg /out/usr/local/bin/torg \
    && install -D -m 0644 LICENSE /out/usr/share/doc/torg/LICENSE \
    && install -d -m 0700 /state/torg

FROM gcr.io/distroless/cc-debian12:nonroot
LABEL org.opencontainers.image.title="Torg" \
      org.opencontainers.image.description="A member network you can host yourself" \
      org.opencontainers.image.licenses="EUPL-1.2"
COPY --from=build /out/ /
# The folder that the volume is made from: its owner is the user that the program runs as.
COPY --from=build --chown=65532:65532 /state/ /var/lib/
ENV TORG_MODE=production \
    TORG_LISTEN=0.0.0.0:8080 \
    TORG_METRICS_LISTEN=0.0.0.0:9090 \
    TORG_DATA_DIR=/var/lib/torg
USER 65532:65532
WORKDIR /var/lib/torg
VOLUME ["/var/lib/torg"]
EXPOSE 8080 9090
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=15s --timeout=5s --start-period=60s --retries=3 \
    CMD ["/usr/local/bin/torg", "healthcheck"]
ENTRYPOINT ["/usr/local/bin/torg"]
CMD ["serve"]
