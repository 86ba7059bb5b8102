// What Sequelize asks of the package `sqlite3`, over a driver whose package brings its binaries along: nothing is
// compiled or fetched at installation.
import Libsql from 'libsql'

const patienceMs = 5000
const named = ([name, value]) => [name.replace(/^\$/, ''), plain(value)]
const plain = (value) => (typeof value === 'boolean' ? Number(value) : value)

/** Parameters are `[…]` or `{$name: …}`; the driver knows names without their mark. */
function bound(parameters) {
  if (Array.isArray(parameters)) return parameters.map(plain)
  return [Object.fromEntries(Object.entries(parameters).map(named))]
}

export class Database {
  constructor(filename, _mode, opened) {
    this.filename = filename
    this.db = new Libsql(filename, { timeout: patienceMs })
    queueMicrotask(() => opened(null))
  }

  serialize(work) {
    work()
  }

  run(sql, ...rest) {
    this.#answer(rest, (parameters) => {
      const { changes, lastInsertRowid } = this.db.prepare(sql).run(...bound(parameters))
      return [{ changes, lastID: Number(lastInsertRowid) }]
    })
  }

  all(sql, ...rest) {
    this.#answer(rest, (parameters) => [{}, this.db.prepare(sql).all(...bound(parameters))])
  }

  close(closed) {
    this.db.close()
    closed?.(null)
  }

  /** Calls back as `sqlite3` does: with what was changed as `this`, an error first, rows second. */
  #answer(rest, work) {
    const done = typeof rest.at(-1) === 'function' ? rest.pop() : () => {}
    const [parameters = []] = rest
    let result
    try {
      result = work(parameters)
    } catch (error) {
      queueMicrotask(() => done.call({}, error))
      return
    }
    queueMicrotask(() => done.call(result[0], null, result[1]))
  }
}

export const OPEN_READWRITE = 2
export const OPEN_CREATE = 4
