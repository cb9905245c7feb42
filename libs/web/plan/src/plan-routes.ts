import type { Routes } from '@angular/router';
import { asksAboutUnsavedWork, wordsReady } from '@samenplan/web/core';
import { planWords } from './plan-words';
import { sectionWords } from './section/section-words';

/** Pages of one plan, to be mounted at `/plannen`; page components take `planId` and the like as inputs. */
export const planRoutes: Routes = [
  {
    path: ':planId',
    resolve: { words: wordsReady(planWords) },
    children: [
      { path: '', pathMatch: 'full', loadComponent: async () => (await import('./plan/plan-page')).PlanPage },
      {
        path: 'secties/:sectionId',
        canDeactivate: [asksAboutUnsavedWork],
        resolve: { sectionWords: wordsReady(sectionWords) },
        loadComponent: async () => (await import('./section/section-page')).SectionPage,
      },
      {
        path: 'secties/:sectionId/eerdere-versies',
        loadChildren: async () => (await import('./history/history-routes')).historyRoutes,
      },
      { path: 'wie-ziet-wat', loadComponent: async () => (await import('./sharing/audience-page')).AudiencePage },
      {
        path: 'wie-ziet-wat/:personId',
        loadComponent: async () => (await import('./sharing/audience-person-page')).AudiencePersonPage,
      },
      { path: 'laat-zien', loadComponent: async () => (await import('./sharing/share-page')).SharePage },
      { path: 'zo-ziet/:personId', loadComponent: async () => (await import('./sharing/preview-page')).PreviewPage },
      { path: 'wie-heeft-gekeken', loadComponent: async () => (await import('./log/log-page')).LogPage },
    ],
  },
];
