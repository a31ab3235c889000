// PostGraphile 5 on node's own HTTP server: the amber preset on the tables as they are, children as plain lists.
import { createServer } from 'node:http'
import { grafserv } from 'postgraphile/grafserv/node'
import { makePgService } from 'postgraphile/adaptors/pg'
import { postgraphile } from 'postgraphile'
import { PostGraphileAmberPreset } from 'postgraphile/presets/amber'

const preset = {
  extends: [PostGraphileAmberPreset],
  pgServices: [makePgService({ connectionString: process.env.DATABASE, schemas: ['public'], poolConfig: { max: 8 } })],
  grafserv: { graphiql: false, watch: false },
  grafast: { explain: false },
  schema: { defaultBehavior: 'connection list' },
}
const server = createServer()
server.on('error', (problem) => console.error(problem))
await postgraphile(preset).createServ(grafserv).addTo(server)
server.listen(Number(process.env.PORT), '127.0.0.1')
