"""All measurements, one after the other: `python -m benchmarks`."""

from benchmarks import pipeline

if __name__ == "__main__":
    pipeline.main()
