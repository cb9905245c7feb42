import { AxeBuilder } from '@axe-core/playwright';
import { chromium, type Browser, type BrowserContext, type Locator, type Page } from 'playwright-core';
import type { Visitor } from './people';

const flags = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Chromium of the machine: CHROMIUM_PATH, or where Debian puts it. */
export function launchBrowser(): Promise<Browser> {
  const asRoot = process.getuid?.() === 0;
  return chromium.launch({
    executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium',
    args: asRoot ? ['--no-sandbox', ...flags] : flags,
  });
}

export const phone = { width: 360, height: 740 };
export const desktop = { width: 1280, height: 800 };

export interface Visit {
  readonly context: BrowserContext;
  readonly page: Page;
}

interface VisitOptions {
  readonly viewport?: { readonly width: number; readonly height: number };
  readonly path?: string;
}

/** A browser of its own for somebody who is not logged in. */
export async function visit(browser: Browser, url: string, { viewport = desktop, path = '/' }: VisitOptions = {}): Promise<Visit> {
  const context = await browser.newContext({ baseURL: url, viewport, locale: 'nl-NL', timezoneId: 'Europe/Amsterdam', reducedMotion: 'reduce' });
  context.setDefaultTimeout(15_000);
  const page = await context.newPage();
  await page.goto(path);
  return { context, page };
}

/** A browser of its own for one person, with the login that the visitor has. */
export async function visitAs(browser: Browser, visitor: Visitor, { viewport = desktop, path = '/' }: VisitOptions = {}): Promise<Visit> {
  const seen = await visit(browser, visitor.product.url, { viewport, path: '/uitgelogd' });
  const [name = '', value = ''] = visitor.cookie.split('=');
  await seen.context.addCookies([{ name, value, url: visitor.product.url, httpOnly: true, sameSite: 'Lax' }]);
  await seen.page.goto(path);
  return seen;
}

/** Logs in as people do: on the page of the local provider. Ends on the page that was asked for. */
export async function logInByHand(page: Page, key: string, path = '/'): Promise<void> {
  await page.goto(`/auth/login?returnTo=${encodeURIComponent(path)}`);
  await page.locator(`button[name="person"][value="${key}"]`).click();
  await page.waitForURL((address) => address.pathname === path);
}

/** Makes a new account on the page of the local provider, wherever the browser was sent to log in. */
export async function logInAsSomebodyNew(page: Page, name: string): Promise<void> {
  await page.locator('input[name="name"]').fill(name);
  await page.locator('button[value="new"]').click();
}

/** The text of a section on screen. */
export const textIn = (page: Page): Locator => page.locator('.sp-text');

/** Resolves when the page stands: its heading is there and nothing is a skeleton any more. */
export async function settled(page: Page): Promise<void> {
  await page.locator('main h1').first().waitFor();
  await page.waitForFunction(() => document.querySelector('sp-skeleton, [aria-busy="true"]') === null);
  await page.evaluate(() => document.fonts.ready);
}

/** What axe finds wrong on the page as it stands, one line each; empty is good. */
export async function axeFindings(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
    .analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`);
}
