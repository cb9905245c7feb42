import type { Routes } from '@angular/router';
import { wordsReady } from '@samenplan/web/core';
import { loginsWords } from './logins-words';

/** The own logins, mounted at `/mijn-account/inloggen`. */
export const loginsRoutes: Routes = [
  {
    path: '',
    resolve: { words: wordsReady(loginsWords) },
    loadComponent: async () => (await import('./logins-page')).LoginsPage,
  },
];
