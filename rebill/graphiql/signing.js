// Signing in to Rebill from GraphiQL: a bar above it, and the credentials that it sends with every operation.
//
// They are kept in this tab alone, until it closes. What the header editor says goes before them. Nothing of either is
// written where other tabs, or who sits here tomorrow, would find it: GraphiQL's own history would keep headers.
const KEPT = "rebill:credentials";
const VIEWER = "{ viewer { actor { name } scopes authenticated expiresAt } }";
const FORBIDDEN = 4403; // how the socket is closed on who is not known; to try again would change nothing
const NEEDED = "This server has to know who asks. Sign in with an API key or a token.";
const ENDED = "This server no longer takes what you signed in with. Sign in again.";
const WITH_HEADERS = ["graphiql:queries", "graphiql:favorites"]; // what GraphiQL keeps of the operations that were sent

const kept = () => sessionStorage.getItem(KEPT);

/** What the header editor says of who asks; null where it says nothing. */
function entered(headers) {
  const found = Object.entries(headers ?? {}).find(([name]) => name.toLowerCase() === "authorization");
  return found ? String(found[1]) : null;
}

/** What GraphiQL remembers things in, without any header. */
const storage = {
  getItem: (name) => localStorage.getItem(name),
  removeItem: (name) => localStorage.removeItem(name),
  setItem(name, value) {
    const drop = (key, one) => (key === "headers" ? undefined : one);
    localStorage.setItem(name, WITH_HEADERS.includes(name) ? JSON.stringify(JSON.parse(value), drop) : value);
  },
  get length() {
    return Object.keys(localStorage).filter((name) => name.startsWith("graphiql:")).length;
  },
  clear() {
    for (const name of Object.keys(localStorage)) if (name.startsWith("graphiql:")) localStorage.removeItem(name);
  },
};

/** Carries out GraphiQL's operations. */
function fetcherOf({ createGraphiQLFetcher, createClient, url, whenRefused }) {
  async function send(address, init) {
    const headers = new Headers(init.headers);
    const own = headers.has("Authorization") ? null : kept();
    if (own) headers.set("Authorization", own);
    const answer = await fetch(address, { ...init, headers });
    if (answer.status === 401 && own && own === kept()) whenRefused();
    return answer;
  }
  return (operation, options) => {
    const connectionParams = () => {
      const authorization = entered(options?.headers) ?? kept();
      return authorization ? { authorization } : {};
    };
    const shouldRetry = (closed) => "code" in closed && closed.code !== FORBIDDEN;
    const wsClient = createClient({ url: url.replace(/^http/, "ws"), connectionParams, shouldRetry });
    return createGraphiQLFetcher({ url, fetch: send, wsClient })(operation, options);
  };
}

/** Who the server takes somebody for: its viewer, or in words why it has none. */
async function viewerOf(url, authorization) {
  const headers = { "Content-Type": "application/json", Accept: "application/json" };
  if (authorization) headers.Authorization = authorization;
  try {
    const answer = await fetch(url, { method: "POST", headers, body: JSON.stringify({ query: VIEWER }) });
    const { data, errors } = await answer.json();
    if (data) return { viewer: data.viewer };
    return { isRefused: answer.status === 401, words: errors[0].message };
  } catch {
    return { words: "The server does not answer." };
  }
}

function element(name, properties, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

function told({ actor, scopes, authenticated, expiresAt }) {
  if (!authenticated) return ["Nobody has to sign in here."];
  const duties = scopes.length ? scopes.join(", ") : "no scope";
  const ends = expiresAt ? `, until ${new Date(expiresAt).toLocaleString()}` : "";
  return ["Signed in as ", element("b", { textContent: actor.name }), ` with ${duties}${ends}.`];
}

/** The bar: what it says, and the field or the button that stands beside it. */
function barOf(place, { signIn, signOut }) {
  const says = element("span", { role: "status" });
  const field = element("input", { id: "credentials", type: "password", autocomplete: "off", required: true });
  const label = element("label", { htmlFor: "credentials", textContent: "API key or token" });
  const form = element("form", {}, label, field, element("button", { textContent: "Sign in" }));
  const out = element("button", { type: "button", textContent: "Sign out", onclick: signOut });
  form.onsubmit = (event) => {
    event.preventDefault();
    signIn(field.value.trim().replace(/^bearer\s+/i, ""));
  };
  place.replaceChildren(says, form, out);
  return (words, { isIn = false, isKnown = isIn } = {}) => {
    says.replaceChildren(...words);
    if (isKnown) field.value = "";
    form.hidden = isKnown;
    out.hidden = !isIn;
  };
}

/** Show GraphiQL with the bar above it; `show` renders it with what it is to be given. */
export async function start({ createGraphiQLFetcher, createClient, show }) {
  const root = document.getElementById("graphiql");
  const url = new URL("/graphql", location.href).href;
  const defaultTabs = JSON.parse(root.dataset.operations).map((query) => ({ query }));
  const say = barOf(document.getElementById("signing"), { signIn, signOut });
  const given = { defaultTabs, storage, shouldPersistHeaders: false, showPersistHeadersSettings: false };
  const fetcher = fetcherOf({ createGraphiQLFetcher, createClient, url, whenRefused });
  let mounted = 0;
  const showAnew = () => show({ ...given, fetcher, key: (mounted += 1) }); // asks for the schema, forgets what was answered

  async function signIn(credentials) {
    if (!/^[\x21-\x7e]+$/.test(credentials)) return say(["That is neither a key nor a token: they have no such characters."]);
    const { viewer, words } = await viewerOf(url, `Bearer ${credentials}`);
    if (!viewer) return say([words]);
    sessionStorage.setItem(KEPT, `Bearer ${credentials}`);
    say(told(viewer), { isIn: true });
    showAnew();
  }

  async function asTheyAre(without = NEEDED) {
    const own = kept();
    const { viewer, isRefused, words } = await viewerOf(url, own);
    if (own && isRefused) {
      sessionStorage.removeItem(KEPT);
      return asTheyAre(ENDED);
    }
    if (viewer) say(told(viewer), { isIn: own !== null, isKnown: viewer.authenticated });
    else say([isRefused ? without : words]);
  }

  async function signOut() {
    sessionStorage.removeItem(KEPT);
    await asTheyAre();
    showAnew();
  }

  function whenRefused() {
    sessionStorage.removeItem(KEPT);
    asTheyAre(ENDED);
  }

  await asTheyAre();
  showAnew();
}
