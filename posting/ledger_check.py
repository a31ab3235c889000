"""stub"""


def check_connection(connection):
    return []
