// A service that knows nothing of Intarsia: it takes whoever the hash under the cookie's id describes. Its port is
// the one line that it prints.
import express from 'express'
import { createClient } from 'redis'

const redis = createClient({ url: process.env.REDIS })
await redis.connect()

const sessionOf = (request) => {
  const cookies = (request.headers.cookie ?? '').split('; ').map((pair) => pair.split('='))
  return `session:${new Map(cookies).get('session-id')}`
}

const app = express()
app.get('/orders', async (request, response) => {
  const user = await redis.hGetAll(sessionOf(request))
  if (!user.id) return response.status(401).end()
  response.json({ user, seconds: await redis.ttl(sessionOf(request)) })
})
app.delete('/session', async (request, response) => {
  await redis.del(sessionOf(request))
  response.status(204).end()
})
const server = app.listen(0, '127.0.0.1', () => console.log(server.address().port))
