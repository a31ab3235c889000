MEMBERS: dict[tuple[str, str], str] = {}
