import type { Browser, BrowserContext, CDPSession, Page } from 'playwright-core';
import { axeFindings, launchBrowser, logInByHand, phone, textIn, untilWords, visit, visitAs, widthOf } from './browser';
import { hold, holdable } from './held-socket';
import { Visitor } from './people';
import { newPlace } from './plans';
import { Product } from './product';
import { textOf } from './sockets';

/** Long enough to open a section and type, short enough to wait for. */
const SECONDS = 25;

describe('a login', () => {
  let product: Product;
  let browser: Browser;
  let client: Visitor;
  const contexts: BrowserContext[] = [];

  beforeAll(async () => {
    [product, browser] = await Promise.all([Product.start({ SESSION_HOURS: String(SECONDS / 3600) }), launchBrowser()]);
    // The tool does not hear of the setting: its logins last.
    client = await Visitor.logIn(product, 'client');
  }, 180_000);

  afterEach(async () => {
    for (const context of contexts.splice(0)) await context.close();
  });

  afterAll(async () => {
    await browser.close();
    await product.remove();
  });

  async function strangerAt(path: string): Promise<Page> {
    const { context, page } = await visit(browser, product.url, { viewport: phone, path });
    contexts.push(context);
    context.setDefaultTimeout(30_000);
    return page;
  }

  async function opened(who: Visitor, path: string): Promise<Page> {
    const { context, page } = await visitAs(browser, who, { viewport: phone, path });
    contexts.push(context);
    return page;
  }

  it('that ends while somebody types loses nothing: the text is stored when that person logs in again', async () => {
    const place = await newPlace(client);
    const path = `/plannen/${place.planId}/secties/${place.sectionId}`;
    const page = await strangerAt('/uitgelogd');
    await holdable(page);
    await logInByHand(page, 'client', path);
    await page.locator('[data-status="saved"]').waitFor();
    await textIn(page).click();
    await page.keyboard.type('Dit stond er al. ');
    await page.locator('[data-status="saved"]').waitFor();
    await page.getByText('Over 2 minuten word je uitgelogd.').first().waitFor();
    expect(await axeFindings(page)).toEqual([]);
    await hold(page);
    await page.keyboard.type('Dit typte ik toen het inloggen afliep.');
    await page.locator('sp-live-line').getByText('Je tekst is bewaard op dit apparaat.').waitFor();
    const logIn = page.getByRole('button', { name: 'Log in', exact: true });
    await logIn.waitFor();
    expect(await page.locator('sp-unstored-panel blockquote').innerText()).toContain('Dit typte ik toen');
    expect(await axeFindings(page)).toEqual([]);
    const [popup] = await Promise.all([page.waitForEvent('popup'), logIn.click()]);
    await popup.locator('button[name="person"][value="client"]').click();
    await untilWords(page, 'Dit stond er al. Dit typte ik toen het inloggen afliep.');
    await page.locator('[data-status="saved"]').waitFor();
    expect(popup.isClosed()).toBe(true);
    expect(await textOf(client, place.sectionId)).toBe('Dit stond er al. Dit typte ik toen het inloggen afliep.');
  }, 120_000);

  it('is proved with a passkey, made at the first time and used at the second', async () => {
    const page = await strangerAt('/uitgelogd');
    await logInByHand(page, 'client-4', '/mijn-account/inloggen');
    await page.getByText('Dit apparaat').waitFor();
    expect(await page.getByText('Extra gecontroleerd').count()).toBe(0);
    const devtools = await withAuthenticator(page);
    for (const button of ['Maak een passkey en ga verder', 'Gebruik je passkey']) {
      await page.goto('/auth/login?needs=substantial&fresh=true&returnTo=%2Fmijn-account%2Finloggen');
      expect(await axeFindings(page)).toEqual([]);
      expect(await widthOf(page)).toBeLessThanOrEqual(phone.width);
      await page.getByRole('button', { name: button }).click();
      await page.waitForURL('**/mijn-account/inloggen');
      await page.getByText('Extra gecontroleerd').waitFor();
      // The same login goes on, however often it is proved.
      expect(await page.locator('li[spLoginCard]').count()).toBe(1);
    }
    await devtools.detach();
  }, 60_000);

  it('is shown with its device, and ends everywhere at once', async () => {
    const here = await opened(await Visitor.logIn(product, 'nurse'), '/mijn-account/inloggen');
    const there = await opened(await Visitor.logIn(product, 'nurse'), '/');
    await here.reload();
    await here.getByRole('heading', { level: 1, name: 'Waar je bent ingelogd' }).waitFor();
    await here.locator('li[spLoginCard]').nth(1).waitFor();
    expect(await axeFindings(here)).toEqual([]);
    expect(await widthOf(here)).toBeLessThanOrEqual(phone.width);
    await here.getByRole('button', { name: 'Overal uitloggen' }).click();
    expect(await axeFindings(here)).toEqual([]);
    await here.getByRole('button', { name: 'Overal, behalve hier' }).click();
    await here.getByText('Je bent uitgelogd op 1 ander apparaat.').waitFor();
    await there.getByRole('heading', { name: 'Je bent uitgelogd' }).waitFor();
    expect(await here.locator('li[spLoginCard]').count()).toBe(1);
  }, 60_000);
});

/** A device that always shows the right finger. */
async function withAuthenticator(page: Page): Promise<CDPSession> {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('WebAuthn.enable');
  await devtools.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  return devtools;
}
