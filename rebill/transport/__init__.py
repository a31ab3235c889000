"""How requests reach the schema: HTTP, server-sent events and WebSocket, and what a request may cost."""
