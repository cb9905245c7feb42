import { AxeBuilder } from '@axe-core/playwright';
import { chromium, type Browser, type BrowserContext, type Locator, type Page } from 'playwright-core';
import type { Visitor } from './people';

/** What functions that are sent into a page use of it; the tests themselves run in Node and know no document. */
interface PageElement {
  readonly textContent: string;
  readonly parentElement: PageElement | null;
  cloneNode(deep: true): PageElement;
  querySelectorAll(selector: string): Iterable<PageElement>;
  closest(selector: string): PageElement | null;
  getBoundingClientRect(): {
    readonly top: number;
    readonly bottom: number;
    readonly left: number;
    readonly right: number;
  };
  remove(): void;
  blur(): void;
}
declare const document: {
  readonly activeElement: PageElement | null;
  readonly documentElement: { readonly scrollWidth: number; readonly lang: string };
  readonly fonts: { readonly ready: Promise<unknown> };
  querySelector(selector: string): PageElement | null;
};
declare function getSelection(): {
  readonly focusNode: { readonly textContent: string | null; readonly parentElement: PageElement | null } | null;
  readonly focusOffset: number;
} | null;
declare function requestAnimationFrame(react: (at: number) => void): number;
declare const innerWidth: number;
declare const innerHeight: number;
declare function getComputedStyle(
  element: PageElement,
): Readonly<Record<'outlineStyle' | 'outlineWidth' | 'boxShadow' | 'caretColor', string>>;

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
export async function visit(
  browser: Browser,
  url: string,
  { viewport = desktop, path = '/' }: VisitOptions = {},
): Promise<Visit> {
  const context = await browser.newContext({
    baseURL: url,
    viewport,
    locale: 'nl-NL',
    timezoneId: 'Europe/Amsterdam',
    reducedMotion: 'reduce',
  });
  context.setDefaultTimeout(15_000);
  const page = await context.newPage();
  await page.goto(path);
  return { context, page };
}

/** A browser of its own for one person, with the login that the visitor has. */
export async function visitAs(
  browser: Browser,
  visitor: Visitor,
  { viewport = desktop, path = '/' }: VisitOptions = {},
): Promise<Visit> {
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

/** The words of a section on screen, a line per block, without names of people and other marks that stand between them. */
export function wordsIn(page: Page): Promise<string> {
  return textIn(page).evaluate((shown: PageElement) => {
    const copy = shown.cloneNode(true);
    for (const mark of copy.querySelectorAll('.ProseMirror-widget, .sp-caret')) mark.remove();
    return [...copy.querySelectorAll('p, h2, h3')].map((block) => block.textContent).join('\n');
  });
}

/** Resolves when these words stand on screen, one block or part of it. */
export async function untilWords(page: Page, words: string): Promise<void> {
  await textIn(page).waitFor();
  await page.waitForFunction((wanted) => {
    const copy = document.querySelector('.sp-text')?.cloneNode(true);
    for (const mark of copy?.querySelectorAll('.ProseMirror-widget, .sp-caret') ?? []) mark.remove();
    return copy?.textContent.includes(wanted) === true;
  }, words);
}

/** Resolves when the page stands: its heading is there and nothing is a skeleton any more. */
export async function settled(page: Page): Promise<void> {
  await page.locator('main h1').first().waitFor();
  await page.waitForFunction(() => document.querySelector('sp-skeleton, [aria-busy="true"]') === null);
  await page.evaluate(() => document.fonts.ready.then(() => undefined));
}

/** Width that the page takes, in CSS pixels; more than the window means scrolling sideways. */
export const widthOf = (page: Page): Promise<number> => page.evaluate(() => document.documentElement.scrollWidth);

export const languageOf = (page: Page): Promise<string> => page.evaluate(() => document.documentElement.lang);

/** Whether what has focus is, or stands in, something that this selector finds. */
export const focusIsIn = (page: Page, selector: string): Promise<boolean> =>
  page.evaluate((wanted) => document.activeElement?.closest(wanted) !== null, selector);

/**
 * Puts the caret at the end of the text, and waits until it stands there: a letter of somebody else that arrives in
 * the same moment may put it back, and a person who looks presses the key again.
 */
export async function caretToEnd(page: Page): Promise<void> {
  const stands = (): Promise<boolean> =>
    page.evaluate(async () => {
      const atEnd = (): boolean => {
        const text = document.querySelector('.sp-text');
        const caret = getSelection()?.focusNode?.parentElement ?? null;
        const last = [...(text?.querySelectorAll('p, h2, h3') ?? [])].at(-1) ?? null;
        const node = getSelection()?.focusNode;
        return (
          caret !== null &&
          last !== null &&
          caret.closest('p, h2, h3') === last &&
          getSelection()?.focusOffset === node?.textContent?.length
        );
      };
      const frame = (): Promise<unknown> => new Promise((resolve) => requestAnimationFrame(resolve));
      if (!atEnd()) return false;
      await frame();
      await frame();
      return atEnd();
    });
  do await page.keyboard.press('Control+End');
  while (!(await stands()));
}

/** Takes focus away, so that the next Tab begins at the top. */
export const dropFocus = (page: Page): Promise<void> => page.evaluate(() => document.activeElement?.blur());

export const hasFocus = (wanted: Locator): Promise<boolean> =>
  wanted.evaluate((element: PageElement) => element === document.activeElement);

/** Frames of the screen in which a focus must show: a style may come a moment after the focus itself. */
const FRAMES = 60;

/** Whether a person who looks can tell that this element has focus, within a second. */
export function focusShows(wanted: Locator): Promise<{ readonly inView: boolean; readonly marked: boolean }> {
  return wanted.evaluate(async (element: PageElement, frames) => {
    const marks = (one: PageElement): boolean => {
      const style = getComputedStyle(one);
      return (style.outlineStyle !== 'none' && Number.parseFloat(style.outlineWidth) > 0) || style.boxShadow !== 'none';
    };
    const around = [element, element.parentElement, element.closest('label, li, article')].filter(
      (one) => one !== null,
    );
    const look = (): { readonly inView: boolean; readonly marked: boolean } => {
      const box = element.getBoundingClientRect();
      // In a text the caret shows where one is.
      if (element.closest('[contenteditable="true"]') !== null)
        return { inView: true, marked: getComputedStyle(element).caretColor !== 'transparent' };
      return {
        inView: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
        marked: around.some(marks),
      };
    };
    for (let frame = 0; frame < frames; frame += 1) {
      const seen = look();
      if (seen.inView && seen.marked) return seen;
      await new Promise(requestAnimationFrame);
    }
    return look();
  }, FRAMES);
}

/** What axe finds wrong on the page as it stands, one line each; empty is good. */
export async function axeFindings(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
    .analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`);
}
