import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Client } from 'pg';
import type { Browser } from 'playwright-core';
import { z } from 'zod';
import { launchBrowser, phone, settled, visitAs } from './browser';
import { Visitor } from './people';
import { Product } from './product';

describe('being told that something is new', () => {
  let product: Product;
  let browser: Browser;

  beforeAll(async () => {
    [product, browser] = await Promise.all([Product.start(), launchBrowser()]);
  }, 180_000);

  afterAll(async () => {
    await browser.close();
    await product.remove();
  });

  /** As another part of the product would. */
  async function addNotice(personId: string): Promise<void> {
    const running: unknown = JSON.parse(await readFile(join(product.dataDir, 'running.json'), 'utf8'));
    const client = new Client({ connectionString: z.object({ ownerUrl: z.string() }).parse(running).ownerUrl });
    await client.connect();
    await client.query("select add_notice($1, 'login-new', null)", [personId]);
    await client.end();
  }

  async function codeFor(address: string): Promise<string> {
    const folder = join(product.dataDir, 'mail');
    const mails = await Promise.all((await readdir(folder)).map((name) => readFile(join(folder, name), 'utf8')));
    return /Je code is (\d{6})/.exec(mails.find((mail) => mail.includes(address)) ?? '')?.[1] ?? '';
  }

  it('a client proves an address on a phone, sees a badge, and reads what is new', async () => {
    const client = await Visitor.logIn(product, 'client');
    const { page, context } = await visitAs(browser, client, { viewport: phone, path: '/mijn-account/meldingen/hoe' });
    await settled(page);
    await page.getByRole('textbox', { name: 'Je e-mailadres' }).fill('ria@example.org');
    await page.getByRole('button', { name: 'Stuur me een code' }).first().click();
    await page.getByText('We stuurden een code naar ria@example.org.').waitFor();
    await page.getByRole('textbox', { name: 'Code' }).fill(await codeFor('ria@example.org'));
    await page.getByRole('button', { name: 'Klaar' }).click();
    await page.getByText('Dit adres werkt.').waitFor();
    expect(await page.getByRole('radio', { name: /^Mail/ }).isChecked()).toBe(true);

    await addNotice(client.id);
    await page.goto('/mijn-account/meldingen');
    await page.getByText('Er is ingelogd met een nieuw apparaat of een nieuwe browser').first().waitFor();
    const badge = page.locator('sp-notice-bell sp-badge');
    expect(await badge.textContent()).toMatch(/nieuwe melding/);
    await page.getByRole('button', { name: 'Alles gelezen' }).click();
    // By an event of the server: nothing was loaded again by hand.
    await badge.locator('.utrecht-badge-status').waitFor({ state: 'detached' });
    await context.close();
  }, 90_000);

  it('the link in a mail opens without a login, and only the button stops the mail', async () => {
    const client = await Visitor.logIn(product, 'client');
    const { page, context } = await visitAs(browser, client, { viewport: phone, path: `/afmelden/${'0'.repeat(32)}` });
    await context.clearCookies();
    await page.reload();
    await page.getByRole('button', { name: 'Stop de mail' }).click();
    await page.getByRole('heading', { name: 'Je krijgt geen mail meer' }).waitFor();
    await context.close();
  }, 60_000);
});
