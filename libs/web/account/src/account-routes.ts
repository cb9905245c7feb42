import type { Routes } from '@angular/router';
import { wordsReady } from '@samenplan/web/core';
import { accountWords } from './account-words';

/** Pages of the own account, mounted at `/mijn-account`. */
export const accountRoutes: Routes = [
  {
    path: '',
    resolve: { words: wordsReady(accountWords) },
    children: [
      { path: '', pathMatch: 'full', loadComponent: async () => (await import('./account-page')).AccountPage },
      { path: 'inloggen', loadChildren: async () => (await import('./logins/logins-routes')).loginsRoutes },
      {
        path: 'meldingen',
        loadChildren: async () => (await import('./notices/notices-routes')).noticesRoutes,
      },
    ],
  },
];
