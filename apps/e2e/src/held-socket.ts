import type { Page } from 'playwright-core';

// Of the page, not of Node.
declare function addEventListener(name: 'hold', react: () => void): void;
declare function dispatchEvent(event: Event): boolean;

/** Prepares a page for {@link hold}. */
export async function holdable(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const known = new Set<WebSocket>();
    const held = new Set<WebSocket>();
    const send = WebSocket.prototype.send;
    WebSocket.prototype.send = function (data) {
      if (this.url.includes('/live/')) known.add(this);
      if (!held.has(this)) send.call(this, data);
    };
    addEventListener('hold', () => {
      for (const socket of known) held.add(socket);
    });
  });
}

/** From now on nothing arrives of what the page sends on the sockets that it has; a later socket works. */
export const hold = (page: Page): Promise<boolean> => page.evaluate(() => dispatchEvent(new Event('hold')));
