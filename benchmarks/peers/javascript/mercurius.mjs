// mercurius on fastify, with graphql-jit from the first request on; a stack for each error would cost it a fifth.
import Fastify from 'fastify'
import mercurius from 'mercurius'
import { resolvers, schema } from './tables.mjs'

const app = Fastify()
app.register(mercurius, { schema, resolvers, jit: 1, compilerOptions: { disablingCapturingStackErrors: true }, graphiql: false })
await app.listen({ port: Number(process.env.PORT), host: '127.0.0.1' })
