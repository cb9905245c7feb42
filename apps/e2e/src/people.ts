import { apiPrefix, routes, type RouteAnswer, type RouteCall, type RouteShape } from '@samenplan/shared/contracts';
import { endOf, runBuilt, type Installation } from './product';

/** What came back on a request, whatever it was. */
export interface Answer {
  readonly status: number;
  readonly text: string;
}

interface Parts {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, unknown>>;
  readonly body?: unknown;
}

/** One example person with a login of its own, calling the REST API as a program would. */
export class Visitor {
  private constructor(
    readonly product: Installation,
    readonly key: string,
    readonly id: string,
    readonly name: string,
    readonly cookie: string,
  ) {}

  /** A fresh login of an example person, by the tool that the product brings for it. */
  static async logIn(product: Installation, key: string): Promise<Visitor> {
    const { code, out, errors } = await endOf(
      runBuilt('api/local/demo-cookie.js', [key], { PORT: String(product.port), DATA_DIR: product.dataDir }),
    );
    if (code !== 0) throw new Error(`No cookie for ${key}: ${errors}`);
    const cookie = out.trim();
    const { id, name } = await call(product.url, cookie, routes.getMe, {});
    return new Visitor(product, key, id, name, cookie);
  }

  /** Several people at once. */
  static async logInAll<const K extends string>(
    product: Installation,
    ...keys: readonly K[]
  ): Promise<Record<K, Visitor>> {
    const entries = await Promise.all(keys.map(async (key) => [key, await Visitor.logIn(product, key)] as const));
    return Object.fromEntries(entries) as Record<K, Visitor>;
  }

  /** @returns the answer, checked against its contract. @throws Error when it was refused */
  call<R extends RouteShape>(route: R, parts: RouteCall<R>): Promise<RouteAnswer<R>> {
    return call(this.product.url, this.cookie, route, parts);
  }

  /** The same login at another address of the same installation. */
  at({ url, port }: Pick<Installation, 'url' | 'port'>): Visitor {
    return new Visitor({ dataDir: this.product.dataDir, url, port }, this.key, this.id, this.name, this.cookie);
  }

  async logOut(): Promise<void> {
    const { status } = await ask(`${this.product.url}/auth/logout`, { method: 'POST', cookie: this.cookie });
    if (status !== 200) throw new Error(`Logging out answered ${status}`);
  }
}

/** One request as a browser page of ours would send it. */
export async function ask(
  address: string,
  {
    method = 'GET',
    cookie,
    origin = new URL(address).origin,
    body,
    type = 'application/json',
  }: {
    readonly method?: string;
    readonly cookie?: string;
    /** null: none. */
    readonly origin?: string | null;
    readonly body?: string;
    readonly type?: string;
  } = {},
): Promise<Answer> {
  const headers = {
    ...(cookie === undefined ? {} : { cookie }),
    ...(origin === null ? {} : { origin }),
    ...(body === undefined ? {} : { 'content-type': type }),
  };
  const answer = await fetch(address, { method, headers, redirect: 'manual', ...(body === undefined ? {} : { body }) });
  return { status: answer.status, text: await answer.text() };
}

async function call<R extends RouteShape>(
  url: string,
  cookie: string,
  route: R,
  parts: Parts,
): Promise<RouteAnswer<R>> {
  const path = route.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => parts.params?.[name] ?? '');
  const query = new URLSearchParams(
    Object.entries(parts.query ?? {}).map(([name, value]): [string, string] => [name, String(value)]),
  );
  const body = route.body === undefined ? {} : { body: JSON.stringify(parts.body) };
  const address = `${url}${apiPrefix}${path}${query.size === 0 ? '' : `?${query.toString()}`}`;
  const { status, text } = await ask(address, { method: route.method, cookie, ...body });
  if (status !== route.status) throw new Error(`${route.method} ${path} answered ${status}: ${text}`);
  const response = route.response;
  return (response === undefined ? undefined : response.parse(JSON.parse(text))) as RouteAnswer<R>;
}
