/** A browser without a screen: keeps cookies, sends Origin with what it posts, and follows only when told. */
export class TestBrowser {
  readonly cookies = new Map<string, string>();

  constructor(readonly origin: string) {}

  async get(address: string, headers: Record<string, string> = {}): Promise<Response> {
    return this.#send(address, { headers });
  }

  /** As a form of a page of `origin`. */
  async post(
    address: string,
    fields: Record<string, string> = {},
    headers: Record<string, string> = {},
  ): Promise<Response> {
    return this.#send(address, {
      method: 'POST',
      body: new URLSearchParams(fields),
      headers: { origin: this.origin, ...headers },
    });
  }

  async json(method: string, address: string, body: unknown, headers: Record<string, string> = {}): Promise<Response> {
    return this.#send(address, {
      method,
      body: JSON.stringify(body),
      headers: { origin: this.origin, 'content-type': 'application/json', ...headers },
    });
  }

  /** Follows redirects until `stop` says so, or there are none left. */
  async follow(response: Response, stop: (location: string) => boolean = () => false): Promise<Response> {
    for (let current = response, hops = 0; hops < 12; hops += 1) {
      const location = locationOf(current);
      if (location === null || stop(location)) return current;
      current = await this.get(location);
    }
    throw new Error('too many redirects');
  }

  get cookieHeader(): string {
    return [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  }

  async #send(address: string, init: RequestInit & { headers: Record<string, string> }): Promise<Response> {
    const url = new URL(address, this.origin);
    // Node prefers ::1 for localhost; the product listens on 127.0.0.1 only.
    const response = await fetch(url, {
      ...init,
      redirect: 'manual',
      headers: { cookie: this.cookieHeader, ...init.headers },
    });
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (value === '' || /max-age=0|expires=thu, 01 jan 1970/i.test(line)) this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
    return response;
  }
}

/** Where a redirect leads, absolute, or null. */
export function locationOf(response: Response): string | null {
  const location = response.headers.get('location');
  return location === null ? null : new URL(location, response.url).href;
}

/** Goes through the login as an example person; the last answer is the redirect that ends it. */
export async function logIn(browser: TestBrowser, person: Record<string, string>, returnTo = '/'): Promise<Response> {
  const callback = await toCallback(browser, person, returnTo);
  return browser.get(callback);
}

/** Everything up to the address that the provider sends the browser back to. */
export async function toCallback(
  browser: TestBrowser,
  person: Record<string, string>,
  returnTo = '/',
): Promise<string> {
  const page = await browser.follow(await browser.get(`/auth/login?returnTo=${encodeURIComponent(returnTo)}`));
  const chosen = await browser.post(page.url, person, { origin: new URL(page.url).origin });
  const last = await browser.follow(chosen, (location) => location.includes('/auth/callback'));
  const callback = locationOf(last);
  if (callback === null) throw new Error(`The login stopped at ${last.url} with ${last.status}`);
  return callback;
}
