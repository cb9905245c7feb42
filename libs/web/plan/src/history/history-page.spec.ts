import { TestBed } from '@angular/core/testing';
import { provideRouter, Router, withComponentInputBinding } from '@angular/router';
import { RouterTestingHarness } from '@angular/router/testing';
import type { Section } from '@samenplan/shared/contracts';
import { AppEvents, Session, type AppNews } from '@samenplan/web/core';
import { Toasts } from '@samenplan/web/ui';
import { testServer, type AskedRequest } from '../plan/plan-testing';
import { historyRoutes } from './history-routes';
import { fatma, noor, testBlock, testRun, testVersion } from './history-testing';

const address = '/plannen/plan/secties/home';
const versions = [
  testVersion(9, '2026-11-14T12:00:00Z', { authors: [fatma] }),
  testVersion(4, '2026-11-13T12:00:00Z', { authors: [noor] }),
];

describe('the page of earlier versions', () => {
  let level: Section['level'];
  let me: string;
  let refuse: (request: AskedRequest) => number | null;
  let asked: readonly AskedRequest[];
  let listeners: ((news: AppNews) => void)[];

  beforeEach(() => {
    level = 'write';
    me = 'fatma';
    refuse = () => null;
    listeners = [];
    Object.defineProperty(window, 'scrollTo', { value: () => undefined, configurable: true });
    asked = testServer((request) => {
      if (request.path === '/me') return { id: me, name: me, roles: [], loginEndsAt: '2099-01-01T00:00:00Z' };
      return refuse(request) ?? answer(request);
    });
    TestBed.configureTestingModule({
      providers: [
        provideRouter(
          [
            { path: 'plannen/:planId/secties/:sectionId', pathMatch: 'full', children: [] },
            { path: 'plannen/:planId/secties/:sectionId/eerdere-versies', children: historyRoutes },
          ],
          withComponentInputBinding(),
        ),
      ],
    });
    TestBed.inject(AppEvents).listen = (listener) => {
      listeners.push(listener);
      return () => undefined;
    };
  });

  function answer({ method, path }: AskedRequest): unknown {
    const readers = [noor, fatma].map((one) => ({ ...one, isClient: one.id === 'noor', level: 'write' }));
    if (method === 'POST') return { version: 10 };
    if (path.includes('/versions?')) return { items: versions, nextCursor: null };
    if (!path.includes('/versions/'))
      return { id: 'home', planId: 'plan', title: 'Wonen', level, archived: false, readers };
    const compared = path.endsWith('since=4');
    const runs = [
      testRun('Het dak lekt. ', { author: 'noor' }),
      testRun('Er komt iemand.', { author: 'fatma', change: compared ? 'added' : 'same' }),
      ...(compared
        ? [testRun('Al jaren.', { change: 'removed', removed: { by: 'noor', at: '2026-11-14T11:00:00Z' } })]
        : []),
    ];
    const shown = path.includes('/versions/4') ? versions[1] : versions[0];
    return {
      version: shown?.version,
      at: shown?.until,
      since: compared ? 4 : null,
      blocks: [testBlock(runs)],
      people: [noor, fatma],
    };
  }

  async function open(rest = ''): Promise<HTMLElement> {
    await TestBed.inject(Session).ready();
    const harness = await RouterTestingHarness.create(`${address}/eerdere-versies${rest}`);
    await harness.fixture.whenStable();
    return harness.routeNativeElement as HTMLElement;
  }

  const button = (words: string, within: ParentNode = document): HTMLElement | undefined =>
    [...within.querySelectorAll<HTMLElement>('button')].find((one) => one.textContent.includes(words));

  /** Resolves when something is there; asked again whenever the page changes. */
  function there<T>(look: () => T | null | undefined | false): Promise<T> {
    return new Promise((resolve) => {
      const observer = new MutationObserver(() => check());
      const check = (): void => {
        const found = look();
        if (found === null || found === undefined || found === false) return;
        observer.disconnect();
        resolve(found);
      };
      observer.observe(document, { childList: true, subtree: true, characterData: true, attributes: true });
      check();
    });
  }

  it('lists by day who wrote, with a link per version', async () => {
    const page = await open();
    expect([...page.querySelectorAll('h2')].map((one) => one.textContent)).toEqual([
      '14 november 2026',
      '13 november 2026',
    ]);
    expect(page.textContent).toContain('Noor Jansen');
    expect([...page.querySelectorAll('sp-version-list a')].map((one) => one.getAttribute('href'))).toEqual([
      `${address}/eerdere-versies/9`,
      `${address}/eerdere-versies/4`,
    ]);
  });

  it('marks in a version who wrote what, in words', async () => {
    const page = await open('/4');
    expect(page.querySelector('a[aria-current]')?.getAttribute('href')).toContain('/4');
    expect([...page.querySelectorAll('sp-reading-block button')].map((one) => one.getAttribute('aria-label'))).toEqual([
      'Noor Jansen, 14 november 2026 10.00',
      'jij, 14 november 2026 10.00',
    ]);
    expect(page.querySelector('.text ins, .text del')).toBeNull();
  });

  it('compares with the version before it, in an address of its own', async () => {
    const page = await open('/9');
    page.querySelectorAll<HTMLInputElement>('input[type="radio"]')[1]?.click();
    await there(() => page.querySelector('.text ins'));
    expect(TestBed.inject(Router).url).toBe(`${address}/eerdere-versies/9/sinds/4`);
    expect(page.querySelector('.text ins')?.textContent).toContain('Toegevoegd door jou: ');
    expect(page.querySelector('.text del')?.textContent).toContain('Weggehaald door Noor Jansen: ');
    page.querySelector<HTMLInputElement>('input[type="checkbox"]')?.click();
    await there(() => page.querySelector('.text del') === null);
    expect(page.querySelector('.text ins')).not.toBeNull();
  });

  it.each([
    ['the client', 'noor', true],
    ['nobody else', 'fatma', false],
  ])('tells %s that only the client sees what the client took away', async (_, who, told) => {
    me = who;
    expect((await open('/4')).textContent.includes('Alleen jij ziet wat je zelf hebt weggehaald.')).toBe(told);
  });

  it('offers nobody without the right to write to bring a version back', async () => {
    level = 'read';
    expect(button('Zet deze versie terug', await open('/4'))).toBeUndefined();
  });

  it('does not offer to bring back what stands there already', async () => {
    expect(button('Zet deze versie terug', await open('/9'))).toBeUndefined();
  });

  it('says what happens before it brings a version back, and leads to the text afterwards', async () => {
    const page = await open('/4');
    button('Zet deze versie terug', page)?.click();
    const yes = await there(() =>
      button('Zet terug', document.querySelector('sp-dialog') ?? document.createElement('p')),
    );
    const said = document.querySelector('sp-dialog')?.textContent ?? '';
    expect(said).toContain('De tekst van nu gaat niet weg.');
    expect(said).toContain('Wat de cliënt zelf heeft weggehaald, komt niet terug.');
    expect(asked.some(({ method }) => method === 'POST')).toBe(false);
    yes.click();
    await there(() => TestBed.inject(Router).url === address);
    expect(asked.find(({ method }) => method === 'POST')?.path).toBe(
      '/plans/plan/sections/home/versions/4/restorations',
    );
  });

  it('says in words why a version was not brought back', async () => {
    refuse = ({ method }) => (method === 'POST' ? 403 : null);
    const page = await open('/4');
    button('Zet deze versie terug', page)?.click();
    (
      await there(() => button('Zet terug', document.querySelector('sp-dialog') ?? document.createElement('p')))
    ).click();
    const told = await there(() => TestBed.inject(Toasts).shown());
    expect(told.text).toBe('Terugzetten is niet gelukt. Je mag dit wel zien, maar niet veranderen.');
  });

  it('takes names and words off the screen as soon as the right is gone', async () => {
    const page = await open('/4');
    expect(page.textContent).toContain('Het dak lekt.');
    refuse = () => 404;
    for (const listen of listeners) listen({ kind: 'access-changed', planId: 'plan' });
    await there(() => page.textContent.includes('Je hebt geen toegang meer'));
    expect(page.textContent).not.toMatch(/Noor|Fatma|dak|Wonen/);
  });
});
