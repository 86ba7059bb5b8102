import type { Fetch } from '../ports.ts';
import { networkProblem, problemFrom } from '../problem.ts';
import { buildUrl, type HttpRequest, type Interceptor, type Next, type QueryValue } from './http-request.ts';
import type { Answer, ApiResponse, Method, Operation, PathsOf, RequestOptions } from './typed.ts';

/** Calls the platform's API. Paths, bodies and answers are typed by its OpenAPI document; every failure is a `ProblemError`. */
export class HttpClient {
  readonly #fetch: Fetch;
  readonly #interceptors: Interceptor[] = [];

  constructor(fetch: Fetch) {
    this.#fetch = fetch;
  }

  /** The interceptor added last is the outermost. Returns a function that takes it off again. */
  use(interceptor: Interceptor): () => void {
    this.#interceptors.push(interceptor);
    return () => {
      const index = this.#interceptors.indexOf(interceptor);
      if (index >= 0) this.#interceptors.splice(index, 1);
    };
  }

  async request<M extends Method, P extends PathsOf<M>>(
    method: M,
    path: P,
    options: RequestOptions<Operation<P, M>> = {},
  ): Promise<ApiResponse<Answer<Operation<P, M>>>> {
    const response = await this.#send(toRequest(method, path, options));
    if (!response.ok) throw await problemFrom(response);
    const data = response.status === 204 ? undefined : await response.json();
    return { data: data as Answer<Operation<P, M>>, etag: response.headers.get('ETag') ?? undefined };
  }

  /** What a `GET` answers, as a file of the type that is asked for. */
  async file<P extends PathsOf<'get'>>(
    path: P,
    type: string,
    options: RequestOptions<Operation<P, 'get'>> = {},
    onProgress?: (bytes: number) => void,
  ): Promise<Blob> {
    const request = toRequest('get', path, options);
    const response = await this.#send({ ...request, headers: { Accept: type } });
    if (!response.ok) throw await problemFrom(response);
    return onProgress ? counted(response, onProgress).blob() : response.blob();
  }

  /** Sends a file as the body of a `POST`, whose answer is JSON. */
  async upload<P extends PathsOf<'post'>>(
    path: P,
    type: string,
    content: string,
  ): Promise<Answer<Operation<P, 'post'>>> {
    const headers = { Accept: 'application/json', 'Content-Type': type };
    const response = await this.#send({
      ...toRequest('post', path, {}),
      headers,
      body: content,
    });
    if (!response.ok) throw await problemFrom(response);
    return (await response.json()) as Answer<Operation<P, 'post'>>;
  }

  #send(request: HttpRequest): Promise<Response> {
    const network: Next = (last) => this.#network(last);
    const chain = this.#interceptors.reduce<Next>(
      (next, interceptor) => (r) => interceptor(r, next),
      network,
    );
    return chain(request);
  }

  async #network({ method, url, headers, body, signal }: HttpRequest): Promise<Response> {
    // `omit`: with a bearer token cookies give no authority, and a request without them is safe from forgery.
    const init: RequestInit = {
      method,
      headers,
      body: body ?? null,
      signal: signal ?? null,
      credentials: 'omit',
    };
    try {
      return await this.#fetch(url, init);
    } catch (error) {
      if (signal?.aborted) throw error;
      throw networkProblem(error);
    }
  }
}

/** The same answer, telling how many bytes of its body have come. */
function counted(response: Response, onProgress: (bytes: number) => void): Response {
  let bytes = 0;
  const counter = new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, controller) {
      bytes += chunk.byteLength;
      onProgress(bytes);
      controller.enqueue(chunk);
    },
  });
  return new Response(response.body?.pipeThrough(counter) ?? null, response);
}

function toRequest(method: string, path: string, options: LooseOptions): HttpRequest {
  const headers: Record<string, string> = { Accept: 'application/json' };
  if (options.body !== undefined) headers['Content-Type'] = 'application/json';
  if (options.ifMatch) headers['If-Match'] = options.ifMatch;
  return {
    method: method.toUpperCase(),
    url: buildUrl(path, options.params, options.query),
    headers,
    body: options.body === undefined ? undefined : JSON.stringify(options.body),
    signal: options.signal,
  };
}

/** `RequestOptions` without its types, which have done their work at the call. */
interface LooseOptions {
  params?: Record<string, string | number> | undefined;
  query?: Record<string, QueryValue> | undefined;
  body?: unknown;
  ifMatch?: string | undefined;
  signal?: AbortSignal | undefined;
}
