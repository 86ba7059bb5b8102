// The clock of the process, which the test sets: what Express and its stores call now is the test's now.
const RealDate = Date
let ahead = 0

globalThis.Date = class extends RealDate {
  constructor(...given) {
    if (given.length === 0) super(RealDate.now() + ahead)
    else super(...given)
  }

  static now() {
    return RealDate.now() + ahead
  }
}

/** Goes on from that moment, in milliseconds since 1970. */
export function setClock(moment) {
  ahead = moment - RealDate.now()
}
