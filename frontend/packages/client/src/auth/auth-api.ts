import type { ApiBody, Session as SignIn } from '../api.ts';
import type { Fetch } from '../ports.ts';
import { networkProblem, problemFrom } from '../problem.ts';

/** A call that hangs would hold the lock; no refresh takes this long. */
const timeout = 8_000;

export interface Credentials {
  /** An e-mail address or a user name. */
  login: string;
  password: string;
}

export type NewAccount = ApiBody<'post', '/api/auth/register'>;
export type NewPassword = ApiBody<'put', '/api/auth/password'>;

/** The calls that set, use or take back the refresh cookie, which no other call sends. The HTTP client never retries them. */
export class AuthApi {
  readonly #fetch: Fetch;

  constructor(fetch: Fetch) {
    this.#fetch = fetch;
  }

  async login({ login, password }: Credentials): Promise<SignIn> {
    const who = login.includes('@') ? { email: login } : { username: login };
    const response = await this.#post('/api/auth/login', { ...who, password });
    return (await response.json()) as SignIn;
  }

  async register(account: NewAccount): Promise<SignIn> {
    const response = await this.#post('/api/auth/register', account);
    return (await response.json()) as SignIn;
  }

  async changePassword(body: NewPassword, token: string | undefined): Promise<SignIn> {
    const response = await this.#call({ method: 'PUT', url: '/api/auth/password', body, token });
    return (await response.json()) as SignIn;
  }

  async leave(password: string, token: string | undefined): Promise<void> {
    await this.#call({ method: 'DELETE', url: '/api/auth/me', body: { password }, token });
  }

  async logoutAll(token: string | undefined): Promise<void> {
    await this.#call({ method: 'POST', url: '/api/auth/logout-all', body: {}, token });
  }

  /** Undefined for a guest (204: the browser has no refresh cookie). */
  async refresh(sid: string | undefined): Promise<SignIn | undefined> {
    const response = await this.#post('/api/auth/refresh', sid ? { sid } : {});
    return response.status === 204 ? undefined : ((await response.json()) as SignIn);
  }

  async logout(sid: string | undefined): Promise<void> {
    await this.#post('/api/auth/logout', sid ? { sid } : {});
  }

  #post(url: string, body: object): Promise<Response> {
    return this.#call({ method: 'POST', url, body });
  }

  async #call(call: Call): Promise<Response> {
    const response = await this.#send(call);
    if (!response.ok) throw await problemFrom(response);
    return response;
  }

  async #send({ method, url, body, token }: Call): Promise<Response> {
    const headers = { 'Content-Type': 'application/json', Accept: 'application/json', ...bearer(token) };
    const init: RequestInit = { method, headers, body: JSON.stringify(body), credentials: 'same-origin' };
    try {
      return await this.#fetch(url, { ...init, signal: AbortSignal.timeout(timeout) });
    } catch (error) {
      throw networkProblem(error);
    }
  }
}

interface Call {
  method: string;
  url: string;
  body: object;
  token?: string | undefined;
}

export function bearer(token: string | undefined): { Authorization?: string } {
  return token ? { Authorization: `Bearer ${token}` } : {};
}
