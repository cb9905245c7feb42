import type { Routes } from '@angular/router';
import { wordsReady } from '@samenplan/web/core';
import { representationWords } from './representation-words';

/** Who may act for the client, below the address of the plan. */
export const representationRoutes: Routes = [
  {
    path: '',
    resolve: { words: wordsReady(representationWords) },
    children: [
      {
        path: '',
        pathMatch: 'full',
        loadComponent: async () => (await import('./representation-page')).RepresentationPage,
      },
      { path: 'nieuw', loadComponent: async () => (await import('./mandate-new')).MandateNew },
      { path: 'sluiten', loadComponent: async () => (await import('./closure-new')).ClosureNew },
    ],
  },
];
