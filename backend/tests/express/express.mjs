// One application on the real express-session, driven by the test: a line of JSON in, one out.
// `{dialect, url, secret}` first, then each request `{path, cookie?}`.
import { createInterface } from 'node:readline'
import connectSequelize from 'connect-session-sequelize'
import express from 'express'
import session from 'express-session'
import { Sequelize } from 'sequelize'
import * as sqliteDriver from './sqlite-driver.mjs'

const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]()
const next = async () => JSON.parse((await lines.next()).value ?? 'null')
const say = (value) => process.stdout.write(`${JSON.stringify(value)}\n`)

const { dialect, url, secret } = await next()
const db =
  dialect === 'sqlite'
    ? new Sequelize({ dialect, storage: url, logging: false, dialectModule: sqliteDriver })
    : new Sequelize(url, { dialect, logging: false })
const Store = connectSequelize(session.Store)
const store = new Store({ db, checkExpirationInterval: 0 })

const app = express()
app.use(
  session({
    name: 'intarsia.sid',
    secret,
    store,
    resave: false,
    saveUninitialized: true,
    cookie: { maxAge: 1_800_000, sameSite: 'lax' },
  }),
)
const seen = (request) => ({ id: request.sessionID, data: request.session })
app.get('/read', (request, response) => response.json(seen(request)))
app.get('/write', (request, response) => {
  request.session.views = (request.session.views ?? 0) + 1
  response.json(seen(request))
})
app.get('/destroy', (request, response) => {
  request.session.destroy(() => response.json({ id: request.sessionID }))
})
// A writer in flight: it read the session before somebody destroyed it, and writes afterwards.
app.get('/slow', async (request, response) => {
  say({ waiting: request.sessionID })
  await next()
  store.set(request.sessionID, request.session, () => response.json(seen(request)))
})

const server = app.listen(0, '127.0.0.1', async () => {
  say({ ready: true })
  for (let asked = await next(); asked !== null; asked = await next()) {
    const headers = asked.cookie ? { cookie: `intarsia.sid=${asked.cookie}` } : {}
    const answer = await fetch(`http://127.0.0.1:${server.address().port}${asked.path}`, { headers })
    say({
      status: answer.status,
      cookies: answer.headers.getSetCookie(),
      body: await answer.json().catch(() => null),
    })
  }
  server.close()
  server.closeAllConnections()
  await db.close()
})
