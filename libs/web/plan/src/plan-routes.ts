import type { Routes } from '@angular/router';
import { asksAboutUnsavedWork, wordsReady } from '@samenplan/web/core';
import { invitationWords } from './invitation/invitation-words';
import { decidesElsewhere, entryPlanRoutes } from './entry/entry-routes';
import { planWords } from './plan-words';
import { reviewWords } from './review/review-words';
import { sectionWords } from './section/section-words';
import { successionWords } from './succession/succession-words';

/** Pages of one plan, to be mounted at `/plannen`; page components take `planId` and the like as inputs. */
export const planRoutes: Routes = [
  {
    // Of oneself, not of a plan: who answers may have no right to any.
    path: 'vragen-aan-mij',
    loadChildren: async () => (await import('./log/log-routes')).askedRoutes,
  },
  {
    path: ':planId',
    resolve: { words: wordsReady(planWords), successionWords: wordsReady(successionWords) },
    children: [
      ...entryPlanRoutes,
      {
        path: '',
        pathMatch: 'full',
        canActivate: [decidesElsewhere],
        loadComponent: async () => (await import('./plan/plan-page')).PlanPage,
      },
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
      {
        path: 'wie-ziet-wat',
        resolve: { invitationWords: wordsReady(invitationWords), reviewWords: wordsReady(reviewWords) },
        loadComponent: async () => (await import('./sharing/audience-page')).AudiencePage,
      },
      {
        path: 'wie-ziet-wat/:personId',
        loadComponent: async () => (await import('./sharing/audience-person-page')).AudiencePersonPage,
      },
      {
        path: 'klopt-dit-nog',
        resolve: { reviewWords: wordsReady(reviewWords) },
        loadComponent: async () => (await import('./review/review-page')).ReviewPage,
      },
      {
        path: 'laat-zien',
        resolve: { reviewWords: wordsReady(reviewWords) },
        loadComponent: async () => (await import('./sharing/share-page')).SharePage,
      },
      {
        path: 'uitnodigen',
        resolve: { invitationWords: wordsReady(invitationWords) },
        loadComponent: async () => (await import('./invitation/invite-page')).InvitePage,
      },
      {
        path: 'brief',
        resolve: { invitationWords: wordsReady(invitationWords) },
        loadComponent: async () => (await import('./invitation/letter-page')).LetterPage,
      },
      {
        path: 'vragen',
        resolve: { invitationWords: wordsReady(invitationWords) },
        loadComponent: async () => (await import('./invitation/ask-page')).AskPage,
      },
      { path: 'zo-ziet/:personId', loadComponent: async () => (await import('./sharing/preview-page')).PreviewPage },
      {
        path: 'wie-mag-namens',
        loadChildren: async () => (await import('./representation/representation-routes')).representationRoutes,
      },
      {
        path: 'wie-heeft-gekeken',
        loadChildren: async () => (await import('./log/log-routes')).logRoutes,
      },
    ],
  },
];
