// GraphiQL on Rebill's own endpoint, with the saved example operations as its first tabs.
import { createGraphiQLFetcher } from "@graphiql/toolkit";
import { GraphiQL } from "graphiql";
import "graphiql/style.css";
import { createRoot } from "react-dom/client";

globalThis.MonacoEnvironment = {
  getWorker(_workerId, label) {
    const name = label === "json" ? "json" : label === "graphql" ? "graphql" : "editor";
    return new Worker(`/graphiql/${name}.worker.js`);
  },
};

const root = document.getElementById("graphiql");
const defaultTabs = JSON.parse(root.dataset.operations).map((query) => ({ query }));
createRoot(root).render(
  <GraphiQL fetcher={createGraphiQLFetcher({ url: "/graphql" })} defaultTabs={defaultTabs} />,
);
