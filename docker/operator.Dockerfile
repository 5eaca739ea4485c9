# syntax=docker/dockerfile:1
#
# The image of the operator: docker buildx build --platform linux/amd64,linux/arm64 -f docker/operator.Dockerfile .
# It is made as the server's is (docker/Dockerfile), but has no cache: an operator may start slowly.

ARG BUILDER=maven:3.9-eclipse-temurin-25

FROM --platform=$BUILDPLATFORM $BUILDER AS jars
WORKDIR /source
COPY . .
RUN --mount=type=cache,target=/root/.m2 docker/stages/jars operator-lite /image

FROM $BUILDER AS root
WORKDIR /source
COPY docker docker
COPY .mvn .mvn
COPY --from=jars /image /image
RUN docker/stages/runtime operator /image
RUN docker/stages/system /image

FROM scratch
COPY --from=root /image /
LABEL org.opencontainers.image.title="evenkeel-operator" \
      org.opencontainers.image.description="An operator of hosted k0s control planes on a shared database"
ENV LANG=C.UTF-8
USER 65532:65532
WORKDIR /var/lib/evenkeel
EXPOSE 8080
ENTRYPOINT ["/opt/evenkeel/runtime/bin/java", "@/opt/evenkeel/operator.options", "io.evenkeel.operator.Main"]
