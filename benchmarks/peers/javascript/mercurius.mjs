// mercurius on fastify, with graphql-jit from the first request on; a stack for each error would cost it a fifth. With
// LOADERS its lists are read by its own loaders, as its docs show it; else as tables.mjs looks ahead.
import Fastify from 'fastify'
import mercurius from 'mercurius'
import { batched, loaders, resolvers, schema } from './tables.mjs'

const app = Fastify()
app.register(mercurius, {
  schema,
  ...(process.env.LOADERS ? { resolvers: batched, loaders } : { resolvers }),
  jit: 1,
  compilerOptions: { disablingCapturingStackErrors: true },
  graphiql: false,
})
await app.listen({ port: Number(process.env.PORT), host: '127.0.0.1' })
