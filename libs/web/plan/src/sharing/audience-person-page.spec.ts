import { TestBed, type ComponentFixture } from '@angular/core/testing';
import { provideRouter } from '@angular/router';
import type { AudienceMember, Grant, NewGrant } from '@samenplan/shared/contracts';
import { AudiencePersonPage } from './audience-person-page';
import {
  testEnd,
  testGrant,
  testMember,
  testPlan,
  testSection,
  testServer,
  testTeamGrant,
  type AskedRequest,
} from '../plan/plan-testing';

/** Drives the page as a person does: by what stands on it. */
class PersonPage {
  constructor(readonly fixture: ComponentFixture<AudiencePersonPage>) {}

  text(): string {
    return (this.fixture.nativeElement as HTMLElement).textContent ?? '';
  }

  button(name: string): HTMLButtonElement | undefined {
    return [...(this.fixture.nativeElement as HTMLElement).querySelectorAll('button')].find(
      (one) => one.textContent?.trim() === name,
    );
  }

  async tap(name: string): Promise<void> {
    const button = this.button(name);
    if (button === undefined) throw new Error(`no button ${name}`);
    button.click();
    await this.settled();
  }

  /** Angular and the promises behind its signals take turns. */
  async settled(): Promise<void> {
    for (let turn = 0; turn < 20; turn += 1) await this.fixture.whenStable();
  }
}

/** A plan of one section `home` whose rules can be made and stopped; a team's rule shows when the own rule is gone. */
class SmallPlan {
  grants: Grant[];
  fails = false;
  onChange = (): void => undefined;

  constructor(...grants: Grant[]) {
    this.grants = grants;
  }

  answer({ method, path, body }: AskedRequest): unknown {
    if (method !== 'GET' && this.fails) return 503;
    if (method !== 'GET') this.onChange();
    if (path === '/plans/plan') return testPlan([testSection('home')]);
    if (path === '/plans/plan/audience') return { items: [this.#poh()] };
    if (path === '/plans/plan/grants' && method === 'GET') return { items: this.grants };
    if (path === '/plans/plan/grants') return this.#make(body as NewGrant);
    this.grants = this.grants.filter((grant) => !path.endsWith(`/${grant.id}`));
    return undefined;
  }

  #make(made: NewGrant): Grant {
    const grant = testGrant(`made-${this.grants.length}`, {
      effect: made.effect,
      level: made.level ?? null,
      endsAt: made.endsAt ?? null,
      sectionId: made.sectionId ?? null,
    });
    const replaced = (one: Grant): boolean =>
      one.recipient.type === made.recipient.type && one.sectionId === grant.sectionId;
    this.grants = [...this.grants.filter((one) => !replaced(one)), grant];
    return grant;
  }

  #poh(): AudienceMember {
    const own = this.grants.filter((grant) => grant.recipient.type === 'person');
    const kept = own.find((grant) => grant.effect === 'withhold');
    const rule = kept ?? own[0] ?? this.grants[0];
    const level = rule === undefined || rule.effect === 'withhold' ? 'none' : 'read';
    return testMember(
      'poh',
      { home: { level, grantId: rule?.id ?? null, teamName: rule?.recipient.type === 'team' ? 'team' : null } },
      { organisation: 'De Linde' },
    );
  }
}

async function open(
  plan: SmallPlan,
): Promise<{ page: PersonPage; asked: readonly AskedRequest[]; refresh: () => void }> {
  const asked = testServer((request) => plan.answer(request));
  TestBed.configureTestingModule({ providers: [provideRouter([])] });
  const fixture = TestBed.createComponent(AudiencePersonPage);
  fixture.componentRef.setInput('planId', 'plan');
  fixture.componentRef.setInput('personId', 'poh');
  const page = new PersonPage(fixture);
  await page.settled();
  return { page, asked, refresh: () => fixture.componentInstance['sharing'].reload() };
}

const changes = (asked: readonly AskedRequest[]): string[] =>
  asked.filter((request) => request.method !== 'GET').map((request) => `${request.method} ${request.path}`);

describe('stopping with showing', () => {
  it('says what happens before the tap, stops in one, and says what stays', async () => {
    const { page, asked } = await open(new SmallPlan(testGrant('a', { sectionId: 'home' })));
    expect(page.text()).toContain('poh ziet dan meteen niets meer van je plan.');
    await page.tap('Stop met laten zien');
    expect(changes(asked)).toEqual(['DELETE /plans/plan/grants/a']);
    expect(page.text()).toContain(
      'poh ziet dit niet meer. Wat al gelezen, afgedrukt of overgenomen is, blijft bij de organisatie.',
    );
  });

  it('goes on until nothing is seen, also when a rule of a team appears behind the own one', async () => {
    const plan = new SmallPlan(testGrant('a', { sectionId: 'home' }), testTeamGrant('t', { sectionId: 'home' }));
    const { page, asked } = await open(plan);
    await page.tap('Stop met laten zien');
    expect(changes(asked)).toEqual(['DELETE /plans/plan/grants/a', 'POST /plans/plan/grants']);
    expect(plan.grants.map((grant) => `${grant.recipient.type} ${grant.effect}`)).toEqual([
      'team share',
      'person withhold',
    ]);
    expect(page.text()).toContain('poh ziet niets meer');
  });

  it('never says that it stopped when the server did not', async () => {
    const plan = new SmallPlan(testGrant('a', { sectionId: 'home' }));
    plan.fails = true;
    const { page } = await open(plan);
    await page.tap('Stop met laten zien');
    expect(page.text()).toContain('Nog niet alles is gestopt.');
    expect(page.text()).not.toContain('poh ziet niets meer');
  });

  it('finishes also when news of the first stopped rule refreshes the page in between', async () => {
    const plan = new SmallPlan(testGrant('a', { sectionId: 'home' }), testTeamGrant('t', { sectionId: 'home' }));
    const { page, refresh } = await open(plan);
    plan.onChange = refresh;
    await page.tap('Stop met laten zien');
    expect(page.text()).toContain('poh ziet niets meer');
    expect(page.button('Laat toch weer zien')).toBeDefined();
  });

  it('shows again what was shown before, with the same end', async () => {
    const { page, asked } = await open(new SmallPlan(testGrant('a', { sectionId: 'home' })));
    await page.tap('Stop met laten zien');
    await page.tap('Laat toch weer zien');
    expect(asked.find((one) => one.method === 'POST')?.body).toEqual({
      recipient: { type: 'person', id: 'poh' },
      affiliationId: 'place',
      effect: 'share',
      level: 'read',
      endsAt: testEnd,
      sectionId: 'home',
    });
    expect(page.button('Stop met laten zien')).toBeDefined();
  });

  it('offers no stop for a right that comes from a mandate', async () => {
    testServer(({ path }) => {
      if (path === '/plans/plan') return testPlan([testSection('home')]);
      if (path.endsWith('/grants')) return { items: [] };
      return {
        items: [testMember('poh', { home: { level: 'manage', why: 'representative' } }, { planLevel: 'manage' })],
      };
    });
    TestBed.configureTestingModule({ providers: [provideRouter([])] });
    const fixture = TestBed.createComponent(AudiencePersonPage);
    fixture.componentRef.setInput('planId', 'plan');
    fixture.componentRef.setInput('personId', 'poh');
    const page = new PersonPage(fixture);
    await page.settled();
    expect(page.text()).toContain('Dat recht komt van een mandaat');
    expect(page.button('Stop met laten zien')).toBeUndefined();
  });
});
