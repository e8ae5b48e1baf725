# One image for the API, the Prefect server and the worker; everything in it is pinned and hash-checked by requirements.lock.
FROM python:3.11-slim AS build
WORKDIR /build
COPY requirements.lock pyproject.toml ./
RUN sed -n '/^uv==/,/[^\\]$/p' requirements.lock > uv.lock \
 && python -m venv uv \
 && uv/bin/pip install --no-cache-dir --disable-pip-version-check --require-hashes --no-deps -r uv.lock
# The lock as a constraint: what the project needs to run, without the tools of its developers.
RUN python -m venv --without-pip /opt/therapyindex \
 && uv/bin/uv pip install --python /opt/therapyindex --no-cache --compile-bytecode \
      --require-hashes --constraint requirements.lock -r pyproject.toml
COPY . .
RUN uv/bin/uv build --no-cache --wheel --require-hashes --build-constraint requirements.lock -o wheel . \
 && uv/bin/uv pip install --python /opt/therapyindex --no-cache --compile-bytecode --no-deps wheel/*.whl

FROM python:3.11-slim
# The number is fixed: docker-compose.yml hands files to it.
RUN useradd --uid 10001 --home-dir /data --create-home therapyindex
COPY --from=build /opt/therapyindex /opt/therapyindex
ENV PATH=/opt/therapyindex/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    THERAPYINDEX_DATA=/data \
    PREFECT_HOME=/data/prefect \
    PREFECT_SERVER_ANALYTICS_ENABLED=false \
    DO_NOT_TRACK=1
USER 10001
WORKDIR /data
VOLUME /data
EXPOSE 8000
CMD ["therapyindex", "serve", "--host", "0.0.0.0", "--port", "8000", "--engine", "elasticsearch"]
