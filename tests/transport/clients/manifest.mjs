// What graphql-codegen's client preset makes of documents: node manifest.mjs SCHEMA HASH-ALGORITHM DOCUMENT …
// One line of JSON: its persisted-documents.json.
import { readFileSync } from "node:fs";
import { codegen } from "@graphql-codegen/core";
import { preset } from "@graphql-codegen/client-preset";
import { buildSchema, parse } from "graphql";

const [schemaFile, hashAlgorithm, ...documents] = process.argv.slice(2);
const schemaAst = buildSchema(readFileSync(schemaFile, "utf8"));
const files = await preset.buildGeneratesSection({
  baseOutputDir: "gql/",
  presetConfig: { persistedDocuments: { hashAlgorithm } },
  schema: parse(readFileSync(schemaFile, "utf8")),
  schemaAst,
  documents: documents.map((one, place) => ({ document: parse(one), rawSDL: one, location: `${place}.ts` })),
  config: {},
  plugins: [],
  pluginMap: {},
});
let manifest;
for (const one of files) {
  const text = await codegen({ ...one, plugins: one.plugins, cache: undefined });
  if (one.filename.endsWith("persisted-documents.json")) manifest = text;
}
console.log(JSON.stringify(JSON.parse(manifest)));
