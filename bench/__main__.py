"""All benches, and at the end one table of what is aimed for."""

from bench import engine, grammar, http, reader
from bench.measure import summary

if __name__ == "__main__":
    engine.main()
    reader.main()
    http.main()
    grammar.main()
    summary()
