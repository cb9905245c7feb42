import type { Routes } from '@angular/router';
import { wordsReady } from '@samenplan/web/core';
import { noticesWords } from './notices-words';

/** Notices and how to hear of them, mounted at `/mijn-account/meldingen`. */
export const noticesRoutes: Routes = [
  {
    path: '',
    resolve: { words: wordsReady(noticesWords) },
    children: [
      { path: '', pathMatch: 'full', loadComponent: async () => (await import('./notices-page')).NoticesPage },
      { path: 'hoe', loadComponent: async () => (await import('./telling-page')).TellingPage },
    ],
  },
];

/** Behind the link in a mail, mounted at `/afmelden`; needs no login. */
export const unsubscribeRoutes: Routes = [
  {
    path: ':token',
    resolve: { words: wordsReady(noticesWords) },
    loadComponent: async () => (await import('./unsubscribe-page')).UnsubscribePage,
  },
];
