import type { AuthService } from '../auth/auth-service.ts';
import type { HttpRequest, Interceptor } from './http-request.ts';

/** Adds the access token. A 401 means it was withdrawn or is stale: one refresh, then the request is sent once more. */
export function withSession(auth: AuthService): Interceptor {
  return async (request, next) => {
    const token = await auth.accessToken();
    const response = await next(bearer(request, token));
    if (response.status !== 401 || !token) return response;
    await auth.refresh();
    const renewed = await auth.accessToken();
    return renewed && renewed !== token ? next(bearer(request, renewed)) : response;
  };
}

function bearer(request: HttpRequest, token: string | undefined): HttpRequest {
  if (!token) return request;
  return { ...request, headers: { ...request.headers, Authorization: `Bearer ${token}` } };
}
