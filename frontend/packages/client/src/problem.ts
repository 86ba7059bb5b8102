/** RFC 9457 problem details, as every error of the platform is sent. */
export interface Problem {
  status: number;
  /** Stable snake_case name, for example `invalid_credentials`. */
  code: string;
  title: string;
  detail: string;
  request_id: string | undefined;
  errors: FieldProblem[];
  /** Seconds, from `Retry-After`. */
  retry_after: number | undefined;
  /** The whole body: some refusals say more, as the registry's `findings`. */
  extra?: Record<string, unknown>;
}

export interface FieldProblem {
  loc: (string | number)[];
  msg: string;
  type: string;
}

export class ProblemError extends Error {
  override readonly name = 'ProblemError';
  readonly status: number;
  readonly code: string;
  readonly title: string;
  readonly detail: string;
  readonly request_id: string | undefined;
  readonly errors: FieldProblem[];
  readonly retry_after: number | undefined;
  readonly extra: Record<string, unknown>;

  constructor(problem: Problem, options?: ErrorOptions) {
    super(problem.detail, options);
    this.status = problem.status;
    this.code = problem.code;
    this.title = problem.title;
    this.detail = problem.detail;
    this.request_id = problem.request_id;
    this.errors = problem.errors;
    this.retry_after = problem.retry_after;
    this.extra = problem.extra ?? {};
  }
}

/** Reads the body as a problem; whatever else a proxy may have answered becomes one with the code `http_<status>`. */
export async function problemFrom(response: Response): Promise<ProblemError> {
  const body = await jsonObject(response);
  const title = text(body['title']) ?? (response.statusText || `HTTP ${response.status}`);
  return new ProblemError({
    status: response.status,
    code: text(body['code']) ?? `http_${response.status}`,
    title,
    detail: text(body['detail']) ?? title,
    request_id: text(body['request_id']) ?? response.headers.get('X-Request-ID') ?? undefined,
    errors: Array.isArray(body['errors']) ? (body['errors'] as FieldProblem[]) : [],
    retry_after: seconds(response.headers.get('Retry-After')),
    extra: body,
  });
}

/** The request got no answer: offline, refused, timed out. Status 0, code `network`. */
export function networkProblem(cause: unknown): ProblemError {
  const detail = 'The server could not be reached. Check the connection and try again.';
  const problem = { status: 0, code: 'network', title: 'No answer', detail, errors: [] };
  return new ProblemError({ ...problem, request_id: undefined, retry_after: undefined }, { cause });
}

async function jsonObject(response: Response): Promise<Record<string, unknown>> {
  try {
    const body: unknown = await response.json();
    return typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function seconds(header: string | null): number | undefined {
  const value = Number(header ?? Number.NaN);
  return Number.isFinite(value) && value >= 0 ? value : undefined;
}
