// The npm packages that keep Express's sessions, each as its own README sets it up. None removes by itself what
// has expired: a test sees what is kept.
import MongoStore from 'connect-mongo'
import connectPgSimple from 'connect-pg-simple'
import { RedisStore } from 'connect-redis'
import connectSequelize from 'connect-session-sequelize'
import session from 'express-session'
import pg from 'pg'
import { createClient } from 'redis'
import { Sequelize } from 'sequelize'
import * as sqliteDriver from './sqlite-driver.mjs'

const SequelizeStore = connectSequelize(session.Store)
const PgStore = connectPgSimple(session)
const quiet = { logging: false }

function inSequelize(db) {
  return { store: new SequelizeStore({ db, checkExpirationInterval: 0 }), close: () => db.close() }
}

const kinds = {
  sqlite: (storage) =>
    inSequelize(new Sequelize({ dialect: 'sqlite', storage, dialectModule: sqliteDriver, ...quiet })),
  postgresql: (url) => inSequelize(new Sequelize(url, { dialect: 'postgres', ...quiet })),
  'connect-pg-simple': (url) => {
    const pool = new pg.Pool({ connectionString: url })
    return { store: new PgStore({ pool, pruneSessionInterval: false }), close: () => pool.end() }
  },
  redis: async (url) => {
    const client = createClient({ url })
    await client.connect()
    return { store: new RedisStore({ client }), close: () => client.close() }
  },
  mongodb: (mongoUrl) => {
    const store = MongoStore.create({ mongoUrl, autoRemove: 'disabled' })
    return { store, close: () => store.close() }
  },
}

/** Returns the store of a kind, and how it is closed. */
export const openStore = (kind, url) => kinds[kind](url)
