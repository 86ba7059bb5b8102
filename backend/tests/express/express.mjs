// Applications on the real express-session, driven by the test: a line of JSON in, one out. `{kind, url, secrets,
// rolling?, clock}` opens one in place of the last, `{clock}` sets the time, `{path, cookie?, body?}` is a request.
import { createInterface } from 'node:readline'
import express from 'express'
import session from 'express-session'
import { setClock } from './clock.mjs'
import { openStore } from './stores.mjs'

const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]()
const next = async () => JSON.parse((await lines.next()).value ?? 'null')
const say = (value) => process.stdout.write(`${JSON.stringify(value)}\n`)
const seen = (request) => ({ id: request.sessionID, data: request.session })

function makeApp(store, { secrets, rolling = false }) {
  const app = express()
  app.use(
    session({
      name: 'intarsia.sid',
      secret: secrets,
      store,
      rolling,
      resave: false,
      saveUninitialized: true,
      cookie: { maxAge: 1_800_000, sameSite: 'lax' },
    }),
  )
  app.use(express.json({ limit: '4mb' }))
  app.get('/read', (request, response) => response.json(seen(request)))
  app.get('/write', (request, response) => {
    request.session.views = (request.session.views ?? 0) + 1
    response.json(seen(request))
  })
  app.post('/set', (request, response) => {
    Object.assign(request.session, request.body)
    response.json(seen(request))
  })
  app.get('/destroy', (request, response) => {
    request.session.destroy(() => response.json({ id: request.sessionID }))
  })
  addWriterInFlight(app, store)
  // Express knows an error handler by its four parameters.
  app.use((_error, _request, response, _next) => response.status(500).json(null))
  return app
}

/** It read the session before somebody destroyed it, and writes afterwards, once and again. */
function addWriterInFlight(app, store) {
  let inFlight
  const write = (response) =>
    store.set(inFlight.sessionID, inFlight.session, () => response.json(seen(inFlight)))
  app.get('/slow', async (request, response) => {
    inFlight = request
    say({ waiting: request.sessionID })
    await next()
    write(response)
  })
  app.get('/again', (_request, response) => write(response))
}

async function open(wanted) {
  setClock(wanted.clock)
  const { store, close } = await openStore(wanted.kind, wanted.url)
  const server = makeApp(store, wanted).listen(0, '127.0.0.1')
  await new Promise((listening) => server.once('listening', listening))
  return {
    address: `http://127.0.0.1:${server.address().port}`,
    async close() {
      server.close()
      server.closeAllConnections()
      await close()
    },
  }
}

async function request(address, { path, cookie, body }) {
  const headers = cookie ? { cookie: `intarsia.sid=${cookie}` } : {}
  const sent = body && { method: 'POST', body: JSON.stringify(body) }
  if (sent) headers['content-type'] = 'application/json'
  const answer = await fetch(`${address}${path}`, { ...sent, headers })
  return {
    status: answer.status,
    cookies: answer.headers.getSetCookie(),
    body: await answer.json().catch(() => null),
  }
}

// A test's database is dropped as soon as its pool has ended: PostgreSQL may still tell a connection that is closing
// why it ends, and nobody listens there any more.
const toldWhileClosing = '57P01' // admin_shutdown
process.on('uncaughtException', (error) => {
  if (error.code !== toldWhileClosing) throw error
})

let app
for (let asked = await next(); asked !== null; asked = await next()) {
  if (asked.kind) {
    await app?.close()
    app = await open(asked)
    say({ ready: true })
  } else if (asked.closed) {
    await app?.close()
    app = undefined
    say({ closed: true })
  } else if (asked.clock) {
    setClock(asked.clock)
    say({ clock: Date.now() })
  } else say(await request(app.address, asked))
}
