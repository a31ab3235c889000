// GraphiQL on Rebill's own endpoint, subscriptions over its socket, with the saved example operations as its first tabs.
import { createGraphiQLFetcher } from "@graphiql/toolkit";
import { GraphiQL } from "graphiql";
import { createClient } from "graphql-ws";
import "graphiql/style.css";
import "./page.css";
import { createRoot } from "react-dom/client";
import { start } from "./signing.js";

globalThis.MonacoEnvironment = {
  getWorker(_workerId, label) {
    return new Worker(`/graphiql/${WORKERS[label] ?? WORKERS.editor}`);
  },
};

const root = createRoot(document.getElementById("graphiql"));
start({ createGraphiQLFetcher, createClient, show: ({ key, ...given }) => root.render(<GraphiQL key={key} {...given} />) });
