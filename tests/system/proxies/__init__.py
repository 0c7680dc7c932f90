"""Real proxies and gateways for tests: each a program in the foreground, in a directory of its own, on loopback alone."""
