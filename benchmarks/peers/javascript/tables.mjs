// What mercurius and graphql-yoga share: Rebill's own query of invoices as a schema, and its rows from PostgreSQL.
//
// A page is read in one statement a level, whatever its size: what the document asks for is looked up beforehand, so
// that no level is read in vain and no resolver waits for another. Statements are prepared once a connection.
import pg from 'pg'

pg.types.setTypeParser(pg.types.builtins.INT8, Number)

export const schema = /* GraphQL */ `
  type Query {
    invoices(first: Int!, after: Int): InvoicePage!
    invoice(ref: InvoiceRef!): Invoice
  }
  input InvoiceRef { number: String! }
  type InvoicePage { nodes: [Invoice!]! }
  type Invoice { id: ID! number: String status: String! totalAmount: String! lines: [Line!]! }
  type Line { id: ID! description: String! netAmount: String! details: [Detail!]! }
  type Detail { id: ID! kind: String! amount: String! }
`

const PAGE = `SELECT id, number, status, total_amount AS "totalAmount" FROM invoice WHERE id > $1 ORDER BY id LIMIT $2`
const ONE = `SELECT id, number, status, total_amount AS "totalAmount" FROM invoice WHERE number = $1`
const LINES = `SELECT id, invoice_id AS "owner", description, net_amount AS "netAmount" FROM invoice_line
  WHERE invoice_id = ANY($1::int[]) ORDER BY invoice_id, line_number`
const DETAILS = `SELECT id, invoice_line_id AS "owner", kind, amount FROM invoice_line_detail
  WHERE invoice_line_id = ANY($1::int[]) ORDER BY invoice_line_id, id`

export const pool = new pg.Pool({ connectionString: process.env.DATABASE, max: 8 })

async function rows(name, text, values) {
  return (await pool.query({ name, text, values })).rows
}

export async function below(name, text, field, owners) {
  const byKey = new Map()
  for (const owner of owners) {
    owner[field] = []
    byKey.set(owner.id, owner)
  }
  const found = await rows(name, text, [[...byKey.keys()]])
  for (const row of found) byKey.get(row.owner)[field].push(row)
  return found
}

// Whether a selection asks for a path of fields, fragments included; remembered by document.
const remembered = new WeakMap()
export function asks(info, path) {
  const key = info.fieldNodes[0]
  if (!remembered.has(key)) remembered.set(key, new Map())
  const known = remembered.get(key)
  if (!known.has(path)) known.set(path, within(key.selectionSet, path.split('.'), info.fragments))
  return known.get(path)
}
function within(selections, [name, ...rest], fragments) {
  return (selections?.selections ?? []).some((one) => {
    if (one.kind === 'Field') {
      return one.name.value === name && (rest.length === 0 || within(one.selectionSet, rest, fragments))
    }
    const inner = one.kind === 'InlineFragment' ? one : fragments[one.name.value]
    return within(inner.selectionSet, [name, ...rest], fragments)
  })
}

async function filled(invoices, info, prefix) {
  if (invoices.length && asks(info, `${prefix}lines`)) {
    const lines = await below('lines', LINES, 'lines', invoices)
    if (lines.length && asks(info, `${prefix}lines.details`)) await below('details', DETAILS, 'details', lines)
  }
  return invoices
}

export const resolvers = {
  Query: {
    async invoices(_, { first, after }, __, info) {
      const page = await rows('page', PAGE, [after ?? 0, first])
      return { nodes: await filled(page, info, 'nodes.') }
    },
    async invoice(_, { ref }, __, info) {
      return (await filled(await rows('one', ONE, [ref.number]), info, ''))[0]
    },
  },
}

// The same for mercurius' loaders: a level is read when all that are asked for it are known.
export const batched = {
  Query: {
    invoices: async (_, { first, after }) => ({ nodes: await rows('page', PAGE, [after ?? 0, first]) }),
    invoice: async (_, { ref }) => (await rows('one', ONE, [ref.number]))[0],
  },
}
function loaded(name, text, field) {
  // no two rows of a request are the same object, so that a cache of them would only cost
  const loader = async (queries) => {
    const owners = queries.map(({ obj }) => obj)
    await below(name, text, field, owners)
    return owners.map((owner) => owner[field])
  }
  return { loader, opts: { cache: false } }
}
export const loaders = {
  Invoice: { lines: loaded('lines', LINES, 'lines') },
  Line: { details: loaded('details', DETAILS, 'details') },
}
