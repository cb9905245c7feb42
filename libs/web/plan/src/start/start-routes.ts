import type { Routes } from '@angular/router';
import { loggedIn, wordsReady } from '@samenplan/web/core';
import { invitationWords } from '../invitation/invitation-words';
import { assistedClientRoutes, decidesElsewhere } from '../entry/entry-routes';
import { entryWords } from '../entry/entry-words';
import { planWords } from '../plan-words';
import { sectionWords } from '../section/section-words';
import { startWords } from './start-words';

const words = wordsReady(startWords);

/** Start page by role, and beginning an own plan; to be mounted at the root. */
export const startRoutes: Routes = [
  {
    path: '',
    pathMatch: 'full',
    canActivate: [decidesElsewhere],
    // Questions of others are shown with the words of the plan.
    resolve: {
      words,
      planWords: wordsReady(planWords),
      sectionWords: wordsReady(sectionWords),
      invitationWords: wordsReady(invitationWords),
    },
    loadComponent: async () => (await import('./start-page')).StartPage,
  },
];

/** Own text on this device that is not stored; to be mounted at `/niet-opgeslagen`. */
export const unstoredRoutes: Routes = [
  {
    path: '',
    resolve: { words: wordsReady(sectionWords) },
    loadComponent: async () => (await import('../section/unstored-page')).UnstoredPage,
  },
];

/** A client takes a plan with a code; to be mounted at `/begin`. */
export const claimRoutes: Routes = [
  {
    path: 'nieuw',
    canActivate: [loggedIn],
    resolve: { words },
    loadComponent: async () => (await import('./start-new-plan')).NewPlanPage,
  },
  {
    path: '',
    resolve: { words, entryWords: wordsReady(entryWords) },
    loadComponent: async () => (await import('./claim-page')).ClaimPage,
  },
  {
    path: ':code',
    resolve: { words, entryWords: wordsReady(entryWords) },
    loadComponent: async () => (await import('./claim-page')).ClaimPage,
  },
];

/** A professional starts a plan together with a client; to be mounted at `/plan-starten`. */
export const planStartRoutes: Routes = [
  { path: 'zonder-account', children: assistedClientRoutes },
  { path: '', resolve: { words }, loadComponent: async () => (await import('./plan-start-page')).PlanStartPage },
];

/** Where the QR code of somebody's own code leads; to be mounted at `/code`. */
export const codeRoutes: Routes = [
  { path: ':code', resolve: { words }, loadComponent: async () => (await import('./start-with-code')).StartWithCode },
];
