import type { Routes } from '@angular/router';
import { wordsReady } from '@samenplan/web/core';
import { logWords } from './log-words';
import { planWords } from '../plan-words';

/** The log of one plan. */
export const logRoutes: Routes = [
  {
    path: '',
    resolve: { logWords: wordsReady(logWords) },
    loadComponent: async () => (await import('./log-page')).LogPage,
  },
];

/** Questions to who is logged in, about what they did in any plan. */
export const askedRoutes: Routes = [
  {
    path: '',
    resolve: { words: wordsReady(planWords), logWords: wordsReady(logWords) },
    loadComponent: async () => (await import('./asked-page')).AskedPage,
  },
];
