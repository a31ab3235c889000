// GraphiQL on Rebill's own endpoint, subscriptions over its socket, with the saved example operations as its first tabs.
import { createGraphiQLFetcher } from "@graphiql/toolkit";
import { GraphiQL } from "graphiql";
import { createClient } from "graphql-ws";
import "graphiql/style.css";
import "./page.css";
import { createRoot } from "react-dom/client";

globalThis.MonacoEnvironment = {
  getWorker(_workerId, label) {
    return new Worker(`/graphiql/${WORKERS[label] ?? WORKERS.editor}`);
  },
};

const root = document.getElementById("graphiql");
const defaultTabs = JSON.parse(root.dataset.operations).map((query) => ({ query }));
const url = new URL("/graphql", location.href);
const wsClient = createClient({ url: url.href.replace(/^http/, "ws") });
const fetcher = createGraphiQLFetcher({ url: url.href, wsClient });
createRoot(root).render(<GraphiQL fetcher={fetcher} defaultTabs={defaultTabs} />);
