import type { Session as SignIn } from '../api.ts';
import type { Ports } from '../ports.ts';
import { ProblemError } from '../problem.ts';
import { AuthApi, type Credentials, type NewAccount, type NewPassword } from './auth-api.ts';
import { refreshDelay, retryDelay } from './schedule.ts';
import { type Session, type SessionState, sessionFrom } from './session.ts';
import { singleFlight } from './single-flight.ts';
import { listen, type TabMessage, tell } from './tabs.ts';
import { withLock } from './with-lock.ts';

const lockName = 'intarsia.refresh';
/**
 * How long a tab waits for another tab's refresh: longer than any takes (`timeout` in auth-api.ts), so that only a tab that hangs is passed by.
 * Answers that overtake each other could leave an older cookie behind (docs/refresh.md).
 */
const lockPatience = 10_000;

type Listener = (state: SessionState) => void;

/**
 * Who is signed in, in this tab and together with all others. Holds the access token in memory, renews it ahead of expiry, and is the only
 * caller of what begins, renews or ends a session.
 */
export class AuthService {
  readonly #ports: Ports;
  readonly #api: AuthApi;
  readonly #listeners = new Set<Listener>();
  /** Sessions that ended here: a token of theirs that another tab sends late is not taken. */
  readonly #ended = new Set<string>();
  #state: SessionState = { status: 'starting' };
  #session: Session | undefined;
  #timer: number | undefined;
  #failures = 0;

  constructor(ports: Ports) {
    this.#ports = ports;
    this.#api = new AuthApi(ports.fetch);
    listen(ports.channel, (message) => this.#hear(message));
  }

  get state(): SessionState {
    return this.#state;
  }

  subscribe(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Finds out who is signed in; the first call of a page. */
  start(): Promise<SessionState> {
    return this.refresh();
  }

  /** The session of this tab's sign-in, as lists of sign-ins name it. */
  get sid(): string | undefined {
    return this.#session?.sid;
  }

  async login(credentials: Credentials): Promise<void> {
    this.#begin(await this.#api.login(credentials));
  }

  /** Makes an account and signs in. */
  async register(account: NewAccount): Promise<void> {
    this.#begin(await this.#api.register(account));
  }

  /** Every session ends, and this page goes on with a new one. */
  async changePassword(change: NewPassword): Promise<void> {
    await this.#authorized(async (token) => this.#begin(await this.#api.changePassword(change, token)));
  }

  /** Signs out everywhere. */
  async logoutAll(): Promise<void> {
    await this.#authorized(async (token) => {
      await this.#api.logoutAll(token);
      this.#leave(this.sid);
    });
  }

  /** Deletes the account. */
  async deleteAccount(password: string): Promise<void> {
    await this.#authorized(async (token) => {
      await this.#api.leave(password, token);
      this.#leave(this.sid);
    });
  }

  /** In turn with refreshes: a tab that renews meanwhile waits, and hears that there is nothing to renew. */
  async logout(): Promise<void> {
    await withLock(this.#ports, lockName, lockPatience, () => this.#logout());
  }

  async #logout(): Promise<void> {
    const sid = this.#session?.sid;
    try {
      await this.#api.logout(sid);
    } catch (error) {
      if (this.#isAnotherSession(error)) return;
      // 401: the session was over already, which is what was asked for.
      if (!(error instanceof ProblemError && error.status === 401)) throw error;
    }
    this.#leave(sid);
  }

  /** A token that is good by this machine's clock, renewed first when it is not. Undefined for a guest. */
  async accessToken(): Promise<string | undefined> {
    if (this.#session && this.#session.expiresAt <= this.#ports.clock.now()) await this.refresh();
    return this.#session?.accessToken;
  }

  /** Renews the session; one request however many ask, in this tab or another. Never rejects: the state tells. */
  readonly refresh = singleFlight(async (): Promise<SessionState> => {
    const before = this.#session;
    await withLock(this.#ports, lockName, lockPatience, () => this.#renew(before));
    return this.#state;
  });

  async #renew(before: Session | undefined): Promise<void> {
    // While this tab waited, another one renewed or ended the session and told us.
    if (this.#session !== before) return;
    try {
      const answer = await this.#api.refresh(before?.sid);
      if (this.#session !== before) return;
      if (!answer) return this.#end(before ? 'ended' : undefined);
      this.#begin(answer);
    } catch (error) {
      this.#refused(error, before);
    }
  }

  #refused(error: unknown, before: Session | undefined): void {
    if (this.#session !== before || this.#isAnotherSession(error)) return;
    if (error instanceof ProblemError && error.status === 401) {
      this.#end(before ? 'ended' : undefined);
      if (before) tell(this.#ports.channel, { type: 'signed-out', sid: before.sid });
      return;
    }
    // The server is away or busy: nobody is signed out for that.
    this.#failures += 1;
    if (!before) this.#set({ status: 'unreachable' });
    const asked = error instanceof ProblemError ? error.retry_after : undefined;
    this.#schedule(asked === undefined ? retryDelay(this.#failures) : asked * 1000);
  }

  /** The cookie belongs to another sign-in than this page: nothing on it may be shown any longer. */
  #isAnotherSession(error: unknown): boolean {
    const changed = error instanceof ProblemError && error.status === 409 && error.code === 'session_changed';
    if (changed) this.#ports.reload();
    return changed;
  }

  #hear(message: TabMessage): void {
    const mine = this.#session;
    if (message.type === 'signed-out') {
      if (mine && (!message.sid || message.sid === mine.sid)) this.#end('signed-out');
      return;
    }
    const { session } = message;
    if (session.sid && this.#ended.has(session.sid)) return;
    if (mine && mine.sid !== session.sid) this.#ports.reload();
    else if (!mine || session.issuedAt > mine.issuedAt) this.#adopt(session);
  }

  /**
   * What ends sessions. Who renews meanwhile, as the event stream does when it is closed for that, waits: it would present the session that just
   * ended. Called once more with a new token when the one that was sent is good no longer.
   */
  async #authorized(call: (token: string | undefined) => Promise<void>): Promise<void> {
    const token = await this.accessToken();
    const alone = (good: string | undefined) =>
      withLock(this.#ports, lockName, lockPatience, () => call(good));
    try {
      await alone(token);
    } catch (error) {
      if (!(error instanceof ProblemError && error.status === 401)) throw error;
      await this.refresh();
      const renewed = await this.accessToken();
      if (!renewed || renewed === token) throw error;
      await alone(renewed);
    }
  }

  #begin(answer: SignIn): void {
    const session = sessionFrom(answer, this.#ports.clock.now());
    this.#adopt(session);
    tell(this.#ports.channel, { type: 'session', session });
  }

  #leave(sid: string | undefined): void {
    this.#end('signed-out');
    tell(this.#ports.channel, { type: 'signed-out', sid });
  }

  #adopt(session: Session): void {
    this.#session = session;
    this.#failures = 0;
    this.#schedule(refreshDelay(session, this.#ports.clock.now()));
    this.#set({ status: 'signed-in', user: session.user });
  }

  #end(reason: 'signed-out' | 'ended' | undefined): void {
    if (this.#session?.sid) this.#ended.add(this.#session.sid);
    this.#session = undefined;
    this.#schedule(undefined);
    this.#set(reason ? { status: 'guest', reason } : { status: 'guest' });
  }

  #schedule(delay: number | undefined): void {
    const { clock } = this.#ports;
    if (this.#timer !== undefined) clock.clearTimeout(this.#timer);
    this.#timer = delay === undefined ? undefined : clock.setTimeout(() => void this.refresh(), delay);
  }

  #set(state: SessionState): void {
    this.#state = state;
    for (const listener of this.#listeners) listener(state);
  }
}
