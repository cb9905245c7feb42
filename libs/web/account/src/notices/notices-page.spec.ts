import { TestBed } from '@angular/core/testing';
import { provideRouter } from '@angular/router';
import { RouterTestingHarness } from '@angular/router/testing';
import type { Notice } from '@samenplan/shared/contracts';
import { AppEvents, type AppNews } from '@samenplan/web/core';
import { noticesRoutes } from './notices-routes';

const notice = (id: string, more: Partial<Notice> = {}): Notice => ({
  id,
  kind: 'right-shown',
  planId: 'p',
  times: 1,
  at: '2026-11-14T12:00:00Z',
  readAt: null,
  ...more,
});

describe('the page of notices', () => {
  let notices: Notice[];
  let asked: string[];
  let listeners: ((news: AppNews) => void)[];
  let original: typeof globalThis.fetch;

  beforeEach(() => {
    notices = [notice('a'), notice('b', { kind: 'right-ended', planId: null, readAt: '2026-11-14T13:00:00Z' })];
    asked = [];
    listeners = [];
    original = globalThis.fetch;
    Object.defineProperty(window, 'scrollTo', { value: () => undefined, configurable: true });
    globalThis.fetch = (async (address: string, { method }: RequestInit) => {
      const path = address.replace('/api/v1', '');
      asked.push(`${method ?? ''} ${path}`);
      const later = path.includes('cursor=');
      const body = path.startsWith('/plans')
        ? { items: [{ id: 'p', title: 'Weer zelf aan het roer' }] }
        : { items: later ? [notice('c', { kind: 'copy-ready' })] : notices, nextCursor: later ? null : 'next' };
      return { ok: true, status: method === 'POST' ? 204 : 200, headers: new Headers(), json: async () => body };
    }) as typeof globalThis.fetch;
    TestBed.configureTestingModule({ providers: [provideRouter([{ path: 'm', children: noticesRoutes }])] });
    TestBed.inject(AppEvents).listen = (listener) => {
      listeners.push(listener);
      return () => undefined;
    };
  });
  afterEach(() => {
    globalThis.fetch = original;
  });

  async function open(): Promise<{ element: HTMLElement; settle: () => Promise<unknown> }> {
    const harness = await RouterTestingHarness.create('/m');
    await harness.fixture.whenStable();
    return { element: harness.routeNativeElement as HTMLElement, settle: () => harness.fixture.whenStable() };
  }
  const press = (element: HTMLElement, words: string): void =>
    [...element.querySelectorAll('button')].find((button) => button.textContent?.includes(words))?.click();

  it('leads to the plan that may be seen, and nowhere from an end', async () => {
    const { element } = await open();
    const [first, second] = element.querySelectorAll('li');
    expect(first?.querySelector('a')?.getAttribute('href')).toBe('/plannen/p');
    expect(first?.textContent).toContain('Weer zelf aan het roer');
    expect(second?.querySelector('a')).toBeNull();
    expect(second?.textContent).not.toContain('Weer zelf aan het roer');
  });

  it('asks for no titles of plans when no notice names one', async () => {
    notices = [notice('b', { kind: 'login-new', planId: null })];
    await open();
    expect(asked.filter((one) => one.includes('/plans'))).toEqual([]);
  });

  it('shows more on request, and begins anew when the server says that something changed', async () => {
    const { element, settle } = await open();
    press(element, 'Toon meer');
    await settle();
    expect(element.querySelectorAll('li')).toHaveLength(3);
    for (const listener of listeners) listener({ kind: 'notices-changed' });
    await settle();
    expect(element.querySelectorAll('li')).toHaveLength(2);
  });

  it('marks all as read in one request', async () => {
    const { element, settle } = await open();
    press(element, 'Alles gelezen');
    await settle();
    expect(asked).toContain('POST /me/notices/readings');
  });
});
