"""All measurements of speed, one after the other: `python -m benchmarks`."""

from benchmarks import crawl, pipeline

if __name__ == "__main__":
    pipeline.main()
    print()
    crawl.main()
