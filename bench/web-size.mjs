// What a browser really fetches of JavaScript, as it comes over the wire: first everything up to the plan of a
// person who just logged in, then what opening the editor adds. Kilobytes of 1000 bytes, compressed.
import { chromium } from 'playwright-core';
import { findChromium } from '../tools/preflight.mjs';
import { round } from './figures.mjs';

/**
 * @param {string} url of the running product
 * @param {{ name: string, value: string }} cookie of somebody who may write in the section
 * @param {string} planPath address of a plan page
 * @param {string} sectionPath address of a section page
 */
export async function webSize(url, cookie, planPath, sectionPath) {
  const args = ['--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'];
  if (process.getuid?.() === 0) args.push('--no-sandbox');
  const browser = await chromium.launch({ executablePath: findChromium(), args });
  try {
    const context = await browser.newContext();
    await context.addCookies([{ ...cookie, url }]);
    const page = await context.newPage();
    let bytes = 0;
    const sizes = [];
    page.on('requestfinished', (request) => {
      if (!new URL(request.url()).pathname.endsWith('.js')) return;
      sizes.push(request.sizes().then(({ responseBodySize }) => (bytes += responseBodySize)));
    });
    const kilobytes = async (path, sign) => {
      await page.goto(url + path);
      await page.locator(sign).first().waitFor();
      await page.waitForLoadState('networkidle');
      await Promise.all(sizes);
      return round(bytes / 1000);
    };
    const first = await kilobytes('/', 'h1');
    const plan = await kilobytes(planPath, 'h1');
    const editor = await kilobytes(sectionPath, '[role=textbox]');
    return {
      firstLoadKilobytes: first,
      planPageAddsKilobytes: round(plan - first),
      editorAddsKilobytes: round(editor - plan),
    };
  } finally {
    await browser.close();
  }
}
