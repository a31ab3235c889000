// Bundles GraphiQL and its editor's three workers into dist/.
import { copyFileSync } from "node:fs";
import { build } from "esbuild";

await build({
  entryPoints: {
    main: "main.jsx",
    "editor.worker": "monaco-editor/esm/vs/editor/editor.worker.js",
    "json.worker": "monaco-editor/esm/vs/language/json/json.worker.js",
    "graphql.worker": "monaco-graphql/esm/graphql.worker.js",
  },
  outdir: "dist",
  bundle: true,
  minify: true,
  format: "iife",
  jsx: "automatic",
  loader: { ".ttf": "file", ".woff2": "dataurl" },
  define: { "process.env.NODE_ENV": '"production"' },
  logLevel: "warning",
});
copyFileSync("page.css", "dist/page.css");
