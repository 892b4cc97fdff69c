"""Press briefings of China's Ministry of Foreign Affairs, as data.

A stored page passes these stages, each a plain function in a module of its own:

    CAPTURE    readers, capture    a file or a response   -> Capture
    EXTRACT    loader, listing     Capture                -> Article
    NORMALIZE  text                Article                -> Article
    SEGMENT    reading, turns, ... Article                -> Briefing
    VALIDATE   checks              Briefing               -> problems
    STORE      jsonl, archive      Briefing               -> a line, a row

Spiders collect, pipelines call one stage each, this package knows how.
"""

__version__ = "0.1.0"
