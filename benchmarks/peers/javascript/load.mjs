// Asks a server over so many connections, and prints what came of it. Its own process, the same for all. What is to be
// done comes as JSON on standard input: url, bodies, connections, either seconds or how many answers to wait for, and
// whether to look at what is in the answers, which takes the asking side as long as a fast server takes to make them.
// Only so many answers are measured: no request is then cut off, so that all processor time belongs to an answer.
import autocannon from 'autocannon'
import { json } from 'node:stream/consumers'

const { url, bodies, connections, seconds, answers, looks } = await json(process.stdin)
let clients = 0
const running = autocannon({
  url,
  connections,
  ...(answers ? { amount: answers } : { duration: seconds }),
  timeout: 120,
  method: 'POST',
  headers: { 'content-type': 'application/json', accept: 'application/json' },
  setupClient(client) {
    // each begins at a place of its own, so that they do not ask for the same pages together
    const start = Math.floor((clients++ * bodies.length) / connections)
    client.setRequests([...bodies.slice(start), ...bodies.slice(0, start)].map((body) => ({ method: 'POST', body })))
  },
  ...(looks ? { verifyBody: (body) => !body.includes('"errors":') && !body.includes('"Rejection"') } : {}),
})
const began = performance.now()
let last = began
running.on('response', () => (last = performance.now()))
const found = await running
const { user, system } = process.cpuUsage()
console.log(
  JSON.stringify({
    answers: found['2xx'],
    wrong: found.non2xx + found.errors + found.mismatches + found.timeouts,
    seconds: (last - began) / 1000,
    bytes: found.throughput.total,
    median_ms: found.latency.p50,
    late_ms: found.latency.p99,
    processor_seconds: (user + system) / 1e6,
  }),
)
process.exit(0)
