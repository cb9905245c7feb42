import { inject } from '@angular/core';
import { Router, type CanActivateFn, type Routes } from '@angular/router';
import { loggedIn, Session, wordsReady } from '@samenplan/web/core';
import { planWords } from '../plan-words';
import { startWords } from '../start/start-words';
import { entryWords } from './entry-words';

const words = wordsReady(entryWords);
const alsoPlan = wordsReady(planWords);

/** In an assisted session there is one place to go: who sees what. Behind it the server decides again. */
export const decidesElsewhere: CanActivateFn = () => {
  const planId = inject(Session).me()?.assisted?.planId;
  return planId === undefined ? true : inject(Router).createUrlTree(['/plannen', planId, 'wie-ziet-wat']);
};

/** Letters that bind a login; to be mounted at `/account`. */
export const accountCodeRoutes: Routes = [
  {
    path: '',
    pathMatch: 'full',
    resolve: { words, startWords: wordsReady(startWords) },
    loadComponent: async () => (await import('./account-claim-page')).AccountClaimPage,
  },
  {
    path: 'brief',
    canActivate: [loggedIn],
    resolve: { words },
    loadComponent: async () => (await import('./recovery-page')).RecoveryPage,
  },
  {
    path: 'klaar',
    canActivate: [loggedIn],
    resolve: { words },
    loadComponent: async () => (await import('./account-done-page')).AccountDonePage,
  },
  {
    path: ':code',
    resolve: { words, startWords: wordsReady(startWords) },
    loadComponent: async () => (await import('./account-claim-page')).AccountClaimPage,
  },
];

/** For professionals, below `/plan-starten`. */
export const assistedClientRoutes: Routes = [
  {
    path: '',
    resolve: { words },
    loadComponent: async () => (await import('./assisted-clients-page')).AssistedClientsPage,
  },
];

/** Forms of paper that wait for their witness; to be mounted at `/getuige`. */
export const confirmationRoutes: Routes = [
  {
    path: '',
    resolve: { words },
    loadComponent: async () => (await import('./confirmations-page')).ConfirmationsPage,
  },
];

/** Deciding with help, below one plan. */
export const entryPlanRoutes: Routes = [
  {
    path: 'samen-beslissen',
    canActivate: [decidesElsewhere],
    resolve: { words },
    loadComponent: async () => (await import('./assisted-begin-page')).AssistedBeginPage,
  },
  {
    path: 'papier',
    canActivate: [decidesElsewhere],
    resolve: { words, alsoPlan },
    loadComponent: async () => (await import('./paper-page')).PaperPage,
  },
  {
    path: 'met-hulp',
    canActivate: [decidesElsewhere],
    resolve: { words },
    loadComponent: async () => (await import('./helped-page')).HelpedPage,
  },
  {
    path: 'wie-ziet-wat/papier',
    resolve: { words, alsoPlan },
    loadComponent: async () => (await import('./print-page')).PrintPage,
  },
];
