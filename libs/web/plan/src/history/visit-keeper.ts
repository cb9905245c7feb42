import { DestroyRef, DOCUMENT, effect, inject } from '@angular/core';
import { Api, routes } from '@samenplan/web/core';
import type { SectionPlace } from './version-feed';

/** A sign this often while somebody looks, in milliseconds: well within the half hour after which a visit ends. */
const often = 5 * 60_000;
/** Away for this long, a visit has ended: what changed meanwhile is worth telling, in milliseconds. */
const ended = 30 * 60_000;

/**
 * Tells the server that a section is being looked at: every five minutes while the page is in view, and when it leaves
 * the screen, also with the tab. Call where `inject()` may be.
 * @param place null while nothing may be seen: then nothing is told, since telling would be a refusal in the log
 * @param returned somebody comes back after so long that a new visit begins
 */
export function keepVisit(place: () => SectionPlace | null, returned: () => void): void {
  const api = inject(Api);
  const page = inject(DOCUMENT);
  const window = page.defaultView;
  let looking: SectionPlace | null = null;
  let leftAt: number | null = null;

  const sign = (): void => {
    if (looking !== null) api.tell(routes.keepVisit, { params: { ...looking } });
  };
  const leave = (): void => {
    sign();
    looking = null;
    leftAt ??= Date.now();
  };
  const look = (): void => {
    if (page.visibilityState !== 'visible') return leave();
    const away = leftAt === null ? 0 : Date.now() - leftAt;
    leftAt = null;
    looking = place();
    if (away > ended && looking !== null) returned();
  };

  effect((onCleanup) => {
    const now = place();
    // Another section in the same page: the one before is left here.
    if (now !== null) sign();
    looking = page.visibilityState === 'visible' ? now : null;
    const timer = now === null ? undefined : setInterval(sign, often);
    onCleanup(() => clearInterval(timer));
  });
  page.addEventListener('visibilitychange', look);
  window?.addEventListener('pagehide', leave);
  window?.addEventListener('pageshow', look);
  inject(DestroyRef).onDestroy(() => {
    page.removeEventListener('visibilitychange', look);
    window?.removeEventListener('pagehide', leave);
    window?.removeEventListener('pageshow', look);
    leave();
  });
}
