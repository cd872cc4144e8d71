# One image for all of the registry's processes: serve, project, migrate.
FROM node:24-slim AS assets
COPY api/pages/package.json api/pages/package-lock.json api/pages/.npmrc /pages/
RUN npm ci --prefix /pages

FROM python:3.11-slim AS build
RUN python -m venv /opt/genfind
COPY requirements.txt /build/
RUN /opt/genfind/bin/pip install --no-cache-dir --require-hashes -r /build/requirements.txt
COPY pyproject.toml README.md LICENSE /build/
COPY domain /build/domain
COPY projections /build/projections
COPY infrastructure /build/infrastructure
COPY api /build/api
COPY --from=assets /pages/node_modules /build/api/pages/node_modules
RUN /opt/genfind/bin/pip install --no-cache-dir --no-deps /build

FROM python:3.11-slim
# The number is named in docker-compose.yml too: the key file must belong to it.
RUN useradd --system --uid 10001 --user-group --no-create-home genfind \
    && install -d -o genfind -g genfind -m 0700 /var/lib/genfind
COPY --from=build /opt/genfind /opt/genfind
ENV PATH=/opt/genfind/bin:$PATH PYTHONUNBUFFERED=1 GENFIND_HOME=/var/lib/genfind
USER 10001:10001
EXPOSE 8000
CMD ["genfind", "serve"]
