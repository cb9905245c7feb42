import { DeferBlockBehavior, DeferBlockState, TestBed, type ComponentFixture } from '@angular/core/testing';
import { provideRouter } from '@angular/router';
import type { Section } from '@samenplan/shared/contracts';
import { AppEvents, Session, type AppNews } from '@samenplan/web/core';
import { testPlan, testSection, testServer } from '../plan/plan-testing';
import { SectionPage } from './section-page';

const planId = 'aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa';
const sectionId = 'bbbbbbbb-bbbb-4bbb-8bbb-bbbbbbbbbbbb';
const reader = { organisation: null, phone: null, duties: [] };
const section: Section = {
  id: sectionId,
  planId,
  title: 'Verslaving',
  level: 'write',
  kind: 'own',
  domain: null,
  archived: false,
  onlyMe: false,
  changedAt: null,
  unseen: false,
  clientName: 'Noor Jansen',
  historyId: '4e2c2a4e-4c1c-4a0e-9d2f-0a9a5d1b7c11',
  mayArrange: false,
  readers: [
    {
      ...reader,
      id: 'n',
      name: 'Noor Jansen',
      function: null,
      level: 'manage',
      isClient: true,
      phone: '06-00 000 001',
    },
    {
      ...reader,
      id: 'f',
      name: 'Fatma de Boer',
      function: 'POH',
      level: 'write',
      isClient: false,
      phone: '06-00 111 222',
    },
  ],
};

describe('the page of a section', () => {
  let person = { id: 'f', name: 'Fatma de Boer', roles: ['professional'] };
  let status = 200;
  let answer: Section = section;
  let listeners: ((news: AppNews) => void)[] = [];
  let live: { onclose?: (event: { code: number; reason: string }) => void }[] = [];

  beforeEach(async () => {
    status = 200;
    answer = section;
    person = { id: 'f', name: 'Fatma de Boer', roles: ['professional'] };
    live = [];
    listeners = [];
    Object.defineProperty(window, 'matchMedia', { value: () => ({ matches: false }), configurable: true });
    Object.defineProperty(window, 'scrollTo', { value: () => undefined, configurable: true });
    // The live part connects by itself: a line that never answers is enough here.
    Object.defineProperty(window, 'WebSocket', {
      configurable: true,
      value: class {
        onclose?: (event: { code: number; reason: string }) => void;
        constructor() {
          live.push(this);
        }
        close(): void {
          return;
        }
      },
    });
    testServer(({ path }) => {
      if (path === '/me') return { ...person, positions: [], acr: null, loginEndsAt: '2099-01-01T00:00:00Z' };
      if (path === `/plans/${planId}`) return testPlan([testSection(sectionId)]);
      return status === 200 ? answer : status;
    });
    TestBed.configureTestingModule({ deferBlockBehavior: DeferBlockBehavior.Manual, providers: [provideRouter([])] });
    TestBed.inject(AppEvents).listen = (listener) => {
      listeners.push(listener);
      return () => undefined;
    };
  });

  async function open(): Promise<ComponentFixture<SectionPage>> {
    await TestBed.inject(Session).ready();
    const fixture = TestBed.createComponent(SectionPage);
    fixture.componentRef.setInput('planId', planId);
    fixture.componentRef.setInput('sectionId', sectionId);
    await fixture.whenStable();
    return fixture;
  }

  const words = (fixture: ComponentFixture<SectionPage>): string => (fixture.nativeElement as HTMLElement).textContent;

  it('says above the text who can read it, and whom to call', async () => {
    const fixture = await open();
    expect(words(fixture)).toContain('Verslaving');
    expect(words(fixture)).toContain('Te zien voor: jij, Noor Jansen');
    expect((fixture.nativeElement as HTMLElement).querySelector('a[href="tel:0600000001"]')).not.toBeNull();
  });

  it('tells a professional that the client can share it', async () => {
    expect(words(await open())).toContain('Je cliënt kan dit delen met anderen.');
  });

  it('tells the client that it is no place for emergencies, and that stored is not read', async () => {
    person = { id: 'n', name: 'Noor Jansen', roles: ['client'] };
    answer = { ...section, level: 'manage' };
    const text = words(await open());
    expect(text).toContain('Niet voor spoed.');
    expect(text).toContain('113');
    expect(text).toContain('Opgeslagen betekent niet: gelezen.');
  });

  it('opens no line and shows no name for what one may not see', async () => {
    status = 404;
    const fixture = await open();
    expect(words(fixture)).toContain('Dit is er niet (meer)');
    expect(words(fixture)).not.toContain('Verslaving');
    expect(await fixture.getDeferBlocks()).toHaveLength(0);
    expect(live).toEqual([]);
  });

  it('takes title, readers and text off the screen as soon as the right is gone, and says so calmly', async () => {
    const fixture = await open();
    const block = (await fixture.getDeferBlocks()).at(-1);
    await block?.render(DeferBlockState.Complete);
    expect(live).toHaveLength(1);
    status = 404;
    const told = shows(fixture, 'Je hebt geen toegang meer');
    for (const listen of listeners) listen({ kind: 'access-changed', planId });
    await told;
    expect(words(fixture)).not.toMatch(/Verslaving|Noor|Fatma/);
    expect((fixture.nativeElement as HTMLElement).querySelector('.sheet')).toBeNull();
  });

  it('does the same when the line of the text hears it first', async () => {
    const fixture = await open();
    const block = (await fixture.getDeferBlocks()).at(-1);
    await block?.render(DeferBlockState.Complete);
    const told = shows(fixture, 'Je hebt geen toegang meer');
    live[0]?.onclose?.({ code: 4403, reason: '' });
    await told;
    expect(words(fixture)).not.toMatch(/Verslaving|Noor|Fatma/);
  });
});

/** Resolves when words appear on the page. */
function shows(fixture: ComponentFixture<SectionPage>, words: string): Promise<void> {
  const element = fixture.nativeElement as HTMLElement;
  return new Promise((resolve) => {
    const observer = new MutationObserver(() => {
      if (!element.textContent.includes(words)) return;
      observer.disconnect();
      resolve();
    });
    observer.observe(element, { childList: true, subtree: true, characterData: true });
  });
}
