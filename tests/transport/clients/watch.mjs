// Each client asks a query, carries out a mutation and watches a run to its end: node watch.mjs URL RUN RUN …
// One line of JSON for each event, and one with everything when a client is done.
import { ApolloClient, ApolloLink, HttpLink, InMemoryCache, gql } from "@apollo/client";
import { GraphQLWsLink } from "@apollo/client/link/subscriptions";
import { OperationTypeNode } from "graphql";
import { Client, cacheExchange, fetchExchange, subscriptionExchange } from "@urql/core";
import { createClient as createSse } from "graphql-sse";
import { createClient as createWs } from "graphql-ws";
import WebSocket from "ws";

const [url, ...runs] = process.argv.slice(2);
const QUERY = "{ __typename customers { totalCount } }";
const MUTATION =
  'mutation { createCustomer(input: {name: "N", currency: "NOK"}) { __typename ... on CustomerSuccess { replayed } } }';
const WATCH = "subscription ($id: ID!) { postingRun(id: $id) { __typename id status posted } }";

const socket = () => createWs({ url: url.replace("http", "ws"), webSocketImpl: WebSocket, retryAttempts: 0 });

/** The only or last result of an operation of graphql-ws or graphql-sse. */
async function one(client, query) {
  let last;
  for await (const result of client.iterate({ query })) last = result;
  return last.data;
}

function plain(client) {
  return {
    query: () => one(client, QUERY),
    mutate: () => one(client, MUTATION),
    watch: async (id, seen) => {
      for await (const result of client.iterate({ query: WATCH, variables: { id } })) seen(result.data);
    },
    end: () => client.dispose(),
  };
}

function apollo() {
  const ws = socket();
  const link = ApolloLink.split(
    ({ operationType }) => operationType === OperationTypeNode.SUBSCRIPTION,
    new GraphQLWsLink(ws),
    new HttpLink({ uri: url }),
  );
  const client = new ApolloClient({ link, cache: new InMemoryCache() });
  return {
    query: async () => (await client.query({ query: gql(QUERY) })).data,
    mutate: async () => (await client.mutate({ mutation: gql(MUTATION) })).data,
    watch: (id, seen) =>
      new Promise((complete, error) =>
        client
          .subscribe({ query: gql(WATCH), variables: { id } })
          .subscribe({ next: ({ data }) => seen(data), complete, error }),
      ),
    end: () => ws.dispose(),
  };
}

function urql(exchanges, options, end = () => {}) {
  const client = new Client({ url, exchanges: [cacheExchange, ...exchanges], preferGetMethod: false, ...options });
  return {
    query: async () => (await client.query(QUERY, {}).toPromise()).data,
    mutate: async () => (await client.mutation(MUTATION, {}).toPromise()).data,
    watch: (id, seen) =>
      new Promise((complete, error) => {
        const { unsubscribe } = client.subscription(WATCH, { id }).subscribe((result) => {
          if (result.error) return error(result.error);
          if (result.data) seen(result.data);
          if (result.data?.postingRun.status === "ENDED") setTimeout(() => complete(unsubscribe()), 100);
        });
      }),
    end,
  };
}

function urqlOverSocket() {
  const ws = socket();
  const forwardSubscription = ({ query, variables }) => ({
    subscribe: (sink) => ({ unsubscribe: ws.subscribe({ query, variables }, sink) }),
  });
  return urql([fetchExchange, subscriptionExchange({ forwardSubscription })], {}, () => ws.dispose());
}

const clients = {
  "graphql-ws": () => plain(socket()),
  "graphql-sse": () => plain(createSse({ url, retryAttempts: 0 })),
  "Apollo Client": apollo,
  "urql and graphql-ws": urqlOverSocket,
  "urql alone": () => urql([fetchExchange], { fetchSubscriptions: true }),
};

for (const [place, [name, create]] of Object.entries(clients).entries()) {
  const client = create();
  const told = { client: name, events: [], query: await client.query(), mutation: await client.mutate() };
  await client.watch(runs[place], (data) => {
    told.events.push(data.postingRun);
    console.log(JSON.stringify({ client: name, event: data.postingRun }));
  });
  await client.end();
  console.log(JSON.stringify(told));
}
process.exit(0);
