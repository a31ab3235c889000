"""Puts the project's top-level folders into the one import package `rebill`.

A folder called `schema` or `models` in site-packages would be overwritten by whatever else is called so. In a wheel the
folders are therefore copied to rebill/schema and so on; an editable install gets links, which git ignores.
"""

import os
from pathlib import Path

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

FOLDERS = ("schema", "resolvers", "models", "posting", "migrations")


class CustomBuildHook(BuildHookInterface):
    """Links the folders for an editable install, copies them into a wheel."""

    def initialize(self, version, build_data):
        root = Path(self.root)
        bundle = root / "rebill" / "graphiql" / "dist"  # git ignores it, so it has to be named
        if bundle.is_dir() and version != "editable":
            build_data["force_include"][str(bundle)] = "rebill/graphiql/dist"
        if self.target_name != "wheel":
            return
        for name in FOLDERS:
            link = root / "rebill" / name
            if version != "editable":
                build_data["force_include"][str(root / name)] = f"rebill/{name}"
            elif not link.exists():
                os.symlink(Path("..") / name, link, target_is_directory=True)
