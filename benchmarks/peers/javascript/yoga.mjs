// graphql-yoga on node's own HTTP server, with graphql-jit.
import { createServer } from 'node:http'
import { useGraphQlJit } from '@envelop/graphql-jit'
import { createSchema, createYoga } from 'graphql-yoga'
import { resolvers, schema } from './tables.mjs'

const yoga = createYoga({
  schema: createSchema({ typeDefs: schema, resolvers }),
  plugins: [useGraphQlJit({ disablingCapturingStackErrors: true })],
  graphiql: false,
  landingPage: false,
  logging: 'error',
})
createServer(yoga).listen(Number(process.env.PORT), '127.0.0.1')
