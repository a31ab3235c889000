"""The process: settings, the log, starting and stopping, and the worker that carries posting runs on."""
