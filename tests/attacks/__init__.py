"""Documents that were made to stop a server, as data: what each is refused for, and what refusing it may cost."""
