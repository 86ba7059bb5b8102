import { AuthService } from './auth/auth-service.ts';
import { browserPorts } from './browser-ports.ts';
import { EventService } from './events/event-service.ts';
import { HttpClient } from './http/http-client.ts';
import { withSession } from './http/with-session.ts';
import type { Ports } from './ports.ts';

export interface Client {
  auth: AuthService;
  http: HttpClient;
  events: EventService;
}

export function createClient(ports: Ports): Client {
  const auth = new AuthService(ports);
  const http = new HttpClient(ports.fetch);
  http.use(withSession(auth));
  return { auth, http, events: new EventService(ports, auth) };
}

let pageClient: Client | undefined;

/** The one client of this page. Host and remotes share this module, so all of them see one session. */
export function getClient(): Client {
  pageClient ??= createClient(browserPorts());
  return pageClient;
}
