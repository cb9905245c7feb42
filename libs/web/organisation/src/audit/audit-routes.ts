import type { Routes } from '@angular/router';
import { wordsReady } from '@samenplan/web/core';
import { auditWords } from './audit-words';

/** The page of the privacy officer, below `/beheer`. */
export const auditRoutes: Routes = [
  {
    path: '',
    resolve: { auditWords: wordsReady(auditWords) },
    loadComponent: async () => (await import('./audit-page')).AuditPage,
  },
];
