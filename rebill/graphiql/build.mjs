// Bundles GraphiQL and its editor's three workers into dist/: every file named after its content, and packed once for
// all who take it packed. dist/files.json says what the page loads.
import { readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";

const NEW = "dist.new"; // becomes dist/ when it is whole

const options = {
  outdir: NEW,
  entryNames: "[name]-[hash]",
  bundle: true,
  minify: true,
  metafile: true,
  format: "iife",
  jsx: "automatic",
  loader: { ".ttf": "file", ".woff2": "dataurl" },
  logLevel: "warning",
};
const nameOf = (path) => path.replace(`${NEW}/`, "");

rmSync(NEW, { recursive: true, force: true });
const workers = await build({
  ...options,
  entryPoints: {
    editor: "monaco-editor/esm/vs/editor/editor.worker.js",
    json: "monaco-editor/esm/vs/language/json/json.worker.js",
    graphql: "monaco-graphql/esm/graphql.worker.js",
  },
});
const workerNames = Object.keys(workers.metafile.outputs).map(nameOf);
const page = await build({
  ...options,
  entryPoints: { main: "main.jsx" },
  define: {
    "process.env.NODE_ENV": '"production"',
    WORKERS: JSON.stringify(Object.fromEntries(workerNames.map((name) => [name.split("-")[0], name]))),
  },
});
const pageNames = Object.keys(page.metafile.outputs).map(nameOf);
for (const name of readdirSync(NEW)) {
  const packed = gzipSync(readFileSync(`${NEW}/${name}`), { level: 9 });
  if (packed.length < 0.9 * readFileSync(`${NEW}/${name}`).length) writeFileSync(`${NEW}/${name}.gz`, packed);
}
const find = (ending) => pageNames.find((name) => name.startsWith("main-") && name.endsWith(ending));
writeFileSync(`${NEW}/files.json`, JSON.stringify({ script: find(".js"), style: find(".css") }));
rmSync("dist", { recursive: true, force: true });
renameSync(NEW, "dist");
