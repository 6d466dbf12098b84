import steadyline  # noqa: F401 - first of all: it switches off what onnxruntime would report
