import type { Routes } from '@angular/router';
import { wordsReady } from '@samenplan/web/core';
import { organisationWords } from './organisation-words';

/** Pages of the administrator and the privacy officer, mounted at `/beheer`; no route to content. */
export const organisationRoutes: Routes = [
  {
    path: '',
    resolve: { words: wordsReady(organisationWords) },
    children: [
      {
        path: 'toezicht',
        loadChildren: async () => (await import('./audit/audit-routes')).auditRoutes,
      },
      {
        path: '',
        loadChildren: async () => (await import('./organisations/administration-routes')).administrationRoutes,
      },
    ],
  },
];
