"""Starts Rasa's own command line: `python -m nlu.launch run ...`, from the project's root.

TensorFlow's stand-in has to be there before Rasa is imported, and telemetry has to be off before it starts.
"""

import logging
import os
import sys


def prepare() -> None:
    """Everything that must happen before `import rasa`."""
    os.environ.setdefault("RASA_TELEMETRY_ENABLED", "false")
    os.environ.setdefault("SQLALCHEMY_SILENCE_UBER_WARNING", "1")
    os.environ.setdefault("OMP_NUM_THREADS", "2")
    os.environ.setdefault("OPENBLAS_NUM_THREADS", os.environ["OMP_NUM_THREADS"])
    # Rasa 3.6 is a finished line: what its libraries warn of will not be mended here. Some reset the filters; none this.
    logging.captureWarnings(capture=True)
    logging.getLogger("py.warnings").addHandler(logging.NullHandler())
    logging.getLogger("py.warnings").propagate = False
    from nlu import tensorflow_stub  # noqa: PLC0415  the order is the point

    tensorflow_stub.install()


def prepare_quietly() -> None:
    """For our own commands: nothing but warnings, and those on standard error."""
    prepare()
    import structlog  # noqa: PLC0415  only after prepare()

    logging.basicConfig(level=logging.WARNING, stream=sys.stderr)
    structlog.configure(
        wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )


def main() -> None:
    prepare()
    from rasa.__main__ import main as rasa_main  # noqa: PLC0415  only after prepare()

    sys.argv[0] = "rasa"
    rasa_main()


if __name__ == "__main__":
    main()
