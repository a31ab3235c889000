// The public audits of GraphQL over HTTP: node audit.mjs URL [KEY]. One line of JSON for each audit.
import { serverAudits } from "graphql-http";

const [url, key] = process.argv.slice(2);
const signed = (address, init) => {
  const headers = new Headers(init?.headers);
  headers.set("Authorization", `Bearer ${key}`);
  return fetch(address, { ...init, headers });
};
for (const audit of serverAudits({ url, fetchFn: key ? signed : fetch })) {
  const { status, reason } = await audit.fn();
  console.log(JSON.stringify({ id: audit.id, name: audit.name, status, reason }));
}
