import { inject } from '@angular/core';
import { Router, type CanActivateFn, type CanDeactivateFn } from '@angular/router';
import type { Role } from '@samenplan/shared/contracts';
import { coreWords } from './core-words';
import { useWords } from './language';
import { Session } from './session';
import { UnsavedWork } from './unsaved-work';

/** Lets in who is logged in; sends others to the login page and back here afterwards. */
export const loggedIn: CanActivateFn = async (_route, target) => {
  const session = inject(Session);
  const router = inject(Router);
  switch (await session.ready()) {
    case 'in':
      return true;
    case 'unreachable':
      return router.createUrlTree(['/geen-verbinding'], { queryParams: { naar: target.url } });
    default:
      session.login(target.url);
      return false;
  }
};

/** Offers a screen only to people with one of these roles. Behind it the server decides again. */
export function hasRole(...roles: readonly Role[]): CanActivateFn {
  return async (_route, target) => {
    const session = inject(Session);
    const router = inject(Router);
    if ((await session.ready()) !== 'in') return loggedInElsewhere(session, router, target.url);
    return session.has(...roles) ? true : router.createUrlTree(['/geen-toegang']);
  };
}

/** Asks before leaving a page that holds work which is not stored. */
export const asksAboutUnsavedWork: CanDeactivateFn<unknown> = () => {
  const work = inject(UnsavedWork);
  const t = useWords(coreWords);
  return !work.any() || confirm(t('unsaved.leave'));
};

function loggedInElsewhere(session: Session, router: Router, url: string) {
  if (session.state() === 'unreachable') {
    return router.createUrlTree(['/geen-verbinding'], { queryParams: { naar: url } });
  }
  session.login(url);
  return false;
}
