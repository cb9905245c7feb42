import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { routes } from '@samenplan/shared/contracts';
import type { Browser, Page } from 'playwright-core';
import {
  axeFindings,
  desktop,
  languageOf,
  launchBrowser,
  phone,
  settled,
  visit,
  visitAs,
  widthOf,
  type Visit,
} from './browser';
import { Visitor } from './people';
import { examplePlan } from './plans';
import { Product } from './product';

const screens = join(import.meta.dirname, '../../../tmp/screens');

/** Everybody who is at home somewhere in the example data. */
const keys = [
  'client',
  'client-2',
  'representative',
  'informal',
  'gp',
  'poh',
  'nurse',
  'social-worker',
  'wmo',
  'stranger',
  'administrator',
] as const;
type Key = (typeof keys)[number];

/** Ids of the example plan, as they are at this installation. */
interface Places {
  readonly plan: string;
  readonly section: (title: string) => string;
  readonly poh: string;
  readonly nurse: string;
  /** The plan of which the representative decides. */
  readonly willem: string;
  readonly code: string;
}

/** One page as one person sees it. `null` is somebody who is not logged in. */
interface Shown {
  readonly name: string;
  readonly who: Key | null;
  readonly at: (places: Places) => string;
  /** What must be there before one looks. */
  readonly ready?: string;
}

const plan =
  (rest = '') =>
  ({ plan: id }: Places): string =>
    `/plannen/${id}${rest}`;
const section =
  (title: string) =>
  ({ plan: id, section: find }: Places): string =>
    `/plannen/${id}/secties/${find(title)}`;
/** The text of a section is there, and the state of storing has settled. */
const text = '[data-status="saved"], [data-status="reading"]';

const pages: readonly Shown[] = [
  { name: 'welcome', who: null, at: () => '/' },
  { name: 'claim-code', who: null, at: () => '/begin' },
  { name: 'claim-login', who: null, at: ({ code }) => `/begin/${code}` },
  { name: 'logged-out', who: null, at: () => '/uitgelogd' },
  { name: 'no-access', who: null, at: () => '/geen-toegang' },
  { name: 'no-connection', who: null, at: () => '/geen-verbinding' },
  { name: 'unknown-address', who: null, at: () => '/zoiets-is-er-niet' },
  { name: 'unsubscribe', who: null, at: () => `/afmelden/${'0'.repeat(32)}` },
  { name: 'start', who: 'client', at: () => '/' },
  { name: 'start', who: 'client-2', at: () => '/' },
  { name: 'start', who: 'representative', at: () => '/' },
  { name: 'start', who: 'informal', at: () => '/' },
  { name: 'start', who: 'poh', at: () => '/' },
  { name: 'start', who: 'social-worker', at: () => '/' },
  { name: 'start', who: 'stranger', at: () => '/' },
  { name: 'start', who: 'administrator', at: () => '/' },
  { name: 'my-code', who: 'nurse', at: () => '/mijn-code' },
  { name: 'notices', who: 'client', at: () => '/mijn-account/meldingen' },
  { name: 'telling', who: 'client', at: () => '/mijn-account/meldingen/hoe' },
  { name: 'new-plan', who: 'client', at: () => '/begin/nieuw' },
  { name: 'plan-start', who: 'social-worker', at: () => '/plan-starten' },
  { name: 'claim-who', who: 'client-2', at: ({ code }) => `/begin/${code}` },
  { name: 'plan', who: 'client', at: plan() },
  { name: 'plan', who: 'representative', at: ({ willem }) => `/plannen/${willem}` },
  { name: 'plan', who: 'social-worker', at: plan() },
  { name: 'plan', who: 'nurse', at: plan() },
  { name: 'plan-hidden', who: 'stranger', at: plan() },
  { name: 'section-story', who: 'client', at: section('Mijn verhaal'), ready: text },
  { name: 'section', who: 'client', at: section('Hoe het met mij gaat'), ready: text },
  { name: 'section', who: 'poh', at: section('Hoe het met mij gaat'), ready: text },
  { name: 'section', who: 'gp', at: section('Hoe het met mij gaat'), ready: text },
  { name: 'section-tasks', who: 'nurse', at: section('Afspraken'), ready: text },
  { name: 'section-only-me', who: 'client', at: section('Dagboek'), ready: text },
  { name: 'section-hidden', who: 'stranger', at: section('Hoe het met mij gaat') },
  { name: 'audience', who: 'client', at: plan('/wie-ziet-wat') },
  { name: 'audience', who: 'nurse', at: plan('/wie-ziet-wat') },
  { name: 'audience-person', who: 'client', at: ({ plan: id, poh }) => `/plannen/${id}/wie-ziet-wat/${poh}` },
  { name: 'share', who: 'client', at: plan('/laat-zien') },
  { name: 'preview', who: 'client', at: ({ plan: id, poh }) => `/plannen/${id}/zo-ziet/${poh}` },
  { name: 'log', who: 'client', at: plan('/wie-heeft-gekeken') },
  { name: 'log', who: 'wmo', at: plan('/wie-heeft-gekeken') },
];

const titled = pages.map((page) => [`${page.name} as ${page.who ?? 'nobody'}`, page] as const);

describe('every page, as who sees it', () => {
  let product: Product;
  let browser: Browser;
  let people: Record<Key, Visitor>;
  let places: Places;
  const visits = new Map<string, Visit>();

  beforeAll(async () => {
    [product, browser] = await Promise.all([Product.start(), launchBrowser(), mkdir(screens, { recursive: true })]);
    people = await Visitor.logInAll(product, ...keys);
    const { planId, section: find } = await examplePlan(people.client);
    const { items } = await people.representative.call(routes.listPlans, {});
    const { code } = await people['social-worker'].call(routes.createPlanStart, { body: {} });
    places = {
      plan: planId,
      section: find,
      poh: people.poh.id,
      nurse: people.nurse.id,
      willem: items[0]?.id ?? '',
      code,
    };
  }, 180_000);

  afterAll(async () => {
    await browser.close();
    await product.remove();
  });

  /** One browser per person, that goes from page to page. */
  async function open({ who, at, ready }: Shown): Promise<Page> {
    const name = who ?? 'nobody';
    const seen =
      visits.get(name) ?? (who === null ? await visit(browser, product.url) : await visitAs(browser, people[who]));
    visits.set(name, seen);
    await seen.page.setViewportSize(phone);
    await seen.page.goto(at(places));
    await settled(seen.page);
    if (ready !== undefined) await seen.page.locator(ready).waitFor();
    return seen.page;
  }

  const picture = (page: Page, { name, who }: Shown, size: string): Promise<Buffer> =>
    page.screenshot({ path: join(screens, `${name}-${who ?? 'nobody'}-${size}.png`), fullPage: true });

  it.each(titled)(
    '%s: fits a phone, has no axe violations there nor on a desktop, has a title, speaks English when asked',
    async (_, shown) => {
      const page = await open(shown);
      await picture(page, shown, 'phone');
      expect(await widthOf(page)).toBeLessThanOrEqual(phone.width);
      expect({ at: 'phone', findings: await axeFindings(page) }).toEqual({ at: 'phone', findings: [] });
      await page.setViewportSize(desktop);
      await picture(page, shown, 'desktop');
      expect({ at: 'desktop', findings: await axeFindings(page) }).toEqual({ at: 'desktop', findings: [] });
      expect(await page.title()).toMatch(/^.+ - Samenplan$/);
      expect(await languageOf(page)).toBe('nl');
      const dutch = await wordsOf(page);
      await page.getByRole('button', { name: 'Switch to English' }).click();
      const back = page.getByRole('button', { name: /Nederlands/ });
      await back.waitFor();
      expect(await languageOf(page)).toBe('en');
      const english = await wordsOf(page);
      expect(english).not.toEqual(dutch);
      expect(missingWords(english)).toEqual([]);
      await back.click();
      await page.getByRole('button', { name: 'Switch to English' }).waitFor();
      expect(await wordsOf(page)).toEqual(dutch);
    },
  );

  /** Headings and buttons: what our own language files say, and not what people wrote. */
  function wordsOf(page: Page): Promise<string[]> {
    return page.locator('main h1, main h2, main button, main a.utrecht-button, header button, title').allInnerTexts();
  }

  /** Keys of words that are in no language file show as themselves. */
  function missingWords(words: readonly string[]): string[] {
    return words.filter((one) => /^[a-z-]+(\.[a-z-]+)+$/.test(one.trim()));
  }
});
