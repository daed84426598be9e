FROM docker.io/library/python:3.12-slim AS build
WORKDIR /src
COPY requirements/runtime.txt requirements/runtime.txt
RUN python3 -m venv /opt/nightjar \
 && /opt/nightjar/bin/python -m pip install --no-cache-dir --require-hashes -r requirements/runtime.txt
COPY . .
RUN /opt/nightjar/bin/python -m pip install --no-cache-dir --no-deps .

FROM docker.io/library/python:3.12-slim
RUN useradd --system --uid 10001 --home-dir /data nightjar && mkdir -p /data && chown 10001:10001 /data
COPY --from=build /opt/nightjar /opt/nightjar
ENV PATH=/opt/nightjar/bin:$PATH PYTHONUNBUFFERED=1 PYTHONUTF8=1 DATABASE=/data/nightjar.sqlite3 HTTP_HOST=0.0.0.0
USER 10001
WORKDIR /data
VOLUME /data
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s \
  CMD ["python3", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8080/healthz', timeout=4)"]
ENTRYPOINT ["nightjar"]
CMD ["serve"]
