// The store that SESSION_STORE_URL names, as the README of each package sets it up.
import session from 'express-session'

async function inRedis(url) {
  const [{ RedisStore }, { createClient }] = [await import('connect-redis'), await import('redis')]
  const client = createClient({ url })
  client.on('error', (error) => console.error(error.message)) // it connects again by itself
  await client.connect()
  return new RedisStore({ client })
}

async function inMongo(mongoUrl) {
  const { default: MongoStore } = await import('connect-mongo')
  return MongoStore.create({ mongoUrl, autoRemove: 'disabled' }) // Python's index lets the server remove
}

async function inPostgres(url, form) {
  if (form === 'connect-pg-simple') {
    const { default: connect } = await import('connect-pg-simple')
    return new (connect(session))({ conString: url, createTableIfMissing: true })
  }
  const [{ default: connect }, { Sequelize }] = [
    await import('connect-session-sequelize'),
    await import('sequelize'),
  ]
  const db = new Sequelize(url, { logging: false })
  const store = new (connect(session.Store))({ db })
  await store.sync()
  return store
}

/** Opens it; the URL's scheme says which. */
export function openStore({ SESSION_STORE_URL: url = '', SESSION_SQL_FORM: form = 'sequelize' }) {
  if (url.startsWith('redis')) return inRedis(url)
  if (url.startsWith('mongodb')) return inMongo(url)
  if (url.startsWith('postgres')) return inPostgres(url, form)
  throw new Error('SESSION_STORE_URL must begin with redis://, mongodb:// or postgresql://')
}
