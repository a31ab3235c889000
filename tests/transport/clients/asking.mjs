// Asks for documents of a manifest by their ids, as Apollo Client does: node asking.mjs URL MANIFEST
// One line of JSON for each: its data, or the code of what is wrong.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { ApolloClient, ApolloLink, CombinedGraphQLErrors, HttpLink, InMemoryCache } from "@apollo/client";
import { PersistedQueryLink } from "@apollo/client/link/persisted-queries";
import { parse, print } from "graphql";

const [url, file] = process.argv.slice(2);
const manifest = JSON.parse(readFileSync(file, "utf8"));
const ids = new Map(Object.entries(manifest).map(([id, text]) => [text.replaceAll(/\s+/g, ""), id]));
let text;
const link = new PersistedQueryLink({
  generateHash: (document) =>
    ids.get(text.replaceAll(/\s+/g, ""))?.replace("sha256:", "") ??
    createHash("sha256").update(print(document)).digest("hex"),
});
const client = new ApolloClient({ link: ApolloLink.from([link, new HttpLink({ uri: url })]), cache: new InMemoryCache() });
for (text of [...Object.values(manifest), "query Unknown { products { totalCount } }"]) {
  const document = parse(text);
  const is = (name) => document.definitions.some((one) => one.operation === name);
  try {
    const { data } = is("mutation") ? await client.mutate({ mutation: document }) : await client.query({ query: document });
    console.log(JSON.stringify({ data }));
  } catch (error) {
    const told = CombinedGraphQLErrors.is(error) ? error.errors.map((one) => one.extensions.code) : String(error);
    console.log(JSON.stringify({ told }));
  }
}
