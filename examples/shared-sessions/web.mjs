// The web application: Express 5 with express-session. It counts views in the session, which the Python API shares.
import express from 'express'
import session from 'express-session'
import { openStore } from './store.mjs'

const { PORT = '3000', HOST = '127.0.0.1', SESSION_SECRET = '' } = process.env
const secret = SESSION_SECRET.split('\n').filter(Boolean)

const app = express()
app.use(
  session({
    name: 'intarsia.sid',
    secret,
    store: await openStore(process.env),
    resave: false,
    saveUninitialized: false,
    cookie: { maxAge: 30 * 60 * 1000, sameSite: 'lax' },
  }),
)

app.get('/', (request, response) => {
  request.session.views = (request.session.views ?? 0) + 1
  const { views, theme = 'none yet' } = request.session
  response.json({ views, theme })
})

app.delete('/session', (request, response) => {
  request.session.destroy(() => response.clearCookie('intarsia.sid').status(204).end())
})

app.listen(Number(PORT), HOST, () => console.log(`http://${HOST}:${PORT}`))
